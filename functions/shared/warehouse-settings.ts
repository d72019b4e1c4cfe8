import { KindredError } from './errors.ts';
import type { ObjectStore } from './ports.ts';
import { type Settings, settingsSchema } from './settings.ts';
import { settingsProblems } from './settings-problems.ts';

/** Where a warehouse's settings live; absent means every default. */
export const settingsKey = (warehouse: string): string => `settings/${warehouse}/icp.json`;

/**
 * Reads and resolves a warehouse's settings. Errors: `BadSettings` with every problem at once.
 */
export async function readSettings(objects: ObjectStore, warehouse: string): Promise<Settings> {
  const key = settingsKey(warehouse);
  const bytes = await objects.get(key);
  if (bytes === null) return settingsSchema.parse({});
  return parseSettings(new TextDecoder().decode(bytes), key);
}

/** Settings somebody proposed under a key, resolved; null when there are none. Errors: `BadSettings`. */
export async function proposedSettings(objects: ObjectStore, key: string): Promise<Settings | null> {
  const bytes = await objects.get(key);
  return bytes === null ? null : parseSettings(new TextDecoder().decode(bytes), 'the proposed settings');
}

/** Resolves the text of an `icp.json`. Errors: `BadSettings` with every problem at once, each naming its key. */
export function parseSettings(text: string, file: string): Settings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new KindredError(
      'BadSettings',
      [
        {
          file,
          name: 'icp.json',
          allowed: 'JSON',
          received: cause instanceof Error ? cause.message : 'something else',
          remedy: 'check quotes and commas',
        },
      ],
      { cause },
    );
  }
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KindredError('BadSettings', settingsProblems(parsed.error.issues, value, file));
}

/** Quiet time of a warehouse. Settings that cannot be read leave it at the place's default: landing then refuses them. */
export async function quietSeconds(
  objects: ObjectStore,
  warehouse: string,
  fallback: number,
): Promise<number> {
  try {
    return (await readSettings(objects, warehouse)).quiet_seconds ?? fallback;
  } catch (error) {
    if (error instanceof KindredError && error.code === 'BadSettings') return fallback;
    throw error;
  }
}
