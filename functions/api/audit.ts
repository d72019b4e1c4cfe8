import type { Context } from 'hono';
import { type AuditFacts, appendAudit } from '../shared/audit-log.ts';
import { deploymentSecret } from '../shared/deployment-secret.ts';
import type { ApiEnvironment } from './environment.ts';
import type { ApiPorts } from './ports.ts';

/** Notes a change in the warehouse's audit log, under the key that made it. */
export async function audit(
  ports: ApiPorts,
  context: Context<ApiEnvironment>,
  action: string,
  facts: AuditFacts,
): Promise<void> {
  const secret = await deploymentSecret(ports.scores, 'audit-secret', ports.randomBytes);
  await appendAudit(ports.scores, secret, context.get('warehouse'), {
    at: ports.now(),
    actor: context.get('key').key_id,
    action,
    facts,
  });
}
