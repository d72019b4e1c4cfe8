import * as z from 'zod';
import { exportNames } from '../../core/exports/export-format.ts';
import { type ProviderId, providerIds } from '../../core/provider/provider-ids.ts';
import { ga4Settings } from './ga4-settings.ts';

const share = z.number().gt(0).lt(1);
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');

/** What one unit of a currency amount may be: not negative, at most four decimals. */
const amount = z.number().min(0).max(1e9);
const calls = z.int().min(0).max(100_000_000).nullable().default(null);

/** How a data provider is used. Naming one in `providers` switches it on; nothing is paid without a budget. */
const providerUse = z.strictObject({
  /** Find companies that fit, by the filters of `provider-filters.json`. */
  search: z.boolean().default(true),
  /** Fill in what the files do not say, where that could move a company across a tier line. */
  enrich: z.boolean().default(true),
  /** Ask for signs of growth (job postings, news) where they could move a company across a tier line. */
  signals: z.boolean().default(true),
  /** Companies a run takes from its searches at most. */
  most_found: z.int().min(0).max(50_000).default(500),
  /** Days an answer may be used again; null takes the provider's own. */
  keep_days: z.int().min(1).max(730).nullable().default(null),
  /** What one credit costs by your contract, lowest and highest, in the budget's currency; null where you do not know. */
  credit_price: z
    .strictObject({ low: amount, high: amount })
    .refine((price) => price.low <= price.high, 'low is not above high')
    .nullable()
    .default(null),
  /** Calls your contract allows in a minute, an hour and a day, where they differ from the provider's free plan. */
  rate: z.strictObject({ minute: calls, hour: calls, day: calls }).partial().nullable().default(null),
  /** People at chosen companies; null asks for none. Titles by archetype, `default` for the others. */
  people: z
    .strictObject({
      titles: z.record(z.string(), z.array(z.string().min(1)).min(1).max(20)),
      lists: z
        .array(z.enum(['tier-a', 'tier-b', 'win-back']))
        .min(1)
        .default(['tier-a']),
      most_per_company: z.int().min(1).max(25).default(3),
      emails: z.boolean().default(false),
    })
    .nullable()
    .default(null),
});

const cap = z
  .strictObject({ credits: z.int().min(0).max(100_000_000), money: amount.nullable().default(null) })
  .default({ credits: 0, money: null });

/**
 * `icp.json`: what a warehouse means by a good customer. Authored by a person, closed (unknown keys are refused), every
 * key with its default in sight. The resolved form is written beside each run and hashed into the run id.
 */
export const settingsSchema = z.strictObject({
  version: z.literal(1).default(1),
  /** ISO 4217 code every amount is reported in; null reads it from the data, and says "XXX" where there is none. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, e.g. "USD"')
    .nullable()
    .default(null),
  /** IANA name; dates and windows are days of this zone. */
  time_zone: z.string().default('UTC'),
  /** What makes a customer valuable. Falls back margin → composite → revenue where the data lack it, announced. */
  value_metric: z.enum(['total-margin', 'margin-rate', 'revenue', 'composite']).default('total-margin'),
  /** Months before the as-of date that decide who is best; all history where it is shorter. */
  window_months: z.int().min(1).max(120).default(36),
  /** Months a prediction looks ahead, and the distance between the feature window and the label window. */
  horizon_months: z.int().min(1).max(36).default(12),
  best: z.union([z.strictObject({ share }), z.strictObject({ pareto: share })]).default({ share: 0.2 }),
  as_of: z
    .union([z.literal('data'), z.literal('today'), isoDate])
    .nullable()
    .default(null),
  /** When a customer counts as lapsed: by its own buying cadence, or after a fixed number of days. */
  inactivity: z
    .union([
      z.strictObject({ cadence: z.number().gt(1).max(20) }),
      z.strictObject({ days: z.int().min(1).max(3650) }),
    ])
    .default({ cadence: 2.5 }),
  weights: z
    .strictObject({ similarity: z.number().min(0), opportunity: z.number().min(0) })
    .refine((w) => Math.abs(w.similarity + w.opportunity - 1) < 1e-9, 'the two weights add up to 1')
    .default({ similarity: 0.7, opportunity: 0.3 }),
  /** The lowest score of tiers A, B and C. */
  tiers: z
    .strictObject({ A: z.number(), B: z.number(), C: z.number() })
    .refine((t) => 100 >= t.A && t.A > t.B && t.B > t.C && t.C >= 0, 'A above B above C, within 0–100')
    .default({ A: 80, B: 60, C: 40 }),
  /** How many companies a list may hold; null lists all of its tier. */
  capacity: z
    .strictObject({
      tier_a: z.int().min(1).nullable().default(null),
      tier_b: z.int().min(1).nullable().default(null),
      win_back: z.int().min(1).nullable().default(null),
      /** Companies the team can work in a week: first outreach then takes so many for each of `weeks`. */
      per_week: z.int().min(1).nullable().default(null),
      weeks: z.int().min(1).max(52).default(4),
    })
    .refine((c) => c.tier_a === null || c.per_week === null, 'tier_a or per_week, not both')
    .prefault({}),
  /** What lists are ordered by: the score, or the margin expected in 12 months. Tiers are of the score either way. */
  order: z.enum(['score', 'expected-margin']).default('score'),
  /** What a team learns from its calls. */
  learning: z
    .strictObject({
      /** What counts as success. */
      success: z.enum(['won', 'meeting']).default('won'),
      /** Days after a contact before its outcome counts, success or not. */
      maturity_days: z.int().min(1).max(730).default(90),
      /** Matured outcomes before the weights move. */
      minimum: z.int().min(20).max(100_000).default(50),
      /** Share of first-outreach slots drawn at random, to learn what rank passes over. */
      exploration: z.number().min(0).max(0.5).default(0),
      /** Share of companies whose turn it is that are not called, to measure what calling does. */
      hold_back: z.number().min(0).max(0.5).default(0),
    })
    .prefault({}),
  /** Who is kept off the lists, whatever it scores; each with its reason in exclusions.csv. */
  suppression: z
    .strictObject({
      /** Ids, domains or names. */
      do_not_contact: z.array(z.string().min(1)).default([]),
      competitors: z.array(z.string().min(1)).default([]),
      /** Days after a contact during which nobody calls again; null for no such rule. */
      contacted_within_days: z.int().min(1).max(3650).nullable().default(90),
      /** An account with an undecided quote of the last 365 days is in somebody's hands already. */
      open_quotes: z.boolean().default(true),
    })
    .prefault({}),
  /** In which forms lists are handed out, and what is in them. */
  exports: z
    .strictObject({
      lists: z
        .array(z.enum(['tier-a', 'tier-b', 'win-back', 'nurture']))
        .default(['tier-a', 'tier-b', 'win-back']),
      /** null writes every form. */
      formats: z.array(z.enum(exportNames)).nullable().default(null),
      /** An apostrophe before text that a spreadsheet would run as a formula; false only where no person opens the files. */
      formula_guard: z.boolean().default(true),
      /** Advertising platforms take people: true says that you may advertise to those in your contacts file. */
      contact_audiences: z.boolean().default(false),
    })
    .prefault({}),
  /** Further columns (as `attribute_…`) that models may use; others are described, never modelled. */
  model_features: z.array(z.string()).default([]),
  /** Seconds without a new file after which a drop is closed; null is the place's own default (120 on AWS, 2 locally). */
  quiet_seconds: z.int().min(0).max(3600).nullable().default(null),
  /** Hours to wait for a required table before the answer says it is overdue. */
  wait_hours: z.int().min(0).max(720).default(24),
  /** Share of quarantined rows per table that warns, and that rejects the drop. */
  bad_rows: z
    .strictObject({
      warn: z.number().min(0).max(1).default(0.01),
      fail: z.number().min(0).max(1).default(0.2),
    })
    .prefault({}),
  /** Where a program is told that a run ended, failed or waits: https, signed. Decides nothing of a run's content. */
  webhook: z
    .strictObject({
      url: z
        .string()
        .max(500)
        .regex(/^https:\/\/[^\s]+$/, 'an https address'),
    })
    .nullable()
    .default(null),
  /** `required`: a run is shown to nobody until a person approves it. Decides nothing of a run's content. */
  approval: z.enum(['none', 'required']).default('none'),
  /** What happens when a file of an accepted table loses a column or changes a type. */
  drift: z.enum(['refuse', 'report']).default('refuse'),
  /** Decisions about single files, by file name: the table, the columns, how numbers and dates are written. */
  files: z
    .record(
      z.string(),
      z.strictObject({
        table: z.string().optional(),
        columns: z.record(z.string(), z.string()).optional(),
        ignore: z.boolean().optional(),
        decimal: z.enum(['.', ',']).optional(),
        day_first: z.boolean().optional(),
        encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
        delimiter: z.string().length(1).optional(),
      }),
    )
    .default({}),
  /** Data providers in use, by name; see docs/providers.md. */
  providers: z
    .strictObject(
      Object.fromEntries(providerIds.map((id) => [id, providerUse.optional()])) as Record<
        ProviderId,
        z.ZodOptional<typeof providerUse>
      >,
    )
    .default({}),
  /** What providers may cost: hard caps in credits, and in money where `credit_price` is known. Nothing by default. */
  budget: z
    .strictObject({
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'three capital letters, e.g. "USD"')
        .default('USD'),
      per_run: cap,
      per_month: cap,
      /** Say what a run would ask and pay, and ask nothing. */
      dry_run: z.boolean().default(false),
    })
    .prefault({}),
  /** What one unit of a currency is worth in the reporting currency, from a day on. */
  exchange_rates: z
    .array(
      z.strictObject({ currency: z.string().regex(/^[A-Z]{3}$/), from: isoDate, rate: z.number().gt(0) }),
    )
    .default([]),
  /** Where orders and users come from beside the dropped files. */
  source: z.strictObject({ ga4: ga4Settings }).optional(),
});

export type Settings = z.output<typeof settingsSchema>;
/** What a person may write: every key optional. */
export type AuthoredSettings = z.input<typeof settingsSchema>;
export type ProviderUse = z.output<typeof providerUse>;
