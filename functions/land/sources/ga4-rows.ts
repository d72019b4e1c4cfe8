import { propertyPrefix } from '../../../core/ga4/attributes-query.sql.ts';
import type { QueryName } from '../../../core/ga4/queries.ts';
import type {
  AttributesRow,
  BehaviourRow,
  ExportRows,
  OrderRow,
  ProductsRow,
  Stage,
} from '../../../core/ga4/result-rows.ts';
import { openArtifact } from '../../shared/artifacts.ts';
import type { ObjectStore, Row, TableEngine } from '../../shared/ports.ts';
import type { SourceResult } from './ga4-jobs.ts';

/** Reads the stored parts of all four queries back as rows. Errors: `Integrity` when a part is not the one that was written. */
export async function readExportRows(
  objects: ObjectStore,
  engine: TableEngine,
  scratch: string,
  { parts }: SourceResult,
  userProperties: readonly string[],
): Promise<ExportRows> {
  const rowsOf = async (query: QueryName, order: string): Promise<readonly Row[]> => {
    const paths: string[] = [];
    for (const part of parts.filter((each) => each.query === query))
      paths.push(await openArtifact(objects, part.artifact, scratch));
    const list = paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ');
    return engine.query(`SELECT * FROM read_parquet([${list}]) ORDER BY ${order}`);
  };
  return {
    behaviour: (await rowsOf('behaviour', 'user_key NULLS FIRST, stage')).map(behaviourOf),
    attributes: (await rowsOf('attributes', 'user_key')).map((row) => attributesOf(row, userProperties)),
    products: (await rowsOf('products', 'user_key, stage')).map(productsOf),
    orders: (await rowsOf('orders', 'order_id')).map(orderOf),
  };
}

const text = (row: Row, name: string): string => String(row[name] ?? '');
const textOrNull = (row: Row, name: string): string | null => {
  const cell = row[name] ?? null;
  return cell === null ? null : String(cell);
};
const whole = (row: Row, name: string): number => Number(row[name] ?? 0);
const stageOf = (row: Row): Stage => {
  const stage = row['stage'];
  if (stage === 'window' || stage === 'lead' || stage === 'cut') return stage;
  throw new RangeError(`no stage ${String(stage)}`);
};

const behaviourOf = (row: Row): BehaviourRow => ({
  user_key: textOrNull(row, 'user_key'),
  stage: stageOf(row),
  events: whole(row, 'events'),
  days_active: whole(row, 'days_active'),
  sessions: whole(row, 'sessions'),
  page_views: whole(row, 'page_views'),
  engagement_ms: whole(row, 'engagement_ms'),
  first_day: text(row, 'first_day'),
  last_day: text(row, 'last_day'),
  first_touch_day: textOrNull(row, 'first_touch_day'),
});

const attributesOf = (row: Row, userProperties: readonly string[]): AttributesRow => ({
  user_key: text(row, 'user_key'),
  device: textOrNull(row, 'device'),
  operating_system: textOrNull(row, 'operating_system'),
  browser: textOrNull(row, 'browser'),
  country: textOrNull(row, 'country'),
  region: textOrNull(row, 'region'),
  city: textOrNull(row, 'city'),
  first_source: textOrNull(row, 'first_source'),
  first_medium: textOrNull(row, 'first_medium'),
  properties: Object.fromEntries(
    userProperties.map((key) => [key, textOrNull(row, `${propertyPrefix}${key}`)]),
  ),
});

const productsOf = (row: Row): ProductsRow => {
  const categories = row['categories_viewed'];
  return {
    user_key: text(row, 'user_key'),
    stage: stageOf(row),
    categories_viewed: Array.isArray(categories) ? categories.map(String) : [],
    unique_products_viewed: whole(row, 'unique_products_viewed'),
    products_added_to_cart: whole(row, 'products_added_to_cart'),
    products_purchased: whole(row, 'products_purchased'),
    item_revenue_e4: whole(row, 'item_revenue_e4'),
    pieces: whole(row, 'pieces'),
  };
};

const orderOf = (row: Row): OrderRow => ({
  order_id: text(row, 'order_id'),
  user_key: textOrNull(row, 'user_key'),
  order_day: text(row, 'order_day'),
  order_us: whole(row, 'order_us'),
  events: whole(row, 'events'),
  revenue_e4: whole(row, 'revenue_e4'),
  refund_e4: whole(row, 'refund_e4'),
  refund_day: textOrNull(row, 'refund_day'),
});
