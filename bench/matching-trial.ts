import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Papa from 'papaparse';
import * as z from 'zod';
import { companyNameKey } from '../core/match/company-name.ts';
import { bestCustomers, matchSeed } from '../core/match/customer-matches.ts';
import type { Identity } from '../core/match/identity.ts';
import { keyedSide, type Linkage, linkCompanies } from '../core/match/link-companies.ts';
import { registrableDomain } from '../core/match/registrable-domain.ts';
import { createRandom } from '../core/stats/random.ts';
import { corruptedFile } from './matching-corrupter.ts';

const file = resolve(import.meta.dirname, '../../shared/data/prospects-inc5000-2019/Prospects.csv');

const line = z.object({
  prospect_id: z.string(),
  company_name: z.string(),
  domain: z.string(),
  founded: z.string(),
  city: z.string(),
  state: z.string(),
});

/** The 5,012 companies of the Inc. 5000 list of 2019; null where the public data are not at hand. */
export function listedCompanies(): readonly Identity[] | null {
  if (!existsSync(file)) return null;
  const rows = Papa.parse(readFileSync(file, 'utf8'), { header: true, skipEmptyLines: true }).data;
  return z
    .array(line)
    .parse(rows)
    .map((row) => ({
      id: row.prospect_id,
      name: row.company_name,
      domain: row.domain === '' ? null : row.domain,
      postal_code: null,
      city: row.city,
      region: row.state,
      founded_year: row.founded === '' ? null : Number(row.founded),
    }));
}

export type TrialFigures = {
  readonly copies: number;
  /** Prospects said to be one of the customers; how many of them the very customer they are. */
  readonly said: number;
  readonly right: number;
  /** Copies by what was said of them, with the right customer. */
  readonly review: number;
  readonly related: number;
  readonly missed: number;
  /** Prospects in review or related that are no copies. */
  readonly reviewed_strangers: number;
  /** Hard negatives by kind: how many, and how many were merged. */
  readonly hard: Readonly<Record<string, { readonly all: number; readonly merged: number }>>;
  /** What "same domain, else same name" would say: prospects matched, and how many of them rightly. */
  readonly plain: { readonly said: number; readonly right: number };
  /** Share of matches the model expects above the upper line to be false. */
  readonly expected_false: number;
  readonly linkage: Linkage;
};

/**
 * One trial: `customers` of the list, of whom `copies` appear corrupted among the prospects, with `strangers` further
 * companies of the list and hard negatives.
 */
export function matchingTrial(
  companies: readonly Identity[],
  seed: number,
  size: { readonly customers: number; readonly copies: number; readonly strangers: number },
): TrialFigures {
  const random = createRandom(seed);
  const shuffled = random.shuffle(companies);
  const customers = shuffled.slice(0, size.customers);
  const strangers = shuffled.slice(size.customers, size.customers + size.strangers);
  const { prospects, truth, hard } = corruptedFile(
    customers,
    customers.slice(0, size.copies),
    strangers,
    seed + 1,
  );
  const linkage = linkCompanies(keyedSide(prospects), keyedSide(customers), matchSeed);
  const matches = bestCustomers(linkage);
  const same = matches.filter((match) => match.decision === 'same');
  const mine = (decision: string): number =>
    matches.filter(
      (match) => match.decision === decision && truth.get(match.prospect_id) === match.matched_id,
    ).length;
  const right = mine('same');
  const review = mine('review');
  const related = mine('related');
  const kinds: Record<string, { all: number; merged: number }> = {};
  for (const [, kind] of hard) {
    kinds[kind] ??= { all: 0, merged: 0 };
    kinds[kind].all += 1;
  }
  for (const match of same) {
    const kind = hard.get(match.prospect_id);
    if (kind !== undefined) kinds[kind]!.merged += 1;
  }
  const above = linkage.pairs.filter((pair) => pair.decision === 'same');
  return {
    copies: size.copies,
    said: same.length,
    right,
    review,
    related,
    missed: size.copies - right - review - related,
    reviewed_strangers: matches.filter(
      (match) => match.decision === 'review' && !truth.has(match.prospect_id),
    ).length,
    hard: kinds,
    plain: plainRule(prospects, customers, truth),
    expected_false:
      above.reduce((sum, pair) => sum + 1 / (1 + 2 ** (pair.total / 100)), 0) / Math.max(1, above.length),
    linkage,
  };
}

/** The rule without weights: the first customer under the same domain, else the first with the same name key. */
function plainRule(
  prospects: readonly Identity[],
  customers: readonly Identity[],
  truth: ReadonlyMap<string, string>,
): { readonly said: number; readonly right: number } {
  const first = (keyOf: (company: Identity) => string | null): Map<string, string> => {
    const found = new Map<string, string>();
    for (const company of customers) {
      const key = keyOf(company);
      if (key !== null && !found.has(key)) found.set(key, company.id);
    }
    return found;
  };
  const domainOf = ({ domain }: Identity): string | null =>
    domain === null ? null : registrableDomain(domain);
  const nameOf = ({ name }: Identity): string => companyNameKey(name ?? '');
  const byDomain = first(domainOf);
  const byName = first(nameOf);
  let said = 0;
  let right = 0;
  for (const prospect of prospects) {
    const matched = byDomain.get(domainOf(prospect) ?? '') ?? byName.get(nameOf(prospect));
    if (matched === undefined) continue;
    said += 1;
    if (truth.get(prospect.id) === matched) right += 1;
  }
  return { said, right };
}
