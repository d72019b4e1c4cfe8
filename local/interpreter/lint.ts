import type { Problem } from '../../functions/shared/errors.ts';
import type { Json } from '../../functions/shared/ports.ts';
import type { Machine, State } from './definition.ts';
import { expressionFaults, expressionIn } from './expression.ts';

type Report = (where: string, allowed: string, received: string) => void;

/**
 * What is wrong with a well-formed machine: targets that do not exist, states nothing leads to, `States.ALL` that is not
 * alone and last, delays that cannot grow, variables nothing assigns, functions without an implementation, strings that
 * begin an expression and do not end it. (`asl-validator` notices neither the retry rules nor the variables.)
 */
export function lintMachine(machine: Machine, functions: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = [];
  lint(machine, '', new Set(), functions, (name, allowed, received) => {
    problems.push({ name, allowed, received, remedy: 'correct the definition' });
  });
  return problems;
}

function lint(
  machine: Machine,
  path: string,
  outer: ReadonlySet<string>,
  functions: ReadonlySet<string>,
  report: Report,
): void {
  const names = [...machine.States.keys()];
  const at = (name: string): string => `state ${path}${name}`;
  const own = names.flatMap((name) => assignedBy(machine.States.get(name)));
  const shadowed = own.filter((name) => outer.has(name));
  if (shadowed.length > 0)
    report(
      path === '' ? 'the definition' : `${path}`,
      'variables of its own',
      `$${shadowed[0]} of an outer scope`,
    );
  const variables = new Set([...outer, ...own]);
  if (!machine.States.has(machine.StartAt))
    report(`${path === '' ? 'the definition' : path}, field StartAt`, 'the name of a state', machine.StartAt);
  const reached = new Set([machine.StartAt]);
  for (const name of reached) for (const target of targetsOf(machine.States.get(name))) reached.add(target);
  for (const [name, state] of machine.States) {
    if (!reached.has(name)) report(at(name), 'a state something leads to', 'a state nothing leads to');
    for (const target of targetsOf(state))
      if (!machine.States.has(target)) report(at(name), 'the name of a state', target);
    lintState(state, at(name), variables, functions, report);
    const inner = (sub: Machine, label: string): void =>
      lint(sub, `${path}${name}/${label}/`, variables, functions, report);
    if (state.Type === 'Parallel')
      state.Branches.forEach((branch, index) => {
        inner(branch, `Branches[${index}]`);
      });
    if (state.Type === 'Map') inner(state.ItemProcessor, 'ItemProcessor');
  }
}

function lintState(
  state: State,
  where: string,
  variables: ReadonlySet<string>,
  functions: ReadonlySet<string>,
  report: Report,
): void {
  const { Comment: _, ...fields } = state;
  for (const [field, value] of Object.entries(fields))
    if (field !== 'Branches' && field !== 'ItemProcessor')
      lintStrings(toJson(value), `${where}, field ${field}`, variables, report);
  if (state.Type === 'Task' && !functions.has(state.Arguments.FunctionName))
    report(
      `${where}, field Arguments.FunctionName`,
      `one of ${[...functions].join(', ')}`,
      state.Arguments.FunctionName,
    );
  if (!('Retry' in state || 'Catch' in state)) return;
  for (const [kind, list] of [
    ['Retry', state.Retry ?? []],
    ['Catch', state.Catch ?? []],
  ] as const) {
    for (const [index, { ErrorEquals }] of list.entries()) {
      const place = `${where}, field ${kind}[${index}].ErrorEquals`;
      if (ErrorEquals.includes('States.ALL') && ErrorEquals.length > 1)
        report(place, 'States.ALL alone', ErrorEquals.join(', '));
      if (ErrorEquals.includes('States.ALL') && index < list.length - 1)
        report(place, 'States.ALL in the last place', `place ${index + 1} of ${list.length}`);
    }
  }
  for (const [index, retrier] of (state.Retry ?? []).entries())
    if (retrier.MaxDelaySeconds !== undefined && retrier.MaxDelaySeconds <= (retrier.IntervalSeconds ?? 1))
      report(
        `${where}, field Retry[${index}].MaxDelaySeconds`,
        'more than IntervalSeconds',
        String(retrier.MaxDelaySeconds),
      );
}

function lintStrings(value: Json, where: string, variables: ReadonlySet<string>, report: Report): void {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) lintStrings(each, `${where}[${index}]`, variables, report);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, each] of Object.entries(value))
      lintStrings(each ?? null, `${where}.${key}`, variables, report);
  } else if (typeof value === 'string') {
    const source = expressionIn(value);
    if (source !== null)
      for (const fault of expressionFaults(source, variables))
        report(where, 'JSONata over what is assigned', fault);
    else if (value.startsWith('{%')) report(where, 'an expression closed by %}', value.slice(0, 60));
    else if (/\$\{[^}]*\}/.test(value)) report(where, 'a substitution that is given', value.slice(0, 60));
  }
}

/** State fields are parsed JSON; `undefined` members vanish. */
const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));

function assignedBy(state: State | undefined): string[] {
  if (state === undefined) return [];
  const blocks = [
    'Assign' in state ? state.Assign : undefined,
    ...('Catch' in state ? (state.Catch ?? []) : []).map((each) => each.Assign),
    ...('Choices' in state ? state.Choices : []).map((each) => each.Assign),
  ];
  return blocks.flatMap((block) => Object.keys(block ?? {}));
}

function targetsOf(state: State | undefined): string[] {
  if (state === undefined) return [];
  return [
    'Next' in state ? state.Next : undefined,
    'Default' in state ? state.Default : undefined,
    ...('Catch' in state ? (state.Catch ?? []) : []).map((each) => each.Next),
    ...('Choices' in state ? state.Choices : []).map((each) => each.Next),
  ].filter((name) => name !== undefined);
}
