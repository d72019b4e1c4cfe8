import { availableParallelism, totalmem } from 'node:os';

/** Half of the machine's memory for tables, so that the process itself and a neighbour fit beside them; every core. */
export function resources(): { readonly memoryLimitMb: number; readonly threads: number } {
  const constrained = process.constrainedMemory();
  const total = constrained > 0 && constrained < totalmem() ? constrained : totalmem();
  return {
    memoryLimitMb: Math.max(512, Math.floor(total / 2 / 1_048_576)),
    threads: Math.max(1, availableParallelism()),
  };
}
