import type { Server } from '../contracts/servers/child-server.ts';
import { type Exchange, type Reply, startProxy } from '../contracts/servers/proxy.ts';
import type { Deployed, DeployedFunction } from './assembly.ts';
import { allows, type Call } from './policy.ts';

/** What one function sees of S3 and DynamoDB: the test's servers, behind the role that the template gives the function. */
export type Guarded = {
  readonly s3: Server;
  readonly dynamodb: Server;
  /** Calls that came through, as IAM names them, each once. */
  readonly made: ReadonlySet<string>;
  /** Calls that the role does not allow; they were answered 403. */
  readonly denied: ReadonlySet<string>;
};

/**
 * Puts a guard before each server that knows the caller by the port it calls, works out what IAM would be asked (with the use of
 * the key that encrypted buckets and tables ask for in the caller's name), and refuses what the role's policy does not allow.
 */
export async function guard(
  deployed: Deployed,
  caller: DeployedFunction,
  servers: { readonly s3: string; readonly dynamodb: string },
): Promise<Guarded> {
  const made = new Set<string>();
  const denied = new Set<string>();
  const through =
    (callsOf: (exchange: Exchange) => readonly Call[], refusal: Reply) =>
    async (exchange: Exchange, forward: () => Promise<Reply>): Promise<Reply> => {
      let refused = false;
      for (const call of callsOf(exchange)) {
        const told = `${call.action} ${call.resource}`;
        if (allows(caller.policy, call)) {
          made.add(told);
          continue;
        }
        denied.add(told);
        refused = true;
      }
      return refused ? refusal : await forward();
    };
  const use = (action: string): Call => ({ action: `kms:${action}`, resource: deployed.key });
  return {
    made,
    denied,
    s3: await startProxy(
      servers.s3,
      through((exchange) => s3Calls(deployed.bucket, exchange, use), {
        status: 403,
        headers: { 'content-type': 'application/xml' },
        body: '<Error><Code>AccessDenied</Code><Message>the role does not allow it</Message></Error>',
      }),
    ),
    dynamodb: await startProxy(
      servers.dynamodb,
      through((exchange) => dynamoCalls(deployed.table, exchange, use), {
        status: 400,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify({ __type: 'AccessDeniedException', message: 'the role does not allow it' }),
      }),
    ),
  };
}

function s3Calls(bucket: string, { method, url }: Exchange, use: (action: string) => Call): readonly Call[] {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, name, ...parts] = decodeURIComponent(pathname).split('/');
  const key = parts.join('/');
  const resource = key === '' ? `arn:aws:s3:::${name}` : `arn:aws:s3:::${name}/${key}`;
  if (name !== bucket) return [{ action: 's3:AnotherBucket', resource }];
  if (key === '') {
    const context = { 's3:prefix': searchParams.get('prefix') ?? '' };
    const action = searchParams.has('versions') ? 's3:ListBucketVersions' : 's3:ListBucket';
    return method === 'GET' ? [{ action, resource, context }] : [{ action: `s3:${method}Bucket`, resource }];
  }
  switch (method) {
    case 'GET':
    case 'HEAD':
      return [
        { action: searchParams.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject', resource },
        use('Decrypt'),
      ];
    case 'PUT':
    case 'POST':
      return [{ action: 's3:PutObject', resource }, use('GenerateDataKey')];
    default:
      return [
        { action: searchParams.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject', resource },
      ];
  }
}

function dynamoCalls(
  table: string,
  { headers, body }: Exchange,
  use: (action: string) => Call,
): readonly Call[] {
  const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
  const asked: unknown = JSON.parse(body.toString());
  const named =
    asked !== null && typeof asked === 'object' && 'TableName' in asked
      ? [asked.TableName]
      : asked !== null && typeof asked === 'object' && 'RequestItems' in asked
        ? Object.keys(asked.RequestItems ?? {})
        : [];
  const resource = `arn:aws:dynamodb:us-east-1:123456789012:table/${named.map(String).join(',')}`;
  const read = operation === 'GetItem' || operation === 'Query';
  return [
    { action: `dynamodb:${operation}`, resource: named.includes(table) ? resource : `${resource}?` },
    use('Decrypt'),
    ...(read ? [] : [use('Encrypt'), use('GenerateDataKey')]),
  ];
}
