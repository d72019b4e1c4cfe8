import { counted, percent, whole } from '../../core/report/numbers.ts';
import { canonicalTables, type TableDefinition, tableNames } from '../../core/tables/canonical-tables.ts';
import { carriedColumns } from '../../core/tables/carried-columns.ts';
import type { ColumnMapping, FileMapping } from '../../core/tables/mapping.ts';
import type { Check } from '../answers.ts';
import { type Child, element } from '../element.ts';
import type { Decisions, FileDecision } from './decisions.ts';
import { notice } from './notice.ts';

type Changed = () => void;

/** How every file and column was understood, with what speaks for it; each can be put right. Corrections go into `decisions`. */
export function mappingView(check: Check, decisions: Decisions, changed: Changed): readonly HTMLElement[] {
  return check.mapping.files.map((file) => fileView(file, check, decisionOf(decisions, file.file), changed));
}

/** The decision on a file, kept only once something is decided. */
function decisionOf(decisions: Decisions, file: string): (change: (decision: FileDecision) => void) => void {
  return (change) => {
    const decision = decisions.get(file) ?? {};
    change(decision);
    decisions.set(file, decision);
  };
}

type Decide = ReturnType<typeof decisionOf>;

function fileView(file: FileMapping, check: Check, decide: Decide, changed: Changed): HTMLElement {
  const rows = check.accounting.files.find((counted) => counted.file === file.file);
  const id = `file-${file.file.replace(/[^A-Za-z0-9]/g, '-')}`;
  const ignored = element('input', {
    type: 'checkbox',
    on: {
      change: () => {
        decide((decision) => {
          decision.ignore = ignored.checked;
        });
        changed();
      },
    },
  });
  const troubles = file.undecided.filter(({ blocking }) => blocking).length;
  return element(
    'details',
    { class: 'card file', open: troubles > 0 || file.table === null || file.table === 'orders' },
    element(
      'summary',
      {},
      element('b', {}, file.file),
      ` ${file.table === null ? 'not understood' : tableWords(file.table)} `,
      element(
        'span',
        { class: 'soft' },
        rows === undefined ? '' : `${whole(rows.rows_accepted)} of ${counted(rows.rows_read, 'row')} usable`,
      ),
      troubles === 0 ? null : element('span', { class: 'tag bad' }, counted(troubles, 'question')),
    ),
    file.note === null ? null : notice('warn', file.note),
    rows === undefined || rows.examples.length === 0
      ? null
      : element(
          'details',
          {},
          element('summary', {}, `${counted(rows.rows_quarantined, 'row')} refused, for example`),
          element(
            'ul',
            {},
            rows.examples.map((line) => element('li', {}, line)),
          ),
        ),
    element(
      'div',
      { class: 'controls' },
      element('label', {}, 'Read as', tableChoice(file, decide, changed)),
      element('label', { class: 'check' }, ignored, 'Leave this file out'),
    ),
    file.evidence === '' ? null : element('p', { class: 'soft' }, `Why: ${file.evidence}.`),
    file.undecided.map((question) => styleQuestion(question, decide, changed)),
    file.columns.length === 0 ? null : columnTable(file, id, decide, changed),
  );
}

const tableWords = (table: string): string => table.replaceAll('_', ' ');

function tableChoice(file: FileMapping, decide: Decide, changed: Changed): HTMLElement {
  const choice = element(
    'select',
    {
      on: {
        change: () => {
          decide((decision) => {
            decision.table = choice.value;
          });
          changed();
        },
      },
    },
    file.table === null ? element('option', { value: '', selected: true }, 'choose a table') : null,
    tableNames.map((table) =>
      element('option', { value: table, selected: table === file.table }, tableWords(table)),
    ),
  );
  return choice;
}

/** A matter that the values leave open: which comes first in a date, what marks decimals. */
function styleQuestion(
  question: FileMapping['undecided'][number],
  decide: Decide,
  changed: Changed,
): HTMLElement {
  const pick = (words: string, change: (decision: FileDecision) => void): HTMLElement =>
    element(
      'button',
      {
        type: 'button',
        on: {
          click: () => {
            decide(change);
            changed();
          },
        },
      },
      words,
    );
  const answers: readonly Child[] =
    question.matter === 'date order'
      ? [
          pick('Day first (31/12)', (decision) => {
            decision.day_first = true;
          }),
          pick('Month first (12/31)', (decision) => {
            decision.day_first = false;
          }),
        ]
      : question.matter === 'decimal mark'
        ? [
            pick('Point (1,234.5)', (decision) => {
              decision.decimal = '.';
            }),
            pick('Comma (1.234,5)', (decision) => {
              decision.decimal = ',';
            }),
          ]
        : [];
  return notice(
    question.blocking ? 'bad' : 'warn',
    element('b', {}, `${question.header}: ${question.matter}. `),
    `${question.evidence} `,
    answers,
  );
}

function columnTable(file: FileMapping, id: string, decide: Decide, changed: Changed): HTMLElement {
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Columns of ${file.file}` },
    element(
      'table',
      { class: 'stack' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ['Column in the file', 'Becomes', 'Sure', 'Why'].map((title) =>
            element('th', { scope: 'col' }, title),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        file.columns.map((column) =>
          element(
            'tr',
            { class: column.role === 'ignored' ? 'dim' : null },
            element('th', { scope: 'row' }, column.header === '' ? '(no name)' : column.header),
            element('td', {}, columnChoice(file, column, `${id}-${column.position}`, decide, changed)),
            element('td', { class: 'sure', 'data-label': 'Sure' }, sureness(column)),
            element('td', { class: 'soft' }, column.evidence),
          ),
        ),
      ),
    ),
  );
}

function sureness({ confidence, role }: ColumnMapping): Child {
  if (role === 'attribute' || role === 'ignored') return element('span', { class: 'soft' }, 'kept as it is');
  const words = confidence >= 0.9 ? 'sure' : confidence >= 0.6 ? 'likely' : 'unsure';
  return element('span', { class: `tag ${words}`, title: percent(confidence) }, words);
}

function columnChoice(
  file: FileMapping,
  column: ColumnMapping,
  id: string,
  decide: Decide,
  changed: Changed,
): HTMLElement {
  const at = column.role === 'canonical' || column.role === 'ingredient' ? column.column : '';
  const choice = element(
    'select',
    {
      id,
      'aria-label': `What ${column.header} of ${file.file} becomes`,
      on: {
        change: () => {
          decide((decision) => {
            decision.columns = { ...decision.columns, [column.header]: choice.value };
          });
          choice.classList.add('changed');
          changed();
        },
      },
    },
    column.role === 'ingredient'
      ? element('option', { value: at, selected: true }, `${tableWords(at)} (to reckon with)`)
      : null,
    element(
      'option',
      { value: 'attribute', selected: column.role === 'attribute' },
      'a further column, kept',
    ),
    element('option', { value: 'ignore', selected: column.role === 'ignored' }, 'nothing: leave it out'),
    targets(file).map(([table, names]) =>
      element(
        'optgroup',
        { label: tableWords(table) },
        names.map(([name, meaning]) =>
          element(
            'option',
            {
              value: name,
              selected: column.role === 'canonical' && column.table === table && name === at,
              title: meaning,
            },
            tableWords(name),
          ),
        ),
      ),
    ),
  );
  return choice;
}

/** The columns a file of this table can fill: its own, then those it carries for others. */
function targets(file: FileMapping): readonly (readonly [string, readonly (readonly [string, string])[]])[] {
  if (file.table === null) return [];
  const carried = (carriedColumns[file.table] ?? []).map(([table]) => table);
  return [...new Set([file.table, ...carried])].map((table) => {
    const { columns }: TableDefinition = canonicalTables[table];
    return [table, Object.entries(columns).map(([name, { meaning }]) => [name, meaning] as const)] as const;
  });
}
