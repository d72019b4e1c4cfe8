import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { type TableName, tableNames } from '../../../core/tables/canonical-tables.ts';
import { templateWorkbook } from '../../../core/tables/template-workbook.ts';
import { dataDictionary, tableMeaning, templateCsv } from '../../../core/tables/templates.ts';
import { answer, commonProblems, json, secured } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';

const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const column = z.object({
  name: z.string(),
  required: z.boolean(),
  type: z.string(),
  meaning: z.string(),
  sample: z.string(),
});
const template = z.object({
  table: z.string(),
  meaning: z.string(),
  required: z.boolean().openapi({ description: 'Whether a run needs the table' }),
  columns: z.array(column),
  csv: z.string().openapi({ description: 'Path of the CSV template' }),
  xlsx: z.string().openapi({ description: 'Path of the Excel template' }),
});

const list = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/templates',
  operationId: 'listTemplates',
  tags: ['templates'],
  summary: 'Every table that can be dropped, its columns, and where its templates are',
  responses: { 200: json(answer(z.array(template), 'Templates'), 'The tables'), ...commonProblems },
});

const one = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/templates/{table}',
  operationId: 'getTemplate',
  tags: ['templates'],
  summary: 'The template of a table, to fill in and drop: CSV or Excel',
  request: {
    params: z.object({
      table: z.enum(tableNames).openapi({ param: { name: 'table', in: 'path' }, example: 'orders' }),
    }),
    query: z.object({
      format: z.enum(['csv', 'xlsx']).default('csv').openapi({ description: 'The kind of file' }),
    }),
  },
  responses: {
    200: {
      description: 'The file',
      content: {
        'text/csv': { schema: z.string() },
        [excel]: { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...commonProblems,
  },
});

const described = (table: TableName): z.infer<typeof template> => ({
  table,
  meaning: tableMeaning(table),
  required: table === 'orders',
  columns: dataDictionary()
    .filter((entry) => entry.table === table)
    .map((entry) => ({
      name: entry.column,
      required: entry.required,
      type: entry.type,
      meaning: entry.meaning,
      sample: entry.sample,
    })),
  csv: `/v1/templates/${table}?format=csv`,
  xlsx: `/v1/templates/${table}?format=xlsx`,
});

/** Templates belong to no warehouse: any key reads them. */
export function templateRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  app.openapi(list, (context) =>
    context.json({ success: true as const, data: tableNames.map(described), run: null }, 200),
  );
  app.openapi(one, (context) => {
    const { table } = context.req.valid('param');
    const { format } = context.req.valid('query');
    context.header('content-disposition', `attachment; filename="${table}.${format}"`);
    return format === 'csv'
      ? context.body(templateCsv(table), 200, { 'content-type': 'text/csv; charset=utf-8' })
      : context.body(templateWorkbook(table), 200, { 'content-type': excel });
  });
}
