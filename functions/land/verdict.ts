import type { Accounting, FileAccounting } from '../../core/tables/accounting.ts';
import { settingLine } from '../../core/tables/file-decision.ts';
import { headerForm } from '../../core/tables/header-name.ts';
import type { DropMapping, FileMapping } from '../../core/tables/mapping.ts';
import { nameSpeaksFor } from '../../core/tables/table-hints.ts';
import type { Settings } from '../shared/settings.ts';

/** Why a drop cannot run. `final`: no further file helps, a correction does. */
export type Verdict = {
  readonly final: boolean;
  readonly summary: string;
  readonly remedy: readonly string[];
  /** Tables that are still missing. */
  readonly waitingFor: readonly string[];
};

type Seen = Pick<Accounting, 'files' | 'tables'>;

/** Null when a landing can be run on; else what is wrong, for a person, all at once. */
export function usable(accounting: Seen, mapping: DropMapping, settings: Settings): Verdict | null {
  const problems = [
    ...mapping.files.flatMap(undecidedProblems),
    ...accounting.files.flatMap((file) => badRowProblems(file, settings)),
  ];
  if (problems.length > 0) return verdict(problems, true);
  const orders = accounting.tables.orders;
  if (orders !== undefined && orders.rows > 0) return null;
  if (orders !== undefined) return verdict(emptyOrders(accounting), true);
  const suspects = accounting.files.flatMap((file) =>
    suspectProblems(
      file,
      mapping.files.find((made) => made.file === file.file),
    ),
  );
  if (suspects.length > 0) return verdict(suspects, true);
  const read = accounting.files
    .filter(({ table }) => table !== null)
    .map(({ file, table }) => `${file} (${table})`);
  return {
    final: false,
    summary:
      accounting.files.length === 0
        ? 'The inbox is empty: an orders file is needed.'
        : `No orders file yet; ${read.length === 0 ? 'none of the files holds a table that is known' : `read so far: ${read.join(', ')}`}.`,
    remedy: [
      'drop a CSV of orders with columns for order number, order date, customer and amount (e.g. order_id, order_date, customer_id, order_revenue)',
      ...accounting.files.filter(({ verdict: fate }) => fate !== 'landed').map(fileNote),
    ],
    waitingFor: ['orders'],
  };
}

type Trouble = { readonly text: string; readonly remedy: string };

function verdict(troubles: readonly Trouble[], final: boolean): Verdict {
  return {
    final,
    summary: troubles.map(({ text }) => text).join('; '),
    remedy: [...new Set(troubles.map(({ remedy }) => remedy))],
    waitingFor: [],
  };
}

function undecidedProblems({ file, undecided }: FileMapping): readonly Trouble[] {
  return undecided
    .filter(({ blocking }) => blocking)
    .map(({ header, column, evidence, setting }) => ({
      text: `${file}, column ${header} (${column}): ${evidence}`,
      remedy: `decide it in icp.json: ${setting}`,
    }));
}

function badRowProblems(file: FileAccounting, settings: Settings): readonly Trouble[] {
  const bad = file.rows_quarantined - (file.quarantined_by['NOT_A_SALE'] ?? 0);
  if (file.rows_read === 0 || bad / file.rows_read <= settings.bad_rows.fail) return [];
  const codes = Object.entries(file.quarantined_by)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([code, count]) => `${code} ${count}`);
  return [
    {
      text: `${file.file}: ${bad} of ${file.rows_read} rows were refused (${codes.join(', ')}), more than the ${settings.bad_rows.fail * 100} % the settings allow. ${file.examples.join('. ')}`,
      remedy: `correct the rows listed in quarantine.csv, or raise "bad_rows": {"fail": …} in icp.json`,
    },
  ];
}

function emptyOrders(accounting: Seen): readonly Trouble[] {
  const files = accounting.files.filter(({ table }) => table === 'orders' || table === 'order_lines');
  return files.map(({ file, rows_read, rows_quarantined, examples }) => ({
    text: `${file}: no order could be used (${rows_read} rows read, ${rows_quarantined} refused)${examples.length === 0 ? '' : `. ${examples.join('. ')}`}`,
    remedy: rows_read === 0 ? 'export it with its rows' : 'see quarantine.csv for the reason of each row',
  }));
}

/** What is said of a file that gave no rows; refusals begin with its name already. */
function fileNote({ file, note }: Pick<FileAccounting, 'file' | 'note'>): string {
  const said = note ?? 'could not be used';
  return said.startsWith(`${file}:`) || said.startsWith(`${file},`) ? said : `${file}: ${said}`;
}

/** A file that says it holds orders and could not be mapped or read: waiting for another would be wrong. */
function suspectProblems(account: FileAccounting, mapping: FileMapping | undefined): readonly Trouble[] {
  const { file, note, verdict: fate } = account;
  const named = nameSpeaksFor(file, 'orders') && !nameSpeaksFor(file, 'order_lines');
  if (!named || fate === 'landed') return [];
  const header = mapping?.columns[0]?.header ?? '';
  return [
    {
      text: fileNote(account),
      remedy:
        fate === 'refused' || note?.includes('"files"') === true
          ? 'correct the file or the settings as said, and drop it again'
          : `name its columns in icp.json: ${settingLine(file, headerForm(header) === '' ? 'HEADER' : header, 'order_id')}`,
    },
  ];
}
