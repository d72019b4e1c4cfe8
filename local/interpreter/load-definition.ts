import type { Problem } from '../../functions/shared/errors.ts';
import { type Machine, readMachine, refuseDefinition } from './definition.ts';
import { lintMachine } from './lint.ts';

/**
 * A state machine ready to run: the ASL text with its `${name}` substitutions made, as CloudFormation makes them, and
 * everything in it checked. Whatever the interpreter does not implement is refused here, by state and field, so that
 * nothing that runs on one side is ignored on the other.
 *
 * Throws `UnsupportedDefinition` listing every problem.
 *
 * @param text the ASL file
 * @param substitutions value by name, e.g. `{ land: 'land' }`; each value is also the name of a function that may be invoked
 */
export function loadDefinition(text: string, substitutions: { readonly [name: string]: string }): Machine {
  const filled = text.replace(/\$\{([A-Za-z0-9_.]+)\}/g, (whole, name: string) =>
    Object.hasOwn(substitutions, name) ? JSON.stringify(substitutions[name]).slice(1, -1) : whole,
  );
  let value: unknown;
  try {
    value = JSON.parse(filled);
  } catch (error) {
    refuseDefinition([
      {
        name: 'the definition',
        allowed: 'JSON',
        received: error instanceof Error ? error.message : String(error),
        remedy: 'correct the file',
      },
    ]);
  }
  const problems: Problem[] = [];
  const machine = readMachine(value, '', problems);
  if (machine === null || problems.length > 0) refuseDefinition(problems);
  const faults = lintMachine(machine, new Set(Object.values(substitutions)));
  if (faults.length > 0) refuseDefinition(faults);
  return machine;
}
