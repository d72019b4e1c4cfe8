import { editDistance } from '../core/match/edit-distance.ts';
import { KindredError } from '../functions/shared/errors.ts';
import { errorLines, exitCodeOf, openTerminal, type Terminal } from './terminal.ts';

type Run = (args: readonly string[], terminal: Terminal) => Promise<number>;
type Command = {
  readonly summary: string;
  /** Only the command that is asked for is loaded, with what it stands on. */
  readonly load: () => Promise<{ readonly help: string; readonly run: Run }>;
};

const commands: ReadonlyMap<string, Command> = new Map([
  [
    'demo',
    {
      summary: 'show it all on an invented company',
      load: async () => {
        const { demoHelp, demoCommand } = await import('./commands/demo.ts');
        return { help: demoHelp, run: demoCommand };
      },
    },
  ],
  [
    'run',
    {
      summary: 'run the pipeline on a folder of exports',
      load: async () => {
        const { runHelp, runCommand } = await import('./commands/run.ts');
        return { help: runHelp, run: runCommand };
      },
    },
  ],
  [
    'check',
    {
      summary: 'show how files would be understood, without running',
      load: async () => {
        const { checkHelp, checkCommand } = await import('./commands/check.ts');
        return { help: checkHelp, run: checkCommand };
      },
    },
  ],
  [
    'templates',
    {
      summary: 'write a template of every table, CSV and Excel',
      load: async () => {
        const { templatesHelp, templatesCommand } = await import('./commands/templates.ts');
        return { help: templatesHelp, run: templatesCommand };
      },
    },
  ],
  [
    'serve',
    {
      summary: 'take in files, keep the schedule, serve the API',
      load: async () => {
        const { serveHelp, serveCommand } = await import('./commands/serve.ts');
        return { help: serveHelp, run: serveCommand };
      },
    },
  ],
  [
    'approve',
    {
      summary: 'show a run to readers that waits for approval',
      load: async () => {
        const { approveHelp, approveCommand } = await import('./commands/approve.ts');
        return { help: approveHelp, run: approveCommand };
      },
    },
  ],
  [
    'compare',
    {
      summary: 'say what changed between two runs, and why',
      load: async () => {
        const { compareHelp, compareCommand } = await import('./commands/compare.ts');
        return { help: compareHelp, run: compareCommand };
      },
    },
  ],
  [
    'providers',
    {
      summary: 'what data providers can do, would cost and have cost',
      load: async () => {
        const { providersHelp, providersCommand } = await import('./commands/providers.ts');
        return { help: providersHelp, run: providersCommand };
      },
    },
  ],
  [
    'keys',
    {
      summary: 'list, make and revoke API keys',
      load: async () => {
        const { keysHelp, keysCommand } = await import('./commands/keys.ts');
        return { help: keysHelp, run: keysCommand };
      },
    },
  ],
  [
    'tenants',
    {
      summary: 'list, add and remove tenants, here or on AWS',
      load: async () => {
        const { tenantsHelp, tenantsCommand } = await import('./commands/tenants.ts');
        return { help: tenantsHelp, run: tenantsCommand };
      },
    },
  ],
  [
    'erase',
    {
      summary: 'erase a person or company, or show what is held',
      load: async () => {
        const { eraseHelp, eraseCommand } = await import('./commands/erase.ts');
        return { help: eraseHelp, run: eraseCommand };
      },
    },
  ],
]);

const help = (): string =>
  [
    'kindred COMMAND [options]',
    '',
    "Finds the companies that resemble a business's best customers, and says why.",
    '',
    ...[...commands].map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`),
    '',
    'kindred COMMAND --help shows a command with examples; --json makes any of them speak to machines.',
    'Exit codes: 0 done, 1 failed, 2 what was given cannot be used.',
    '',
    'Examples',
    '  kindred demo                          everything, on an invented company',
    '  kindred check exports/                how would my files be understood?',
    '  kindred run exports/ --out results    whom should we call, and why?',
  ].join('\n');

/** Runs a command line; the result is the exit code. Every failure ends in one plain message. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '' || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(help());
    return name === '' ? 2 : 0;
  }
  const command = commands.get(name);
  const json = rest.includes('--json');
  try {
    if (command === undefined)
      throw new KindredError('BadRequest', [
        {
          name: 'command',
          allowed: [...commands.keys()].join(', '),
          received: name,
          remedy: `${meant(name)}see kindred --help`,
        },
      ]);
    const { help: commandHelp, run } = await command.load();
    if (rest.includes('--help') || rest.includes('-h')) {
      terminal.out(commandHelp);
      return 0;
    }
    return await run(rest, terminal);
  } catch (error) {
    if (json && error instanceof KindredError)
      terminal.out(
        JSON.stringify(
          { success: false, error: error.code, message: error.message, problems: error.problems },
          null,
          1,
        ),
      );
    for (const line of errorLines(error, terminal)) terminal.note(line);
    return error instanceof Error ? exitCodeOf(error.name) : 1;
  }
}

/** The command that was probably meant, as the start of a remedy. */
function meant(name: string): string {
  const near = [...commands.keys()].find((known) => editDistance(known, name, 2) <= 2);
  return near === undefined ? '' : `did you mean ${near}? `;
}

/** Runs this process's own command line and leaves its exit code behind. */
export async function start(): Promise<void> {
  const color = process.env['NO_COLOR'] === undefined;
  process.exitCode = await main(process.argv.slice(2), openTerminal(process.stdout, process.stderr, color));
  // A step that was left to be resumed may still be at work; it must not keep the process.
  setTimeout(() => process.exit(), lingerMs).unref();
}

const lingerMs = 1000;

if (import.meta.main) await start();
