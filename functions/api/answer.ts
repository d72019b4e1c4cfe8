import '@hono/zod-openapi';
import * as z from 'zod';
import type { Scope } from '../shared/api-key.ts';
import { needsScope } from './authenticate.ts';

/** Every 2xx: the data, the run it comes from, and the cursor of the next page where there is one. */
export const answer = <T extends z.ZodType>(data: T, name: string) =>
  z
    .object({
      success: z.literal(true),
      data,
      run: z.string().nullable(),
      next_cursor: z.string().nullable().optional(),
    })
    .openapi(name);

/** RFC 9457 with Kindred's extensions. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z
      .array(
        z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }),
      )
      .optional(),
  })
  .openapi('Problem');

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** The errors every route below a warehouse may answer with. */
export const commonProblems = {
  400: problem('The request cannot be read'),
  401: problem('No valid key'),
  403: problem('The key lacks the scope'),
  404: problem('No such thing, or no published run yet'),
  409: problem('The request conflicts with the present state'),
  405: problem('No such method here'),
  413: problem('The body is too large'),
  415: problem('The body is not application/json'),
  422: problem('The request is not valid'),
  429: problem('Too many requests; Retry-After says when to ask again'),
  500: problem('Kindred has a fault'),
  503: problem('A store did not answer'),
};

/** A named schema or null: `.nullable()` of one that the document refers to by name would refuse null. */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

export const warehouseParameters = z.object({
  id: z.string().openapi({
    param: { name: 'id', in: 'path' },
    example: 'default',
    description: 'The warehouse the key belongs to',
  }),
});
export const runQuery = z.object({
  run: z.string().optional().openapi({
    description: 'Read this run instead of the current one',
    example: 'run_0123456789abcdef0123456789abcdef',
  }),
});
export const security = [{ bearer: [] }];

/** The errors of a change that must name the version it changes. */
export const preconditionProblems = {
  412: problem('It has changed since it was read'),
  428: problem('The request does not say which version it changes'),
};

/** A read that a client may keep: asked again with `If-None-Match`, it is answered without a body while it holds. */
export const unchanged = { 304: { description: 'As the client has it' } } as const;

/** What an operation asks of the key. Every operation under `/v1/` is declared with it; a test holds that. */
export const secured = (scope: Scope) => ({
  security,
  middleware: needsScope(scope),
  'x-kindred-scope': scope,
});
