import type { CompanyQuery } from '../../../core/provider/company-query.ts';
import type {
  ObservedSignal,
  ProviderCompany,
  ProviderField,
} from '../../../core/provider/provider-company.ts';
import type { ProviderId } from '../../../core/provider/provider-ids.ts';
import type { RateLimit, ToldWindow } from '../../../core/provider/rate-window.ts';
import type { Json } from '../../shared/ports.ts';

/** One request to a provider, relative to its base URL and without what signs it. */
export type ApiCall = {
  /** Rate windows are counted per group. */
  readonly group: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: { readonly [name: string]: string };
  readonly headers?: { readonly [name: string]: string };
  readonly body?: { readonly json: Json } | { readonly form: string };
};

/** An answer as it came over the wire: `body` is parsed JSON, or text where it is none. Header names are in lower case. */
export type ApiReply = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: unknown;
};

/** Why a call did not give an answer. `retryable` says whether the same call may succeed later in this run. */
export type ProviderFailure =
  | {
      readonly kind: 'unavailable' | 'rate-limited';
      readonly retryable: true;
      readonly because: string;
      /** Milliseconds the provider asks to wait; null when it does not say. */
      readonly wait_ms: number | null;
    }
  | {
      readonly kind:
        | 'sign-in-expired'
        | 'key-refused'
        | 'plan-refused'
        | 'credits-exhausted'
        | 'day-limit'
        | 'request-refused'
        | 'answer-unreadable'
        | 'out-of-time';
      readonly retryable: false;
      readonly because: string;
    };

/** What a conversation ends with: the result and the credits it really cost. */
export type Paid<T> = { readonly credits: number; readonly value: T };

/**
 * What a provider and Kindred say to each other for one purpose: a generator that yields calls and is given each one's reply
 * (successful, or `null` for "no such thing"), so that a provider is pure and the engine does what is the same for all:
 * budget, rate windows, retries, the circuit, the wire. It throws {@link UnreadableAnswer} for a body of another shape.
 */
export type Conversation<T> = Generator<ApiCall, Paid<T>, ApiReply | null>;

/** A company to be enriched, as far as it is known. */
export type CompanyKey = {
  readonly candidate_id: string;
  readonly name: string | null;
  readonly domain: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly postal_code: string | null;
  readonly phone: string | null;
  /** The provider's own key, where it is known from a search or an earlier answer. */
  readonly record_id: string | null;
};

export type SearchPage = {
  readonly companies: readonly ProviderCompany[];
  /** Companies that match in all, where the provider says. */
  readonly total: number | null;
  /** What to ask the next page with; null on the last. */
  readonly next: string | null;
};

export type Search = {
  /** Companies a page holds at most, and the most it can cost. */
  readonly page_size: number;
  readonly credits_per_page: number;
  /** Companies one query gives at most. */
  readonly most_results: number;
  /** The query as request bodies; alternatives the provider cannot ask for at once are several. Empty: cannot be asked. */
  readonly bodies: (query: CompanyQuery) => readonly Json[];
  /** One page: `cursor` is null for the first, else what the page before gave as `next`. */
  readonly page: (body: Json, cursor: string | null, today: string) => Conversation<SearchPage>;
};

export type Enrichment = {
  /** Companies one conversation takes. */
  readonly most: number;
  /** The most it can cost per company. */
  readonly credits_each: number;
  /** Calls one conversation makes at most. */
  readonly calls: number;
  /** What it can fill. */
  readonly gives: readonly ProviderField[];
  readonly usable: (company: CompanyKey) => boolean;
  /** One entry per company, in order; null where the provider does not know it, or is not sure enough. */
  readonly converse: (
    companies: readonly CompanyKey[],
    today: string,
  ) => Conversation<readonly (ProviderCompany | null)[]>;
};

export type SignalSource = {
  readonly name: 'job-postings' | 'news';
  readonly kind: ObservedSignal['kind'];
  readonly most: number;
  /** The most one conversation can cost. */
  readonly credits: number;
  /** Signals by the provider's own key, observed up to `today`. */
  readonly converse: (
    record_ids: readonly string[],
    today: string,
  ) => Conversation<{ readonly [record_id: string]: readonly ObservedSignal[] }>;
};

/** A person at a chosen company. */
export type Contact = {
  readonly record_id: string;
  readonly company_record_id: string | null;
  readonly company_domain: string | null;
  readonly name: string;
  readonly title: string | null;
  readonly email: string | null;
};

export type PeopleSearch = {
  readonly most_companies: number;
  readonly credits: number;
  readonly converse: (ask: {
    readonly domains: readonly string[];
    readonly titles: readonly string[];
    readonly most: number;
  }) => Conversation<readonly Contact[]>;
  /** Work e-mail addresses of people found; null where the provider has none to give. */
  readonly emails: {
    readonly most: number;
    readonly credits_each: number;
    readonly converse: (people: readonly Contact[]) => Conversation<readonly (string | null)[]>;
  } | null;
};

/** A data provider: everything Kindred knows of it, in one file that touches neither network nor clock. */
export type Provider = {
  readonly id: ProviderId;
  readonly title: string;
  /** Where its documentation is. */
  readonly documentation: string;
  /** The terms its data come under, kept beside every value it gave. */
  readonly licence: string;
  /** What is sent to it, for people who have to decide. */
  readonly sends: string;
  readonly base_url: string;
  /** What the key is and where it comes from. */
  readonly key: string;
  /** Days an answer may be used again, and a "not known" remembered. */
  readonly keep_days: { readonly answer: number; readonly not_known: number; readonly search: number };
  readonly concurrency: number;
  /** Rate windows by group; the settings may narrow or widen them to a contract. */
  readonly rates: { readonly [group: string]: readonly RateLimit[] };
  /** Exchanges the key for a token, where the provider wants one. */
  readonly sign_in: {
    readonly call: (key: string) => ApiCall;
    readonly token: (reply: ApiReply) => { readonly token: string; readonly seconds: number };
  } | null;
  /** Headers that sign a call with the key, or with the token it was exchanged for. */
  readonly signed: (credential: string) => { readonly [name: string]: string };
  /** Statuses that mean "no such thing", which is an answer. */
  readonly not_found: (reply: ApiReply) => boolean;
  readonly failure: (reply: ApiReply, now: number) => ProviderFailure;
  /** What a reply tells of the rate windows. */
  readonly windows: (headers: ApiReply['headers']) => readonly ToldWindow[];
  readonly search: Search | null;
  /** Ways to enrich, the one that gives most first. */
  readonly enrichment: readonly Enrichment[];
  readonly signals: readonly SignalSource[];
  readonly people: PeopleSearch | null;
};

/** An answer of another shape than documented; the message names the place and nothing of the content. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}
