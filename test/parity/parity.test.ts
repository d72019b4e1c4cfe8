import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateTenant } from '../../examples/generate.ts';
import type { Json, ObjectStore } from '../../functions/shared/ports.ts';
import { openS3Objects } from '../../functions/shared/stores/s3-objects.ts';
import { addKey } from '../../local/api-keys.ts';
import type { Clock } from '../../local/interpreter/clock.ts';
import type { Server } from '../contracts/servers/child-server.ts';
import { startDynalite } from '../contracts/servers/dynamodb.ts';
import { motoBucket, motoMissing, startMoto } from '../contracts/servers/moto.ts';
import { localS3 } from '../contracts/servers/s3-client.ts';
import { startS3rver } from '../contracts/servers/s3rver.ts';
import { type Deployed, readAssembly, synthesise } from './assembly.ts';
import { matchesPattern } from './event-pattern.ts';
import {
  type CloudWorld,
  contents,
  drop,
  openCloudWorld,
  openLocalWorld,
  runEvents,
  type World,
} from './world.ts';

const warehouse = 'default';
const quietSeconds = 3;
/** The sample tenant in its full size, for those who ask for it: minutes instead of one. */
const full = process.env['KINDRED_PARITY_FULL'] === '1';
const size = full
  ? { customers: 2_000, orders: 60_000, prospects: 20_000 }
  : { customers: 200, orders: 3_000, prospects: 800 };
const day = 86_400_000;
const cursorSecretKey = { partition: 'system', sort: 'cursor-secret' };
/** Generous: machines are busy, and nothing here is about time. */
const timeLimit = full ? 1_800_000 : 400_000;

const root = mkdtempSync(join(tmpdir(), 'kindred-parity-'));
const files = join(root, 'files');
let deployed: Deployed;
let names: readonly string[] = [];
let start = 0;
let here: Awaited<ReturnType<typeof story>>;
const endpoints = new Map<string, Endpoint>();

beforeAll(async () => {
  synthesise(join(root, 'cdk.out'), { quiet_seconds: String(quietSeconds) });
  deployed = readAssembly(join(root, 'cdk.out'));
  await generateTenant({ seed: 11, ...size }, files);
  names = readdirSync(files).sort();
  for (const { name, missing, open } of servers) {
    if (missing !== null) continue;
    const endpoint = await open();
    endpoints.set(name, endpoint);
    await drop(endpoint.objects, files, warehouse, names);
    for await (const { modified } of endpoint.objects.list(`inbox/${warehouse}/`))
      start = Math.max(start, Date.parse(modified));
  }
  const clock = standingClock(start);
  const local = await openLocalWorld(join(root, 'local'), clock, quietSeconds);
  await drop(local.objects, files, warehouse, names);
  here = await story(local, clock);
  await local.close();
}, timeLimit);
afterAll(async () => {
  for (const { server } of endpoints.values()) await server.close();
  rmSync(root, { recursive: true, force: true });
});

type Endpoint = {
  readonly server: Server;
  readonly objects: ObjectStore;
  /** What a function in front of this server is told besides. */
  readonly environment: { readonly [name: string]: string };
};

const onS3rver = async (): Promise<Endpoint> => {
  const folder = join(root, 's3rver');
  mkdirSync(folder);
  const server = await startS3rver(folder, deployed.bucket);
  const client = localS3(server.endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
  return {
    server,
    objects: openS3Objects({ bucket: deployed.bucket, client, versioned: false }),
    environment: {
      KINDRED_S3_STYLE: 'path',
      KINDRED_S3_VERSIONS: 'none',
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
    },
  };
};

const onMoto = async (): Promise<Endpoint> => {
  const server = await startMoto();
  const client = await motoBucket(server, deployed.bucket, true);
  return {
    server,
    objects: openS3Objects({ bucket: deployed.bucket, client }),
    environment: { KINDRED_S3_STYLE: 'path' },
  };
};

/** Time stands still until it is moved, so that both worlds date their records alike; pauses are real. */
function standingClock(at: number): Clock & { readonly move: (ms: number) => void } {
  let now = at;
  return {
    now: () => now,
    move: (ms) => {
      now += ms;
    },
    sleep: async (ms, signal) => {
      try {
        await delay(Math.min(ms, 2_000_000_000), undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        throw signal?.aborted === true ? signal.reason : error;
      }
    },
    random: () => 0.5,
  };
}

/** The event that S3 sends through EventBridge for a new object. */
const created = (key: string, at: number): Json => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '123456789012',
  time: new Date(at).toISOString().replace(/\.\d+/, ''),
  region: 'us-east-1',
  resources: [`arn:aws:s3:::${deployed.bucket}`],
  detail: {
    version: '0',
    bucket: { name: deployed.bucket },
    object: {
      key,
      size: 5,
      etag: 'b1946ac92492d2347c6235b4d2611184',
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
      sequencer: '00617F08299329D189',
    },
    'request-id': 'N4N7GDK58NMKJ12R',
    requester: '123456789012',
    'source-ip-address': '203.0.113.7',
    reason: 'PutObject',
  },
});

const tick = (at: number): Json =>
  JSON.parse(
    deployed.scheduleInput.replace(
      '<aws.scheduler.scheduled-time>',
      new Date(at).toISOString().replace(/\.\d+/, ''),
    ),
  );

const runsOf = (keys: { readonly [key: string]: string }): readonly string[] => [
  ...new Set(Object.keys(keys).flatMap((key) => /^runs\/[^/]+\/(run_[0-9a-f]+)\//.exec(key)?.[1] ?? [])),
];
const outcomes = (
  records: readonly { readonly output: Json; readonly cause: string | null }[],
): readonly Json[] =>
  records.map(({ output, cause }) =>
    output !== null && typeof output === 'object' && 'outcome' in output ? (output.outcome ?? null) : cause,
  );

/** What is seen of a world after a drop, a day, a tick, the same tick, and a request. */
async function story(world: World, clock: ReturnType<typeof standingClock>) {
  const { secret } = await addKey(world.scores, {
    warehouse,
    scopes: ['read', 'run'],
    now: '2026-01-01T00:00:00Z',
    expiresAt: null,
    note: 'parity',
  });
  // What pages are signed with is made at random in each world, unless it is there.
  await world.scores.putIfAbsent({
    ...cursorSecretKey,
    value: { secret: Buffer.alloc(32, 7).toString('base64url') },
  });
  const prefixes = ['landed/', 'runs/', 'outbox/'];
  const keys = names.filter((name) => name !== 'icp.json').map((name) => `inbox/${warehouse}/${name}`);
  const events = keys
    .map((key) => created(key, clock.now()))
    .filter((event) => matchesPattern(deployed.eventPattern, event));
  const dropped = await runEvents(world, 'file', events);
  const afterDrop = { objects: await contents(world.objects, prefixes), items: await world.items() };
  const reads = [];
  for (const path of ['icp-analysis', 'targets?limit=20', 'top-customers', 'traits', 'runs'])
    reads.push([path, await world.ask('GET', `/v1/warehouses/${warehouse}/${path}`, secret)] as const);
  clock.move(day);
  const ticked = await runEvents(world, 'tick', [tick(clock.now())]);
  const afterTick = { objects: await contents(world.objects, prefixes), items: await world.items() };
  const again = await runEvents(world, 'again', [tick(clock.now())]);
  const asked = await world.ask('POST', `/v1/warehouses/${warehouse}/runs`, secret, { request: 'r1' });
  const rerun = await world.executions.ended(`${warehouse}.r1`);
  return {
    events: events.length,
    outcomes: {
      dropped: outcomes(dropped),
      ticked: outcomes(ticked),
      again: outcomes(again),
      rerun: outcomes([rerun]),
    },
    afterDrop,
    afterTick,
    reads,
    asked: asked.status,
    atEnd: { objects: await contents(world.objects, prefixes), items: await world.items() },
  };
}

/** Calls that a function's role did not allow. */
const refusals = (cloud: CloudWorld): readonly string[] =>
  [...cloud.guards].flatMap(([id, { denied }]) => [...denied].map((call) => `${id}: ${call}`));

/** What the roles allow on files and records, as `function action what`; and of that, what nobody needed. */
function grants(cloud: CloudWorld): { readonly all: readonly string[]; readonly unused: readonly string[] } {
  const all: string[] = [];
  const unused: string[] = [];
  for (const [id, { made }] of cloud.guards)
    for (const { Effect, Action, Resource } of deployed.functions.get(id)?.policy ?? [])
      for (const action of Effect === 'Allow' ? Action : [])
        for (const resource of /^(s3|dynamodb):/.test(action) ? Resource : []) {
          const grant = `${id.replace(/Function[0-9A-F]{8}$/, '')} ${action} ${what(resource)}`;
          all.push(grant);
          const use = `${action} ${resource.replace(/\*$/, '')}`;
          if (![...made].some((call) => call.startsWith(use))) unused.push(grant);
        }
  return { all, unused };
}

const what = (resource: string): string =>
  resource.startsWith('arn:aws:dynamodb:')
    ? 'table'
    : resource.replace(/^arn:aws:s3:::[^/]+\/?/, '') || 'bucket';

/** Grants that the story does not use and nothing explains. */
const neverUsed = (cloud: CloudWorld): readonly string[] =>
  grants(cloud).unused.filter(
    (grant) => !explained.has(grant) && !anywhere.some((pattern) => pattern.test(grant)),
  );

/** Explanations of grants that no role has any more. */
const explainedInVain = (cloud: CloudWorld): readonly string[] => {
  const { all } = grants(cloud);
  return [...explained].filter((grant) => !all.includes(grant));
};

/** Needed wherever files are read or written, but not by this story. */
const anywhere: readonly RegExp[] = [
  // only for files that are sent in parts
  / s3:AbortMultipartUpload \w+\/\*$/,
  // decides whether a missing object is told as missing
  / s3:ListBucket bucket$/,
  // a bucket with versions asks for these, one without for GetObject
  / s3:GetObjectVersion \w+\/\*$/,
  / s3:ListBucketVersions bucket$/,
  // the CDK's own function, which writes the console's files when the stack is deployed
  /^CustomCDKBucketDeployment/,
];

const each = (name: string, actions: readonly string[], folders: readonly string[]): readonly string[] =>
  actions.flatMap((action) => folders.map((folder) => `${name} s3:${action} ${folder}/*`));
const removal = ['DeleteObject', 'DeleteObjectVersion'];

/** Needed by what this story leaves out; each grant by itself. */
const explained: ReadonlySet<string> = new Set([
  // people ask for beside runs: staged drops, their checks, settings, uploads by link
  ...each('Api', ['PutObject'], ['inbox', 'requests', 'settings', 'snapshots', 'staged']),
  ...each('Api', ['GetObject'], ['checks', 'landed', 'outbox', 'receipts', 'requests', 'scored']),
  ...each('Api', ['GetObject'], ['settings', 'snapshots', 'staged']),
  ...each('Api', ['DeleteObject'], ['checks', 'staged']),
  // a request that failed may be made again under its Idempotency-Key
  'Api dynamodb:DeleteItem table',
  // checks of staged drops
  ...each('StepLand', ['GetObject'], ['checks', 'requests', 'staged']),
  ...each('StepLand', ['PutObject'], ['checks']),
  // answers to drops that cannot run
  ...each('StepLand', ['PutObject'], ['outbox']),
  // access and erasure: who is looked for, in every file and version, and the receipt
  ...each('StepLand', ['GetObject'], ['inbox', 'receipts', 'runs', 'scored']),
  ...each('StepLand', ['PutObject'], ['inbox', 'receipts', 'snapshots']),
  ...each('StepLand', removal, ['checks', 'inbox', 'receipts', 'requests', 'scored', 'snapshots', 'staged']),
  'StepLand dynamodb:DeleteItem table',
  'StepLand dynamodb:Query table',
  ...each('StepPublish', ['GetObject', 'PutObject'], ['receipts']),
  ...each('StepPublish', removal, ['landed', 'outbox', 'requests', 'runs', 'settings']),
  'StepPublish dynamodb:DeleteItem table',
  'StepPublish dynamodb:Query table',
  // scoring jobs: the run's record, the staged file, the answer
  ...each('StepRank', ['GetObject'], ['requests', 'staged']),
  ...each('StepRank', ['PutObject'], ['scored']),
  'StepRank dynamodb:GetItem table',
  // providers: their answers and what they were paid
  'StepEnrich dynamodb:GetItem table',
  'StepEnrich dynamodb:PutItem table',
  'StepEnrich dynamodb:BatchWriteItem table',
  // webhooks: their secret, and what came of the last one
  'StepNotify dynamodb:GetItem table',
  'StepNotify dynamodb:PutItem table',
]);

/** A story as the text that would be stored or sent: JSON's own idea of what is the same. */
const told = (seen: Awaited<ReturnType<typeof story>>): readonly string[] =>
  JSON.stringify(seen, null, 1).split('\n');

const servers = [
  { name: 's3rver', missing: null, open: onS3rver },
  { name: 'moto', missing: motoMissing(), open: onMoto },
];

describe.concurrent('the bundled functions on S3- and DynamoDB-protocol servers', () => {
  for (const { name, missing } of servers) {
    if (missing !== null) console.info(`parity on ${name} skipped: ${missing}`);
    it.skipIf(missing !== null)(
      `give what the laptop gives, byte for byte (${name})`,
      async () => {
        const endpoint = endpoints.get(name);
        if (endpoint === undefined) throw new Error(`${name} was not started`);
        const dynamodb = await startDynalite();
        const clock = standingClock(start);
        const cloud = await openCloudWorld({
          deployed,
          s3: endpoint,
          dynamodb,
          environment: endpoint.environment,
          clock,
          scratch: join(root, `tmp-${name}`),
        });
        try {
          const there = await story(cloud, clock);
          expect(refusals(cloud)).toEqual([]);
          expect(neverUsed(cloud)).toEqual([]);
          expect(explainedInVain(cloud)).toEqual([]);
          expect(there.outcomes).toEqual({
            dropped: [...Array.from({ length: there.events - 1 }, () => 'superseded'), 'published'],
            ticked: ['published'],
            again: ['duplicate'],
            rerun: ['duplicate'],
          });
          expect(there.asked).toBe(202);
          expect(runsOf(there.afterDrop.objects)).toHaveLength(1);
          expect(runsOf(there.afterTick.objects)).toHaveLength(2);
          expect(runsOf(there.atEnd.objects)).toHaveLength(2);
          expect(told(there)).toEqual(told(here));
        } finally {
          await cloud.close();
          await dynamodb.close();
        }
      },
      timeLimit,
    );
  }
});
