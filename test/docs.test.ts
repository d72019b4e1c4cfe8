import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { notification } from '../events/notification.ts';
import { outboxStatus } from '../events/outbox-status.ts';
import {
  checkDropEvent,
  objectEvent,
  previewEvent,
  rerunEvent,
  scheduleEvent,
  scoreFileEvent,
  startEvent,
  subjectEvent,
} from '../events/start.ts';
import {
  checkDropRequest,
  landRequest,
  landResult,
  notifyRequest,
  notifyResult,
  pollRequest,
  publishRequest,
  publishResult,
  readRequest,
  runState,
  scoreFileRequest,
  stepResult,
  subjectRequest,
} from '../events/step.ts';
import { checkRequest, job, jobResult, ticket, ticketRequest } from '../events/ticket.ts';
import { errorCatalogue } from '../functions/shared/errors.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function filesBelow(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/'))
    .sort();
}

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((path) => existsSync(join(root, path))),
  ...filesBelow('docs', /\.md$/),
];
/** A page without its fenced code: what stands there is shown, not meant. */
const prose = (path: string): string => read(path).replaceAll(/^```[\s\S]*?^```/gm, '');

/** What a page shows as code, in a fence or in a line. */
const codeOf = (path: string): readonly string[] =>
  [...read(path).matchAll(/^```[\s\S]*?^```|`[^`\n]+`/gm)].map(([text]) => text);

/** Headings as anchors, the way GitHub makes them. */
function anchors(path: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...prose(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
      const slug = heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

describe('the documents', () => {
  it('link to files and sections that are there', () => {
    const broken = pages.flatMap((page) =>
      [...prose(page).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => {
          const [path = '', anchor] = target.split('#');
          const to = path === '' ? page : relative(root, resolve(root, dirname(page), path));
          if (!existsSync(join(root, to))) return true;
          return anchor !== undefined && !anchors(to).has(anchor);
        })
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('name paths of this project that are there', () => {
    const rooms = /^(core|events|functions|stacks|local|examples|bench|docs|test|console)\//;
    const named = pages.flatMap((page) =>
      [...prose(page).matchAll(/`([^`\n]+)`/g)]
        .map(([, text = '']) => text)
        .filter((text) => rooms.test(text) && !/[\s<>{}*…$|]/.test(text))
        .map((text) => ({ page, text })),
    );
    expect(named.length).toBeGreaterThan(10);
    /** Where CONTRIBUTING puts what is not there yet. */
    const toCome = ['functions/enrich/providers/'];
    const absent = named.filter(
      ({ text }) => !toCome.includes(text) && !existsSync(join(root, text.replace(/[:#].*$/, ''))),
    );
    expect(absent).toEqual([]);
  });

  it('name npm commands that exist', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    const known = new Set([...Object.keys(scripts), 'ci', 'install']);
    const commands = pages.flatMap((page) =>
      codeOf(page).flatMap((code) =>
        [...code.matchAll(/\bnpm (?:run (?:-s |--silent )?)?([a-z][\w:-]*)/g)].map(([, name = '']) => ({
          page,
          name,
        })),
      ),
    );
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter(({ name }) => !known.has(name))).toEqual([]);
  });

  it('have a section for every alarm, and no section without one', () => {
    const alarms = filesBelow('stacks', /\.ts$/).flatMap((path) =>
      [...read(path).matchAll(/\brunbook: '([^']+)'/g)].map(([, anchor = '']) => anchor),
    );
    expect(alarms.length).toBeGreaterThan(5);
    const sections = new Set(
      [...prose('docs/runbook.md').matchAll(/^## (.+)$/gm)].map(([, name = '']) => name),
    );
    expect([...new Set(alarms)].sort()).toEqual([...sections].sort());
    const pointed = ['core', 'functions', 'local', 'stacks', 'events'].flatMap((room) =>
      filesBelow(room, /\.ts$/).flatMap((path) =>
        [...read(path).matchAll(/docs\/[a-z0-9/-]+\.md/g)].map(([target]) => ({ path, target })),
      ),
    );
    expect(pointed.filter(({ target }) => !existsSync(join(root, target)))).toEqual([]);
  });
});

describe('error codes', () => {
  /** Named for what is to come; nothing raises them yet. */
  const reserved = ['ProviderUnavailable', 'Superseded'];

  it('are each used by the product', () => {
    const sources = ['core', 'functions', 'local', 'stacks']
      .flatMap((room) => filesBelow(room, /\.ts$/))
      .filter((path) => path !== 'functions/shared/errors.ts')
      .map(read)
      .join('\n');
    const unused = Object.keys(errorCatalogue).filter((code) => !sources.includes(`'${code}'`));
    expect(unused.filter((code) => !reserved.includes(code))).toEqual([]);
  });
});

describe('the samples of the messages', () => {
  const schemas: { readonly [message: string]: z.ZodType } = {
    'object-created': objectEvent,
    'object-deleted': objectEvent,
    schedule: scheduleEvent,
    rerun: rerunEvent,
    'ticket-request': ticketRequest,
    ticket,
    'check-request': checkRequest,
    'land-request': landRequest,
    'land-result': landResult,
    'land-result-waiting': landResult,
    'land-result-querying': landResult,
    'land-result-reading': landResult,
    'land-result-read': landResult,
    'poll-request': pollRequest,
    'read-request': readRequest,
    'run-state': runState,
    'step-result': stepResult,
    'publish-request': publishRequest,
    'publish-request-failure': publishRequest,
    'publish-result': publishResult,
    'check-drop': checkDropEvent,
    preview: previewEvent,
    'score-file': scoreFileEvent,
    'erase-subject': subjectEvent,
    job,
    'job-result': jobResult,
    'check-drop-request': checkDropRequest,
    'score-file-request': scoreFileRequest,
    'subject-request': subjectRequest,
    'publish-request-sweep': publishRequest,
    'notify-request': notifyRequest,
    'notify-result': notifyResult,
    notification,
    'outbox-status': outboxStatus,
    'outbox-status-waiting': outboxStatus,
  };
  const sample = (name: string): unknown => JSON.parse(read(`events/samples/${name}.json`));

  it('are one file each, and all of them are shown in docs/events.md', () => {
    const files = filesBelow('events/samples', /\.json$/)
      .map((path) => path.replace(/^.*\/|\.json$/g, ''))
      .sort();
    expect(files).toEqual(Object.keys(schemas).sort());
    const page = read('docs/events.md');
    for (const name of files) expect(page).toContain(`(../events/samples/${name}.json)`);
  });

  it.each(Object.keys(schemas))('%s is what its schema says', (name) => {
    const parsed = schemas[name]?.safeParse(sample(name));
    expect(parsed?.error?.issues ?? []).toEqual([]);
    // A closed message keeps every key; of an event of AWS's only what is read.
    if (!name.startsWith('object-')) expect(parsed?.data).toEqual(sample(name));
  });

  it.each([
    'object-created',
    'object-deleted',
    'schedule',
    'rerun',
    'check-drop',
    'preview',
    'score-file',
    'erase-subject',
  ])('%s starts an execution', (name) => {
    expect(startEvent.safeParse(sample(name)).success).toBe(true);
  });

  it('refuses what is almost one', () => {
    expect(startEvent.safeParse({ kind: 'rerun', warehouse: 'acme' }).success).toBe(false);
    expect(runState.safeParse({ ...z.looseObject({}).parse(sample('run-state')), extra: 1 }).success).toBe(
      false,
    );
  });
});
