#!/usr/bin/env node
// Starts the command line on a Node that runs TypeScript: this one, or the one that came with the dependencies. Plain
// JavaScript, so that any Node from 20 on can read it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const entry = join(here, 'cli.ts');

/** From 22.18 on Node runs TypeScript without a flag. */
const capable = ([major = 0, minor = 0]) => major > 22 || (major === 22 && minor >= 18);

/** The Node among the dependencies, wherever npm put it. */
function pinnedNode() {
  const platform = { win32: 'win' }[process.platform] ?? process.platform;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const inPackage = join(`node-${platform}-${process.arch}`, 'bin', binary);
  for (let folder = dirname(here); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', inPackage);
    if (existsSync(found)) return found;
    if (dirname(folder) === folder) return null;
  }
}

if (capable(process.versions.node.split('.').map(Number))) {
  process.argv[1] = entry;
  const { start } = await import('./cli.ts');
  await start();
} else {
  const node = pinnedNode();
  if (node === null) {
    process.stderr.write(
      [
        'kindred: this Node cannot run Kindred',
        `  allowed:  Node 22.18 or newer, or the Node that npm ci installs on Linux and Windows`,
        `  received: Node ${process.versions.node} on ${process.platform}-${process.arch}, without that package`,
        '  remedy:   run npm ci in this folder, or install Node 24',
        '',
      ].join('\n'),
    );
    process.exit(2);
  }
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both processes by itself; elsewhere whoever signals this one means the child.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`kindred: ${node} does not start: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
}
