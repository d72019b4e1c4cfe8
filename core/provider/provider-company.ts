import type { ProviderId } from './provider-ids.ts';

/** A range of values a filter or a provider speaks of; half-open [from, to), null is open-ended. */
export type ValueRange = { readonly from: number | null; readonly to: number | null };

/** The columns of a company that a provider can fill. */
export const providerFields = [
  'name',
  'domain',
  'description',
  'industry',
  'naics',
  'sic',
  'employees',
  'annual_revenue',
  'founded_year',
  'city',
  'region',
  'country',
  'postal_code',
  'parent_company',
] as const;
export type ProviderField = (typeof providerFields)[number];

export type FieldValues = { readonly [field in ProviderField]: string | number | null };

/** Something a provider observed about a company: the kinds and values of a signals file. */
export type ObservedSignal = {
  readonly kind: 'headcount_growth' | 'open_roles' | 'news' | 'technology';
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly value: string;
};

/** One company as a provider tells of it, whatever the provider: null is what it did not say. */
export type ProviderCompany = {
  readonly provider: ProviderId;
  /** The provider's own key of the company, for later calls and for deletion at the end of a contract. */
  readonly record_id: string;
  readonly fields: FieldValues;
  /** ISO 4217 code of `annual_revenue`. */
  readonly revenue_currency: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  /** Growth the provider states itself, with the day it was fetched. */
  readonly signals: readonly ObservedSignal[];
  /** Software it is seen to use; null where the provider does not say. */
  readonly technologies: readonly string[] | null;
  /** What had to be inferred to read the answer, e.g. a unit. */
  readonly inferred: readonly string[];
};

/** No field known. */
export const noFields: FieldValues = {
  name: null,
  domain: null,
  description: null,
  industry: null,
  naics: null,
  sic: null,
  employees: null,
  annual_revenue: null,
  founded_year: null,
  city: null,
  region: null,
  country: null,
  postal_code: null,
  parent_company: null,
};
