import { readFileSync } from 'node:fs';
import { KindredError, type Problem } from '../functions/shared/errors.ts';
import { settingsSchema } from '../functions/shared/settings.ts';

/**
 * The text of a settings file, known to be valid. `BadSettings` lists every problem with the file's name; for text that is no
 * JSON with line and column where the parser tells them.
 */
export function readSettingsFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw refused(path, [
      problem(
        'the file',
        'a settings file (icp.json)',
        error instanceof Error ? error.message : String(error),
      ),
    ]);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refused(path, [{ ...problem('the file', 'JSON', message), line: lineOf(text, message) }]);
  }
  const parsed = settingsSchema.safeParse(value);
  if (!parsed.success)
    throw refused(
      path,
      parsed.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) =>
              problem(
                [...issue.path.map(String), key].join('.'),
                `one of ${Object.keys(settingsSchema.shape).join(', ')}`,
                'an unknown setting',
              ),
            )
          : [
              problem(
                issue.path.map(String).join('.') || 'the file',
                issue.message,
                received(value, issue.path),
              ),
            ],
      ),
    );
  return text;
}

const problem = (name: string, allowed: string, got: string): Problem => ({
  name,
  allowed,
  received: got,
  remedy: 'correct it in the settings file, or leave it out for its default',
});

function refused(path: string, problems: readonly Problem[]): KindredError {
  return new KindredError(
    'BadSettings',
    problems.map((each) => ({ ...each, file: path })),
  );
}

/** The line of a JSON mistake. The parser names the place of some; of others it is where the text first stops being a beginning. */
function lineOf(text: string, message: string): number {
  const named = /line (\d+) column/.exec(message)?.[1];
  if (named !== undefined) return Number(named);
  let sound = 0;
  let broken = text.length;
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (isBeginning(text.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return text.slice(0, broken).split('\n').length;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return error instanceof Error && !error.message.startsWith('Unexpected token');
  }
}

function received(value: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = value;
  for (const key of path) at = at !== null && typeof at === 'object' ? Reflect.get(at, key) : undefined;
  return (JSON.stringify(at) ?? 'nothing').slice(0, 100);
}
