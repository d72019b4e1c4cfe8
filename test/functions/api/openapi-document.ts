import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import * as z from 'zod';

const schema = z.record(z.string(), z.unknown());
export type Schema = z.infer<typeof schema>;

const content = z.record(z.string(), z.looseObject({ schema: schema.optional() }));
const parameter = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  schema: schema.default({}),
});
const operationSchema = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()).min(1),
  summary: z.string(),
  'x-kindred-scope': z.enum(['read', 'run', 'admin']),
  security: z.array(z.record(z.string(), z.unknown())),
  parameters: z.array(parameter).default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: content.optional() })),
});
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), schema) }),
});

export type Document = z.infer<typeof documentSchema>;
export type Operation = z.infer<typeof operationSchema> & { readonly method: string; readonly path: string };

/** The document as it is served; every operation under /v1/ says what it asks of a key. */
export const readDocument = (value: unknown): Document => documentSchema.parse(value);

export const operationsOf = (document: Document): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );

/** Why an answer is not one the document declares for the operation, or null. */
export function answerChecker(
  document: Document,
): (operation: Operation, answer: Response, body: string) => string | null {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const compiled = new Map<string, ValidateFunction>();
  return (operation, answer, body) => {
    const declared = operation.responses[String(answer.status)];
    if (declared === undefined) return `status ${answer.status} is not declared`;
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (declared.content === undefined) return body === '' ? null : 'a body where none is declared';
    const media = declared.content[type];
    if (media === undefined) return `media type ${type} is not declared for ${answer.status}`;
    if (!type.endsWith('json')) return null;
    const key = `${operation.operationId} ${answer.status}`;
    const validate = compiled.get(key) ?? ajv.compile({ ...media.schema, components: document.components });
    compiled.set(key, validate);
    return validate(JSON.parse(body)) === true ? null : ajv.errorsText(validate.errors);
  };
}

/** Values of a schema, now and then of another: what a careless or hostile client sends. */
export function valuesOf(document: Document, given: Schema, depth = 0): fc.Arbitrary<unknown> {
  const reference = given['$ref'];
  if (typeof reference === 'string') {
    const found = document.components.schemas[reference.replace('#/components/schemas/', '')];
    return found === undefined ? fc.constant(null) : valuesOf(document, found, depth);
  }
  return fc.oneof(
    { weight: 12, arbitrary: rightValues(document, given, depth) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, '', -1, 1e300, '\u0000', '\ud800', [], {}) },
  );
}

function rightValues(document: Document, given: Schema, depth: number): fc.Arbitrary<unknown> {
  const several = z.array(schema).safeParse(given['anyOf'] ?? given['oneOf'] ?? given['allOf']);
  if (several.success && several.data.length > 0)
    return fc.oneof(...several.data.map((each) => valuesOf(document, each, depth + 1)));
  const choices = z.array(z.unknown()).safeParse(given['enum']);
  if (choices.success) return fc.constantFrom(...choices.data);
  if ('const' in given) return fc.constant(given['const']);
  const types = z
    .union([z.string().transform((type) => [type]), z.array(z.string())])
    .safeParse(given['type']);
  const type = types.success ? (types.data.find((each) => each !== 'null') ?? 'null') : 'object';
  const number = (name: string, fallback: number): number =>
    typeof given[name] === 'number' ? given[name] : fallback;
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({
        min: Math.max(-1000, number('minimum', -1000)),
        max: Math.max(number('minimum', 0), Math.min(100_000, number('maximum', 1000))),
      });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    case 'array': {
      const items = schema.safeParse(given['items']);
      return fc.array(valuesOf(document, items.success ? items.data : {}, depth + 1), {
        minLength: Math.min(1, number('minItems', 0)),
        maxLength: depth > 2 ? 1 : 4,
      });
    }
    case 'string': {
      const pattern = given['pattern'];
      const right =
        typeof pattern === 'string'
          ? fc.stringMatching(new RegExp(pattern))
          : fc.string({
              minLength: number('minLength', 0),
              maxLength: Math.min(40, number('maxLength', 40)),
              unit: 'grapheme',
            });
      return fc.oneof(
        { weight: 4, arbitrary: right },
        { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
      );
    }
    case 'null':
      return fc.constant(null);
    default: {
      const properties = z.record(z.string(), schema).safeParse(given['properties']);
      const required = z.array(z.string()).safeParse(given['required']);
      const known = Object.fromEntries(
        Object.entries(properties.success ? properties.data : {}).map(([name, each]) => [
          name,
          valuesOf(document, each, depth + 1),
        ]),
      );
      const further = schema.safeParse(given['additionalProperties']);
      const own = fc.record(known, { requiredKeys: required.success ? required.data : [] });
      const rest = further.success
        ? fc.dictionary(fc.string({ maxLength: 20 }), valuesOf(document, further.data, depth + 1), {
            maxKeys: 4,
          })
        : fc.constant({});
      return fc.tuple(own, rest).map(([a, b]) => ({ ...b, ...a }));
    }
  }
}
