import type { Facts } from '../../events/step.ts';
import type { EnrichmentDocument } from './enrichment-document.ts';

/** What providers brought to a run, as small facts; nothing where none is in use. */
export function enrichmentFacts(document: EnrichmentDocument): Facts {
  if (document.status === 'off') return {};
  const sum = (of: (report: EnrichmentDocument['providers'][number]) => number): number =>
    document.providers.reduce((total, report) => total + of(report), 0);
  return {
    enrichment: document.status,
    enrichment_because: document.because.join('; ').slice(0, 390) || null,
    prospects_found: sum(({ found }) => found),
    companies_answered: sum(({ answered }) => answered),
    companies_filled: new Set(
      document.answers
        .filter(({ fields }) => Object.keys(fields).length > 0)
        .map((answer) => answer.candidate_id),
    ).size,
    provider_signals: sum(({ signals }) => signals),
    provider_credits: sum(({ credits }) => credits),
  };
}
