import * as z from 'zod';
import type { Archetypes } from '../../core/cluster/archetypes.ts';
import type { Segments } from '../../core/cluster/segments.ts';
import type { Channels } from '../../core/ga4/channel-effectiveness.ts';
import type { LabelSummary } from '../../core/label/label-summary.ts';
import type { Learning } from '../../core/learn/learning.ts';
import type { LearningData } from '../../core/learn/outcome.ts';
import type { EnrichmentSummary } from '../../core/provider/enrichment-summary.ts';
import type { ProviderFilters } from '../../core/provider/provider-filters.ts';
import type { QuotesDocument } from '../../core/quotes/quotes-document.ts';
import type { AccountFacts } from '../../core/rank/account-facts.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import { type CandidateSignal, signalKinds } from '../../core/rank/signal.ts';
import type { TargetIndex } from '../../core/rank/target-index.ts';
import type { Accounting } from '../../core/tables/accounting.ts';
import type { DropMapping } from '../../core/tables/mapping.ts';
import type { TraitDocument } from '../../core/traits/trait-document.ts';
import type { ValueDocument } from '../../core/value/value-document.ts';
import type { WinBack } from '../../core/value/win-back.ts';

/**
 * Documents one step writes and later steps read. Their bytes are verified by hash and their writers are this same version,
 * so the doors check that it is the document and its version, not every number in it.
 */
const versioned = <T>(keys: readonly string[]): z.ZodType<T> =>
  z.custom<T>(
    (value) => typeof value === 'object' && value !== null && keys.every((key) => key in value),
    `an object with ${keys.join(', ')}`,
  );

export const labelSummaryDocument = versioned<LabelSummary>([
  'as_of',
  'currency',
  'metric',
  'base',
  'best',
  'windows',
  'pareto_curve',
]);
export const accountingDocument = versioned<Accounting>(['landing', 'files', 'tables', 'totals', 'warnings']);
export const traitDocument = versioned<TraitDocument>(['version', 'traits', 'avoid', 'tried']);
export const archetypesDocument = versioned<Archetypes>([
  'version',
  'k',
  'archetypes',
  'members',
  'assignment',
]);
export const channelsDocument = versioned<Channels>(['version', 'channels', 'notes']);
export const segmentsDocument = versioned<Segments>(['version', 'k', 'segments', 'members']);
export const modelsDocument = versioned<LeadModels>(['version', 'plan', 'similarity', 'nearest']);
export const valueDocument = versioned<ValueDocument>([
  'version',
  'customers',
  'buying',
  'unavailable_because',
]);
export const quotesDocument = versioned<QuotesDocument>(['version', 'usable', 'words', 'open']);
export const winBackDocument = z.array(
  versioned<WinBack>(['customer_id', 'lapsed', 'p_recoverable', 'words']),
);
export const accountFactsDocument = versioned<AccountFacts>(['version', 'places', 'accounts', 'hubspot_ids']);
export const targetIndexDocument = versioned<TargetIndex>(['rows', 'columns']);
export const learningDataDocument = versioned<LearningData>(['version', 'contacts', 'matured', 'held_back']);
export const learningDocument = versioned<Learning>(['version', 'weights', 'list_effect', 'call_effect']);
export const dropMappingDocument = versioned<DropMapping>(['files']);
export const signalsDocument: z.ZodType<readonly CandidateSignal[]> = z.array(
  z.strictObject({
    candidate_id: z.string(),
    kind: z.enum(signalKinds),
    date: z.string(),
    value: z.string().nullable(),
    source: z.string().nullable(),
  }),
);
export const filtersDocument = versioned<{
  readonly version: 1;
  readonly filters: readonly ProviderFilters[];
}>(['version', 'filters']);
export const enrichmentSummaryDocument = versioned<EnrichmentSummary>([
  'version',
  'status',
  'because',
  'plan',
  'providers',
  'coverage',
  'conflicts',
]);
