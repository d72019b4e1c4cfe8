import { apollo } from './apollo.ts';
import { googleAds, linkedin, meta } from './audiences.ts';
import {
  type ExportCell,
  type ExportFile,
  type ExportFormat,
  type ExportName,
  type ExportTarget,
  listOrder,
} from './export-format.ts';
import { hubspot } from './hubspot.ts';
import { plainCsv } from './plain-csv.ts';
import { outreach, replyIo, salesloft } from './sales-engagement.ts';
import { salesforceAccounts, salesforceAccountsApi, salesforceLeads } from './salesforce.ts';

/** Every form a list is handed out in. */
export const exportFormats: readonly ExportFormat[] = [
  plainCsv,
  hubspot,
  salesforceAccounts,
  salesforceAccountsApi,
  salesforceLeads,
  apollo,
  outreach,
  salesloft,
  replyIo,
  linkedin,
  googleAds,
  meta,
];

/** What became of one format: its files, who is not in them, and what to know before importing. */
export type FormatOutcome = {
  readonly format: ExportName;
  readonly title: string;
  readonly how: string;
  readonly files: readonly ExportFile[];
  /** Companies of the lists this tool has no use for (no domain, no name, no person). */
  readonly left_out: number;
  readonly warning: string | null;
};

/**
 * A format's files for the given companies: in list order, those the tool already has (by its own key) in a file of updates
 * with the key first, the others in the main file; files of at most `most` rows. No file for no rows. O(rows × columns).
 */
export function formatFiles(format: ExportFormat, targets: readonly ExportTarget[]): FormatOutcome {
  const companies = [...targets]
    .sort((a, b) => listOrder.indexOf(a.list) - listOrder.indexOf(b.list) || a.rank - b.rank)
    .filter(format.takes);
  const rows = format.persons ? companies.flatMap(peopleOf) : companies;
  const { update } = format;
  const known = update === null ? [] : rows.filter((row) => update.id(row) !== null);
  const fresh = update === null ? rows : rows.filter((row) => update.id(row) === null);
  const cells = (row: ExportTarget): ExportCell[] => format.columns.map(([, cell]) => cell(row));
  const headers = format.columns.map(([header]) => header);
  const files = [
    ...inParts(format, format.file, headers, fresh, cells),
    ...(update === null
      ? []
      : inParts(format, `${format.file}-update`, [update.header, ...headers], known, (row) => [
          update.id(row),
          ...cells(row),
        ])),
  ];
  return {
    format: format.name,
    title: format.title,
    how: format.how,
    files,
    left_out: targets.length - new Set(rows.map((row) => row.target_id)).size,
    warning:
      rows.length > 0 && rows.length < format.least
        ? `${rows.length} rows; the tool wants at least ${format.least}`
        : null,
  };
}

/** One row per person with an address or a number, each once. */
const peopleOf = (row: ExportTarget): ExportTarget[] =>
  row.contacts
    .filter((contact) => contact.email !== null || contact.phone !== null)
    .map((contact) => ({ ...row, contacts: [contact] }));

function inParts(
  format: ExportFormat,
  file: string,
  headers: readonly string[],
  rows: readonly ExportTarget[],
  cells: (row: ExportTarget) => readonly ExportCell[],
): ExportFile[] {
  const parts: ExportFile[] = [];
  for (let from = 0; from < rows.length; from += format.most) {
    const part = from === 0 ? '' : `-${from / format.most + 1}`;
    parts.push({
      format: format.name,
      file: `${file}${part}.csv`,
      headers,
      // Made when it is written: a long list in every form at once would not fit.
      get rows() {
        return rows.slice(from, from + format.most).map(cells);
      },
    });
  }
  return parts;
}
