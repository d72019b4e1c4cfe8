import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { kindred } from './kindred-process.ts';

const readme = resolve(import.meta.dirname, '../../README.md');
const block = /(<!-- output of npm start -- --once -->\n```text\n)([\s\S]*?)(```\n<!-- end of output -->)/;

/** What the README shows is what the first command prints. `KINDRED_WRITE=1` puts the present output there. */
it('prints what the README shows', async () => {
  const state = await mkdtemp(join(tmpdir(), 'kindred-readme-'));
  try {
    const { code, out } = await kindred(['demo', '--once', '--state', state]);
    expect(code).toBe(0);
    const printed = `${out.replaceAll(state, '.kindred').trim()}\n`;
    const text = await readFile(readme, 'utf8');
    if (process.env['KINDRED_WRITE'] === '1')
      await writeFile(
        readme,
        text.replace(block, (_, before: string, _old, after: string) => `${before}${printed}${after}`),
      );
    else expect(block.exec(text)?.[2]).toBe(printed);
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}, 180_000);
