import type { Json } from '../functions/shared/ports.ts';
import type { StateEvent } from './interpreter/history.ts';
import { barLine, tickingLine } from './progress-bar.ts';
import type { Terminal } from './terminal.ts';

const titles: { readonly [state: string]: string } = {
  TakeTicket: 'take a ticket',
  QuietTime: 'wait for more files',
  Land: 'land the files',
  Rollup: 'roll orders up by customer',
  Label: 'find the best customers',
  Traits: 'learn what sets them apart',
  Enrich: 'build the candidate pools',
  Rank: 'score and rank',
  Publish: 'publish',
  PublishStored: 'hand out the stored run',
  ReportFailure: 'report the failure',
};
/** The steps of a run in their order, for the bar. */
const order = ['Land', 'Rollup', 'Label', 'Traits', 'Enrich', 'Rank', 'Publish'];
/** States whose coming and going says nothing to a person. */
const silent = new Set(['TakeTicket', 'CheckTicket', 'QuietTime']);

/**
 * Shows an execution's steps as they begin and end, each with the seconds it took and what it counted. On a live terminal a
 * bar stands under them while a step runs; elsewhere a line is written when a step ends.
 *
 * @returns a listener for the interpreter's transitions; feed it one execution's
 */
export function stepProgress(
  terminal: Terminal,
  write: (text: string) => void = (text) => process.stderr.write(text),
): (event: StateEvent) => void {
  const entered = new Map<string, number>();
  let stop = (): void => undefined;
  return (event) => {
    const title = titles[event.state];
    if (title === undefined || silent.has(event.state) || event.path !== '') return;
    const key = `${event.visit}`;
    if (event.kind === 'entered') {
      entered.set(key, Date.parse(event.at));
      stop();
      const done = order.indexOf(event.state);
      if (terminal.live)
        stop = tickingLine(
          (seconds) =>
            done < 0 ? `… ${title}` : terminal.dim(barLine({ done, of: order.length, title, seconds })),
          write,
        );
      return;
    }
    stop();
    stop = () => undefined;
    const seconds = ((Date.parse(event.at) - (entered.get(key) ?? Date.parse(event.at))) / 1000).toFixed(1);
    if (event.kind === 'retrying')
      write(`  ${title}: ${event.error}, again in ${event.delay_seconds.toFixed(1)} s\n`);
    else if (event.kind === 'failed' || event.caught !== null)
      write(`  ${terminal.red('✗')} ${title.padEnd(28)}${seconds.padStart(6)} s\n`);
    else
      write(
        `  ${terminal.green('✓')} ${title.padEnd(28)}${seconds.padStart(6)} s  ${terminal.dim(
          factsOf(event.output, event.state.toLowerCase()),
        )}\n`.replace(/ +\n$/, '\n'),
      );
  };
}

/** The first few facts of a step, as `name value`. */
function factsOf(output: Json, step: string): string {
  const facts = member(member(landed(output), 'facts'), step);
  if (facts === null || typeof facts !== 'object' || Array.isArray(facts)) return '';
  return Object.entries(facts)
    .filter(([, value]) => typeof value === 'number' || (typeof value === 'string' && isWord(value)))
    .slice(0, 5)
    .map(
      ([name, value]) => `${name.replaceAll('_', ' ')} ${typeof value === 'number' ? grouped(value) : value}`,
    )
    .join(' · ');
}

/** Sentences and dates are for the report. */
const isWord = (text: string): boolean => text.length <= 24 && !/^\d{4}-/.test(text);

const landed = (output: Json): Json =>
  member(output, 'outcome') === 'landed' ? member(output, 'state') : output;

const member = (value: Json, name: string): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? ((Object.hasOwn(value, name) ? Object.entries(value).find(([key]) => key === name)?.[1] : null) ?? null)
    : null;

const grouped = (value: number): string =>
  Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : String(value);
