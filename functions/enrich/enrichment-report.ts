import { type ProviderField, providerFields } from '../../core/provider/provider-company.ts';
import { type CompanyColumns, levelFromCell } from '../../core/traits/company-columns.ts';
import type { Settings } from '../shared/settings.ts';
import type { CompanyAnswer, EnrichmentDocument, ProviderReport } from './enrichment-document.ts';
import type { ProviderSession } from './provider-session.ts';
import { costOf, type SearchPhase } from './search-phase.ts';

/** What one provider was asked and answered. */
export function report(
  session: ProviderSession,
  figures: {
    readonly asked: number;
    readonly answered: number;
    readonly not_known: number;
    readonly signals: number;
    readonly credits: number;
  },
  search: SearchPhase,
  settings: Settings,
): ProviderReport {
  const { provider } = session;
  const found = search.found.filter((each) => each.provider === provider.id).length;
  const any = found + figures.asked + (search.pages.get(provider.id) ?? 0) > 0;
  const because = [...session.because].sort();
  const status =
    session.line === null && settings.budget.dry_run
      ? 'dry-run'
      : because.length === 0
        ? 'complete'
        : any
          ? 'partial'
          : 'skipped';
  return {
    provider: provider.id,
    title: provider.title,
    licence: provider.licence,
    status,
    because,
    found,
    ...figures,
    failed: session.failed,
    cost: costOf(session, figures.credits, settings.budget.currency),
  };
}

/** The run's enrichment in one word, with the reasons where it is not complete. */
export function overall(
  reports: readonly ProviderReport[],
  settings: Settings,
): Pick<EnrichmentDocument, 'status' | 'because'> {
  const because = [
    ...new Set(reports.flatMap(({ title, because: why }) => why.map((one) => `${title}: ${one}`))),
  ];
  if (settings.budget.dry_run) return { status: 'dry-run', because };
  const statuses = new Set(reports.map(({ status }) => status));
  if (statuses.size === 1 && statuses.has('complete')) return { status: 'complete', because };
  return { status: statuses.has('complete') || statuses.has('partial') ? 'partial' : 'skipped', because };
}

/** How many candidates have each field a provider can fill, before and after; what searches found counts as found. */
export function coverage(
  { ids, columns }: CompanyColumns,
  filled: ReadonlyMap<string, ReadonlySet<string>>,
): EnrichmentDocument['coverage'] {
  const reported: readonly ProviderField[] = [
    'industry',
    'naics',
    'employees',
    'annual_revenue',
    'founded_year',
    'region',
    'country',
  ];
  return reported.map((field) => {
    let before = 0;
    let after = 0;
    ids.forEach((id, row) => {
      const own = levelFromCell(columns[field]?.[row]) !== null;
      if (own) before += 1;
      if (own || filled.get(id)?.has(field) === true) after += 1;
    });
    return { field, before, after, of: ids.length };
  });
}

/** Fields where answers differ from the files, and for how many companies. */
export function conflicts(answers: readonly CompanyAnswer[]): EnrichmentDocument['conflicts'] {
  return providerFields.flatMap((field) => {
    const companies = answers.filter((answer) => answer.conflicts.includes(field)).length;
    return companies === 0 ? [] : [{ field, companies }];
  });
}
