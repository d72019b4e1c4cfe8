import * as z from 'zod';
import { bigqueryDialect } from '../../../core/ga4/bigquery-dialect.sql.ts';
import { dashed } from '../../../core/ga4/days.ts';
import { eventColumns } from '../../../core/ga4/event-columns.ts';
import { planWindow } from '../../../core/ga4/plan-window.ts';
import { GA4_CONTRACT, ga4Queries, type QueryName } from '../../../core/ga4/queries.ts';
import { canonicalJson } from '../../../core/tables/canonical-json.ts';
import { KindredError } from '../../shared/errors.ts';
import type { Ga4Settings } from '../../shared/ga4-settings.ts';
import { sha256 } from '../../shared/sha256.ts';
import type { QueryService, QueryTarget, QueryText, ShardInfo } from './query-service.ts';

const day = z.string();
/** `plan.json` of a source: everything its queries depend on. */
export const ga4PlanDocument = z.strictObject({
  source: z.string(),
  contract: z.string(),
  dataset: z.string(),
  from: day,
  to: day,
  as_of: day,
  cut: day,
  horizon_days: z.int(),
  missing_days: z.array(day),
  warnings: z.array(z.string()),
  time_zone: z.string(),
  user_properties: z.array(z.string()),
  columns: z.strictObject({ batch: z.boolean(), collected: z.boolean(), session: z.boolean() }),
  shards: z.array(
    z.strictObject({ table: z.string(), rows: z.int(), bytes: z.number(), modified: z.string() }),
  ),
});
export type Ga4Plan = z.infer<typeof ga4PlanDocument>;

/** Descriptions asked for at a time. */
const together = 8;

export type PlanRequest = {
  readonly time_zone: string;
  readonly today: string;
  readonly as_of: string | null;
};

/**
 * Looks at the export without running a query: which daily shards there are, how big they are and when they last changed, and what
 * columns the newest of the window has. The source id is a hash of all that, so the same shards are never queried twice.
 * Errors: `SourceRefused` when there is no export, no shard in the window, or a column is missing.
 */
export async function planGa4(
  service: QueryService,
  settings: Ga4Settings,
  request: PlanRequest,
): Promise<Ga4Plan> {
  const { project, dataset, location, window, late_days, user_properties } = settings;
  const tables = await service.tables();
  const days = tables.flatMap((table) => (/^events_\d{8}$/.test(table) ? [dashed(table.slice(7))] : []));
  const planned = planWindow({ window, late_days, today: request.today, as_of: request.as_of, days });
  if (planned === null) throw noShard(settings, tables, days);
  const { from, to, as_of, cut, horizon_days, missing_days, warnings } = planned;
  const names = days
    .filter((each) => each >= from && each <= to)
    .map((each) => `events_${each.replaceAll('-', '')}`);
  const described = await describeAll(service, names);
  const newest = described.at(-1);
  if (newest === undefined) throw noShard(settings, tables, days);
  const { columns, missing } = eventColumns(newest.schema);
  if (missing.length > 0)
    throw new KindredError('SourceRefused', [
      {
        name: `table ${project}.${dataset}.${newest.shard.table}`,
        allowed: 'the columns of a GA4 export',
        received: `none called ${missing.slice(0, 6).join(', ')}${missing.length > 6 ? ', …' : ''}`,
        remedy: 'check that this dataset is the one the GA4 property exports to',
      },
    ]);
  const shards: readonly ShardInfo[] = described.map(({ shard }) => shard);
  const facts = {
    contract: GA4_CONTRACT,
    dataset: `${project}.${dataset}`,
    from,
    to,
    as_of,
    cut,
    horizon_days,
    missing_days: [...missing_days],
    time_zone: settings.time_zone ?? request.time_zone,
    user_properties: [...new Set(user_properties)].sort(),
    columns: { ...columns },
    shards: shards.map((shard) => ({ ...shard })),
  };
  const id = sha256(canonicalJson({ ...facts, location }));
  return { source: `ga4_${id.slice(0, 32)}`, ...facts, warnings: [...warnings] };
}

/** The four queries of a plan with their parameters. */
export function planQueries(
  plan: Ga4Plan,
  settings: Pick<Ga4Settings, 'project' | 'dataset'>,
): Readonly<Record<QueryName, QueryText>> {
  const texts = ga4Queries(bigqueryDialect(settings.project, settings.dataset), {
    columns: plan.columns,
    userProperties: plan.user_properties,
  });
  const digits = (each: string): string => each.replaceAll('-', '');
  const all = {
    from: digits(plan.from),
    to: digits(plan.to),
    cut: digits(plan.cut),
    time_zone: plan.time_zone,
  };
  const used = (sql: string): QueryText => ({
    sql,
    parameters: Object.fromEntries(Object.entries(all).filter(([name]) => sql.includes(`@${name}`))),
  });
  return {
    behaviour: used(texts.behaviour),
    attributes: used(texts.attributes),
    products: used(texts.products),
    orders: used(texts.orders),
  };
}

/** How to reach the export. */
export const targetOf = (settings: Ga4Settings): QueryTarget => ({
  project: settings.project,
  dataset: settings.dataset,
  location: settings.location,
  billing_project: settings.billing_project ?? settings.project,
  federation: settings.federation,
});

async function describeAll(
  service: QueryService,
  names: readonly string[],
): Promise<Awaited<ReturnType<QueryService['describe']>>[]> {
  const described: Awaited<ReturnType<QueryService['describe']>>[] = [];
  for (let from = 0; from < names.length; from += together)
    described.push(
      ...(await Promise.all(names.slice(from, from + together).map((name) => service.describe(name)))),
    );
  return described;
}

function noShard(
  { project, dataset }: Ga4Settings,
  tables: readonly string[],
  days: readonly string[],
): KindredError {
  return new KindredError('SourceRefused', [
    {
      name: `dataset ${project}.${dataset}`,
      allowed: 'daily tables events_YYYYMMDD within the window',
      received:
        tables.length === 0
          ? 'no table that begins with events_'
          : days.length === 0
            ? `only ${tables.slice(0, 3).join(', ')}`
            : `daily tables from ${days[0]} to ${days.at(-1)}`,
      remedy:
        'link the GA4 property to this dataset with daily export, or set the window in icp.json to days that were exported',
    },
  ]);
}
