import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { KindredError } from '../shared/errors.ts';
import { authenticate } from './authenticate.ts';
import type { ApiEnvironment } from './environment.ts';
import { idempotency } from './idempotency.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem, faultsOf, problemResponse } from './problem.ts';
import { rateLimit } from './rate-limit.ts';
import { NotModified } from './revalidate.ts';
import { analysisRoutes } from './routes/analysis.ts';
import { artifactRoutes } from './routes/artifacts.ts';
import { browseRoutes } from './routes/browse.ts';
import { compareRoutes } from './routes/compare.ts';
import { customerRoutes } from './routes/customers.ts';
import { dropRoutes } from './routes/drops.ts';
import { executionRoutes } from './routes/executions.ts';
import { exportRoutes } from './routes/exports.ts';
import { keyRoutes } from './routes/keys.ts';
import { outcomeRoutes } from './routes/outcomes.ts';
import { outputRoutes } from './routes/outputs.ts';
import { previewRoutes } from './routes/previews.ts';
import { runRoutes } from './routes/runs.ts';
import { scoreRoutes } from './routes/score.ts';
import { scoreBatchRoutes } from './routes/score-batch.ts';
import { scoreFileRoutes } from './routes/score-files.ts';
import { settingsRoutes } from './routes/settings.ts';
import { subjectRoutes } from './routes/subjects.ts';
import { targetRoutes } from './routes/targets.ts';
import { templateRoutes } from './routes/templates.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { warehouseRoutes } from './routes/warehouses.ts';
import { webhookRoutes } from './routes/webhook.ts';

/** The largest body a route takes; files are uploaded to the bucket, not through the API. */
const bodyBytes = 2_000_000;

/**
 * The HTTP application: the same on Lambda and on a laptop. Give it ports; ask it with `app.request(…)` in tests, or serve
 * `app.fetch`.
 */
export function createApi(ports: ApiPorts): OpenAPIHono<ApiEnvironment> {
  const app = new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result) => {
      if (result.success) return;
      const inBody = result.target === 'json';
      throw new ApiProblem(
        'validation_failed',
        `${result.error.issues.length} thing${result.error.issues.length === 1 ? '' : 's'} to mend`,
        result.error.issues.map((issue) =>
          inBody
            ? { pointer: `#/${issue.path.map(String).join('/')}`, detail: issue.message }
            : { parameter: issue.path.map(String).join('.'), detail: issue.message },
        ),
      );
    },
  });
  app.use('*', async (context, next) => {
    const given = context.req.header('x-request-id') ?? '';
    context.set(
      'requestId',
      /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : Buffer.from(ports.randomBytes(12)).toString('base64url'),
    );
    await next();
    context.header('x-request-id', context.get('requestId'));
    context.header('x-content-type-options', 'nosniff');
    if (context.req.path.startsWith('/v1/') && !context.res.headers.has('cache-control'))
      context.header('cache-control', 'no-store');
  });
  app.use('/v1/*', authenticate(ports));
  app.use('/v1/*', rateLimit(ports));
  app.use('/v1/*', async (context, next) => {
    if (
      (context.req.method === 'POST' || context.req.method === 'PUT') &&
      context.req.raw.body !== null &&
      !/^application\/json\b/i.test(context.req.header('content-type') ?? '')
    )
      throw new ApiProblem('unsupported_media_type', 'send application/json');
    await next();
  });
  app.use(
    '/v1/*',
    bodyLimit({
      maxSize: bodyBytes,
      onError: () => {
        throw new ApiProblem('payload_too_large', `at most ${bodyBytes} bytes`);
      },
    }),
  );

  app.use('/v1/*', idempotency(ports));

  warehouseRoutes(app, ports);
  uploadRoutes(app, ports);
  dropRoutes(app, ports);
  executionRoutes(app, ports);
  settingsRoutes(app, ports);
  previewRoutes(app, ports);
  outputRoutes(app, ports);
  keyRoutes(app, ports);
  analysisRoutes(app, ports);
  scoreRoutes(app, ports);
  scoreBatchRoutes(app, ports);
  scoreFileRoutes(app, ports);
  subjectRoutes(app, ports);
  webhookRoutes(app, ports);
  targetRoutes(app, ports);
  customerRoutes(app, ports);
  artifactRoutes(app, ports);
  compareRoutes(app, ports);
  exportRoutes(app, ports);
  outcomeRoutes(app, ports);
  runRoutes(app, ports);
  templateRoutes(app);

  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key made with `kindred keys add`',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Kindred',
      version: '1',
      description: 'The companies that resemble your best customers, ranked and explained.',
    },
  });
  browseRoutes(app);
  app.get('/health', (context) => context.json({ success: true, data: { status: 'ok' }, run: null }, 200));
  app.notFound((context) =>
    problemResponse(context, new ApiProblem('not_found', 'no such route; /openapi.json lists them')),
  );
  app.onError((error, context) =>
    error instanceof NotModified
      ? new Response(null, {
          status: 304,
          headers: { etag: error.etag, 'cache-control': 'private, no-cache' },
        })
      : problemResponse(context, asProblem(error, ports)),
  );
  return app;
}

/** Any failure as one of the catalogue; what is not expected is logged by name and answered without detail. */
function asProblem(error: unknown, ports: ApiPorts): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof HTTPException && error.status === 400)
    return new ApiProblem('malformed_body', 'send one JSON document');
  if (error instanceof KindredError && error.code === 'BadRequest')
    return new ApiProblem('conflict', error.message, faultsOf(error.problems));
  if (error instanceof KindredError && error.code === 'StoreUnavailable')
    return new ApiProblem('unavailable', 'try again in a few seconds', [], { 'retry-after': '5' });
  ports.log('a request failed', { error: error instanceof Error ? error.name : 'unknown' });
  return new ApiProblem('internal', 'the fault was logged under this request id');
}
