import * as z from 'zod';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');

/** A GA4 export in BigQuery. Names stand in SQL text, so only what BigQuery itself allows in them is accepted. */
export const ga4Settings = z.strictObject({
  project: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'a project id: lower-case letters, digits, hyphens'),
  dataset: z.string().regex(/^[A-Za-z0-9_]{1,200}$/, 'a dataset id, e.g. "analytics_123456789"'),
  location: z
    .string()
    .regex(/^[A-Za-z0-9-]{2,40}$/, 'the dataset’s location, e.g. "US" or "europe-west1"')
    .default('US'),
  /** Project that pays for the queries; the export's own by default. */
  billing_project: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/)
    .nullable()
    .default(null),
  /** The last days that are final, or fixed days (both included). */
  window: z
    .union([
      z.strictObject({ days: z.int().min(7).max(1100) }),
      z.strictObject({ from: isoDate, to: isoDate }),
    ])
    .default({ days: 90 }),
  /** Days for which the export may still be rewritten, counted back from today. */
  late_days: z.int().min(0).max(30).default(3),
  /** Zone of the GA4 property; the warehouse's own `time_zone` by default. */
  time_zone: z
    .string()
    .regex(/^[A-Za-z0-9_+/-]{1,60}$/, 'an IANA name, e.g. "America/New_York"')
    .nullable()
    .default(null),
  /** Bytes each of the four queries may be billed for; one that needs more is refused before it runs. */
  max_bytes_billed: z.int().min(10_485_760).default(100_000_000_000),
  /** On-demand price, to name costs by. */
  usd_per_tib: z.number().min(0).default(6.25),
  /** Minutes after which a job that has not ended is given up. */
  max_wait_minutes: z.int().min(1).max(240).default(30),
  /** User properties to describe users by; name them in `model_features` as `attribute_…` to have models use them. */
  user_properties: z
    .array(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,23}$/, 'a user property’s name'))
    .max(25)
    .default(['user_type', 'plan_level']),
  /** Workload identity federation from AWS; null uses the place's own Google credential. No key either way. */
  federation: z
    .strictObject({
      audience: z
        .string()
        .regex(
          /^\/\/iam\.googleapis\.com\/projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/,
        ),
      service_account: z.string().regex(/^[a-z0-9-]+@[a-z0-9.-]+\.iam\.gserviceaccount\.com$/),
    })
    .nullable()
    .default(null),
});

export type Ga4Settings = z.output<typeof ga4Settings>;
