import * as z from 'zod';
import { warehouseId } from '../../events/ids.ts';
import type { ScoreStore } from './ports.ts';

/** A tenant as the operator keeps it; what it means by a good customer is in its settings. */
export const tenantRecord = z.strictObject({
  warehouse: warehouseId,
  created_at: z.string(),
  /** When it reruns by itself: `cron(…)` or `rate(…)` as EventBridge Scheduler reads them; null for never. */
  schedule: z.strictObject({ expression: z.string(), time_zone: z.string() }).nullable(),
  /** Under what its costs are booked. */
  cost_tag: z.string().max(100),
  removed_at: z.string().nullable(),
});
export type Tenant = z.infer<typeof tenantRecord>;

const partition = 'tenants';

/** One tenant; null when there is none of this id. */
export async function readTenant(scores: ScoreStore, warehouse: string): Promise<Tenant | null> {
  const stored = await scores.get(partition, warehouse);
  return stored === null ? null : tenantRecord.parse(stored.value);
}

/** Writes a tenant, in place of what was known of it. */
export async function writeTenant(scores: ScoreStore, tenant: Tenant): Promise<void> {
  for (;;) {
    const stored = await scores.get(partition, tenant.warehouse);
    const item = { partition, sort: tenant.warehouse, value: tenantRecord.parse(tenant) };
    if (await scores.compareAndSet(item, stored?.revision ?? 0)) return;
  }
}

/** Every tenant by id, removed ones too. */
export async function listTenants(scores: ScoreStore): Promise<readonly Tenant[]> {
  const tenants: Tenant[] = [];
  for (let after: string | undefined; ; ) {
    const page = await scores.queryPrefix(partition, '', {
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    tenants.push(...page.items.map(({ value }) => tenantRecord.parse(value)));
    if (page.next === null) return tenants;
    after = page.next;
  }
}
