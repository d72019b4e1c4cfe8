import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { KindredError } from '../functions/shared/errors.ts';

export type Given = {
  readonly values: { readonly [option: string]: string | boolean | undefined };
  readonly positionals: readonly string[];
};

/**
 * Reads a command's arguments. `BadRequest` for options it does not have or values that are missing, with those it has.
 *
 * @param options by name; every command also takes `--help`
 */
export function readArguments(
  command: string,
  args: readonly string[],
  options: { readonly [name: string]: 'string' | 'boolean' },
  positionals: { readonly least: number; readonly most: number; readonly what: string },
): Given {
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(options).map(([name, type]) => [name, { type }]),
  );
  const allowed = Object.entries(options)
    .map(([name, type]) => (type === 'string' ? `--${name} VALUE` : `--${name}`))
    .join(', ');
  let given: Given;
  try {
    const parsed = parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true });
    const values: Record<string, string | boolean | undefined> = {};
    for (const [name, value] of Object.entries(parsed.values))
      if (!Array.isArray(value)) values[name] = value;
    given = { values, positionals: parsed.positionals };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw wrong(command, allowed === '' ? 'no option' : allowed, message);
  }
  const count = given.positionals.length;
  if (count < positionals.least || count > positionals.most)
    throw wrong(
      command,
      positionals.what,
      count === 0 ? 'nothing' : `${count}: ${given.positionals.join(' ')}`,
    );
  return given;
}

const wrong = (command: string, allowed: string, received: string): KindredError =>
  new KindredError('BadRequest', [
    {
      name: `kindred ${command}`,
      allowed,
      received,
      remedy: `see kindred ${command} --help`,
    },
  ]);

/** An option's text, or its default. */
export function text(given: Given, name: string, fallback: string): string {
  const value = given.values[name];
  return typeof value === 'string' ? value : fallback;
}

/** A whole number within bounds; `BadRequest` names the option. */
export function wholeNumber(given: Given, name: string, fallback: number, most: number): number {
  const value = given.values[name];
  if (value === undefined) return fallback;
  const parsed = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (parsed >= 0 && parsed <= most) return parsed;
  throw new KindredError('BadRequest', [
    {
      name: `--${name}`,
      allowed: `a whole number from 0 to ${most}`,
      received: String(value),
      remedy: 'correct it, or leave it out',
    },
  ]);
}
