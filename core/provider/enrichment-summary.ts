/** What `enrichment.json` says to a reader: what providers were asked, answered and cost, without the answers themselves. */
export type EnrichmentSummary = {
  readonly version: 1;
  readonly status: 'off' | 'dry-run' | 'complete' | 'partial' | 'skipped';
  readonly because: readonly string[];
  readonly plan: readonly {
    readonly provider: string;
    readonly purpose: string;
    readonly questions: number;
    readonly credits: number;
    readonly expected_tier_changes: number | null;
  }[];
  readonly providers: readonly {
    readonly title: string;
    readonly licence: string;
    readonly status: string;
    readonly because: readonly string[];
    readonly found: number;
    readonly asked: number;
    readonly answered: number;
    readonly not_known: number;
    readonly signals: number;
    readonly credits: number;
    readonly cost: { readonly low: number; readonly high: number; readonly currency: string } | null;
  }[];
  /** How many candidates have each field, before and after. */
  readonly coverage: readonly {
    readonly field: string;
    readonly before: number;
    readonly after: number;
    readonly of: number;
  }[];
  readonly conflicts: readonly { readonly field: string; readonly companies: number }[];
};
