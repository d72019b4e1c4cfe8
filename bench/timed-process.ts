import { spawnSync } from 'node:child_process';
import * as z from 'zod';

/** What a process took, as it says itself in the last line it prints. */
export type Cost = {
  readonly seconds: number;
  /** User and system, all threads. */
  readonly cpu: number;
  readonly peakMb: number;
};

const cost = z.object({ seconds: z.number(), cpu: z.number(), peakMb: z.number() });

/** Runs a program that prints its {@link Cost} as JSON last; null and the reason where it cannot run. */
export function timedProcess(
  command: string,
  args: readonly string[],
):
  | { readonly cost: Cost; readonly output: readonly string[] }
  | { readonly cost: null; readonly because: string } {
  const ended = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (ended.error !== undefined) return { cost: null, because: ended.error.message };
  const output = ended.stdout.trim().split('\n');
  if (ended.status !== 0)
    return { cost: null, because: ended.stderr.trim().split('\n').at(-1) ?? `status ${ended.status}` };
  return { cost: cost.parse(JSON.parse(output.at(-1) ?? '')), output: output.slice(0, -1) };
}

/** Prints what this process took since `began`, for {@link timedProcess}. */
export function printCost(began: bigint, used: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(used);
  console.log(
    JSON.stringify({
      seconds: Number(process.hrtime.bigint() - began) / 1e9,
      cpu: (user + system) / 1e6,
      peakMb: process.resourceUsage().maxRSS / 1024,
    } satisfies Cost),
  );
}
