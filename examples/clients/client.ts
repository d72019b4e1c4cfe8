/**
 * Reads ranked companies and scores a lead: everything a consumer needs, on Node 22 or newer, without a package.
 *
 * KINDRED_URL=http://127.0.0.1:8787 KINDRED_KEY=sk_live_… node examples/clients/client.ts
 */
const base = process.env['KINDRED_URL'] ?? 'http://127.0.0.1:8787';
const key = process.env['KINDRED_KEY'] ?? '';

type Target = { readonly name: string | null; readonly tier: string; readonly score: number };
type Answer<T> = { readonly data: T; readonly run: string | null; readonly next_cursor?: string | null };

/** Asks once more after the time a 429 or 503 names; every other refusal is thrown with what it says. */
async function ask<T>(path: string, body?: object): Promise<Answer<T>> {
  for (;;) {
    const response = await fetch(`${base}/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return (await response.json()) as Answer<T>;
    if (response.status !== 429 && response.status !== 503)
      throw new Error(`${response.status}: ${await response.text()}`);
    const seconds = Number(response.headers.get('retry-after') ?? '1');
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

const { data: warehouses } = await ask<{ readonly warehouse_id: string }[]>('/warehouses');
const at = `/warehouses/${warehouses[0]?.warehouse_id}`;

const targets: Target[] = [];
for (let cursor: string | null = ''; cursor !== null; ) {
  const query = new URLSearchParams({ list: 'tier-a', limit: '100', ...(cursor === '' ? {} : { cursor }) });
  const page: Answer<Target[]> = await ask(`${at}/targets?${query}`);
  targets.push(...page.data);
  cursor = page.next_cursor ?? null;
}
for (const { name, tier, score } of targets.slice(0, 5)) console.log(`${tier}  ${score.toFixed(1)}  ${name}`);

const { data: lead } = await ask<{ readonly score: number; readonly tier: string }>(`${at}/icp-score`, {
  features: { employees: 240 },
});
console.log(`a lead with 240 employees: ${lead.score.toFixed(1)}, ${lead.tier}`);
