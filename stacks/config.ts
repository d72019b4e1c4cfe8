import * as z from 'zod';

/** One warehouse that reruns on a schedule. */
const schedule = z.strictObject({
  warehouse: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/),
  /** `cron(…)` or `rate(…)` as EventBridge Scheduler reads them. */
  expression: z.string().regex(/^(cron|rate)\(.+\)$/),
  time_zone: z.string().default('UTC'),
});

/** What an operator decides about a deployment, from `cdk.json` context or `-c name=value`. */
export const deploymentSchema = z.strictObject({
  stage: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/)
    .default('prod'),
  /** Keep data when the stacks are deleted. `false` is for trials: all goes with the stacks, once the buckets are empty. */
  retain: z.stringbool().or(z.boolean()).default(true),
  /** Megabytes of the steps that run the table engine; 10,240 is Lambda's most. */
  memory_mb: z.coerce.number().int().min(1024).max(10240).default(4096),
  /** Seconds without a new file after which a drop is closed. */
  quiet_seconds: z.coerce.number().int().min(0).max(3600).default(120),
  log_retention_days: z.coerce.number().int().default(90),
  /** Where alarms are mailed; none means the topic has no subscriber yet. */
  alarm_email: z.email().optional(),
  /** Where every notification of a run's end is mailed as well; none means the topic has no subscriber yet. */
  notify_email: z.email().optional(),
  schedules: z
    .preprocess((value) => (typeof value === 'string' ? JSON.parse(value) : value), z.array(schedule))
    .default([{ warehouse: 'default', expression: 'cron(0 5 ? * MON *)', time_zone: 'UTC' }]),
  /** Requests a second the API accepts in all, and in a burst. */
  api_rate: z.coerce.number().int().min(1).default(200),
  api_burst: z.coerce.number().int().min(1).default(400),
});

export type Deployment = z.output<typeof deploymentSchema>;
