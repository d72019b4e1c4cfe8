import { readFileSync } from 'node:fs';
import { KindredError } from '../functions/shared/errors.ts';
import { parseSettings } from '../functions/shared/warehouse-settings.ts';

/**
 * The text of a settings file, known to be valid. `BadSettings` lists every problem with the file's name; for text that is no
 * JSON with the line of the mistake.
 */
export function readSettingsFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw refused(path, 'a settings file (icp.json)', error, {});
  }
  try {
    JSON.parse(text);
  } catch (error) {
    throw refused(path, 'JSON', error, { line: lineOf(text, error instanceof Error ? error.message : '') });
  }
  parseSettings(text, path);
  return text;
}

function refused(file: string, allowed: string, error: unknown, place: { line?: number }): KindredError {
  const received = error instanceof Error ? error.message : String(error);
  const remedy = 'correct the settings file, or give another with --settings';
  return new KindredError('BadSettings', [{ name: 'the file', allowed, received, remedy, file, ...place }], {
    cause: error,
  });
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
