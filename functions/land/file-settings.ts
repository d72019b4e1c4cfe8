import type { Settings } from '../shared/settings.ts';

/** What the settings say about one file. */
export type FileSettings = NonNullable<Settings['files'][string]>;

/** The entry for a file: by its name below the inbox, else by its last part. */
export function fileSettings(settings: Settings, file: string): FileSettings {
  const entries = new Map(Object.entries(settings.files));
  return entries.get(file) ?? entries.get(file.split('/').at(-1) ?? file) ?? {};
}
