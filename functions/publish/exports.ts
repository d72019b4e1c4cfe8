import { exportFormats, type FormatOutcome, formatFiles } from '../../core/exports/export-files.ts';
import type { Contact, ExportCell, ExportTarget } from '../../core/exports/export-format.ts';
import { registrableDomain } from '../../core/match/registrable-domain.ts';
import type { Target } from '../../core/rank/target.ts';
import type { Artifact, RunState } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import { csvText } from '../shared/csv.ts';
import type { ExportIndex } from '../shared/export-index.ts';
import { writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { columnOrNull, withTables } from '../shared/step-tables.ts';

/**
 * Writes the lists in every form the settings ask for, under the run's `exports/`, with an index of what is there and why what
 * is not is not. Companies that are held back are in none of them.
 */
export async function writeExports(
  ports: StepPorts,
  state: RunState,
  targets: readonly Target[],
  settings: Settings['exports'],
): Promise<{ readonly [name: string]: Artifact }> {
  const folder = `runs/${state.warehouse}/${state.run}/exports`;
  const listed = targets.filter((target) => settings.lists.includes(target.list));
  const handed = listed.filter((target) => target.slot.kind !== 'held-back');
  const contacts = await readContacts(ports, state);
  const rows = handed.map((target): ExportTarget => {
    const domain = target.domain === null ? null : registrableDomain(target.domain);
    const known =
      contacts.get(target.target_id) ?? (domain === null ? undefined : contacts.get(domain)) ?? [];
    return { ...target, contacts: known, as_of: state.as_of };
  });
  const formats: ExportIndex['formats'] = [];
  for (const format of exportFormats) {
    const { name, title, how } = format;
    const because =
      settings.formats !== null && !settings.formats.includes(name)
        ? 'the settings do not ask for it (exports.formats)'
        : format.persons && !settings.contact_audiences
          ? 'it takes people: set exports.contact_audiences to true if you may advertise to those in your contacts file'
          : format.persons && contacts.size === 0
            ? 'it takes people, and no contacts file was given'
            : null;
    const outcome: FormatOutcome | null = because === null ? formatFiles(format, rows) : null;
    const files = [];
    for (const { file, headers, rows: cells } of outcome?.files ?? []) {
      const artifact = await writeArtifact(
        ports.objects,
        `${folder}/${file}`,
        csvText(
          headers,
          cells.map((row) => row.map((cell) => csvCell(cell, settings.formula_guard))),
        ),
      );
      files.push({ file, rows: cells.length, ...artifact });
    }
    formats.push({
      format: name,
      title,
      how,
      files,
      left_out: outcome?.left_out ?? 0,
      warning: outcome?.warning ?? null,
      unavailable_because:
        because ??
        (files.length > 0
          ? null
          : handed.length === 0
            ? `nobody is on the lists that are exported: ${settings.lists.join(', ')}`
            : 'no company of the lists can be imported by it'),
    });
  }
  const index: ExportIndex = {
    version: 1,
    run: state.run,
    as_of: state.as_of,
    lists: [...settings.lists],
    companies: handed.length,
    held_back: listed.length - handed.length,
    formula_guard: settings.formula_guard,
    formats,
  };
  return { exports: await writeJson(ports.objects, `${folder}/exports.json`, index) };
}

type Cell = Parameters<typeof csvText>[1][number][number];

function csvCell(cell: ExportCell, guard: boolean): Cell {
  if (typeof cell === 'object' && cell !== null) return { decimal: cell.verbatim };
  return typeof cell === 'string' && !guard ? { decimal: cell } : cell;
}

/** People by the id or registrable domain of their company, in file order of their columns. */
async function readContacts(
  ports: StepPorts,
  state: RunState,
): Promise<ReadonlyMap<string, readonly Contact[]>> {
  if (state.artifacts['table-contacts'] === undefined) return new Map();
  return await withTables(ports, state, { contacts: 'table-contacts' }, async (tables) => {
    const found = new Map<string, Contact[]>();
    if (!tables.columns.has('contacts')) return found;
    const text = ['name', 'title', 'email', 'phone'].map((column) =>
      columnOrNull(tables, 'contacts', column),
    );
    const rows = await tables.engine.query(`SELECT target, ${text.join(', ')} FROM contacts ORDER BY ALL`);
    const cell = (value: unknown): string | null =>
      typeof value === 'string' && value !== '' ? value : null;
    for (const row of rows) {
      const target = String(row['target']);
      const contact = {
        name: cell(row['name']),
        title: cell(row['title']),
        email: cell(row['email']),
        phone: cell(row['phone']),
      };
      for (const key of new Set([target, registrableDomain(target) ?? target]))
        found.set(key, [...(found.get(key) ?? []), contact]);
    }
    return found;
  });
}
