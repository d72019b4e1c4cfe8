import { openLander } from './land-mutated.ts';
import { mutatedFiles } from './mutated-files.ts';

/**
 * `npm run bench -- mutations [FILES] [FROM]`: lands so many mutated files (100,000 unless told), a few to a drop, and prints what became of
 * them: verdicts, faults, the slowest file, the memory it took. A drop that takes over two seconds is landed again file by file.
 */
const [files = 100_000, from = 0] = process.argv.slice(2).map(Number);
const batch = 20;
const slow = 2000;
const verdicts = new Map<string, number>();
const faults: string[] = [];
let slowest = 0;
let hangs = 0;
let peak = 0;
let lander = await openLander();
const started = performance.now();

for (let at = 0; at < files; at += batch) {
  const drop = mutatedFiles(from + at, Math.min(batch, files - at));
  const told = await lander.land(drop);
  for (const [verdict, count] of Object.entries(told.verdicts))
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + count);
  faults.push(
    ...told.faults.map((fault) => `files ${from + at} to ${from + at + drop.length - 1}: ${fault}`),
  );
  if (told.milliseconds > slow || told.faults.length > 0)
    for (const [place, file] of drop.entries()) {
      const alone = await lander.land([file]);
      slowest = Math.max(slowest, alone.milliseconds);
      if (alone.milliseconds > slow) hangs += 1;
      faults.push(...alone.faults.map((fault) => `file ${from + at + place}: ${fault}`));
    }
  else slowest = Math.max(slowest, told.milliseconds / drop.length);
  peak = Math.max(peak, process.memoryUsage().rss);
  // An engine keeps a little of every schema it ever had.
  if ((at / batch) % 500 === 499) {
    await lander.close();
    lander = await openLander();
    process.stderr.write(`${at + batch} files, ${faults.length} faults\n`);
  }
}
await lander.close();

const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  [
    `${files} mutated files in ${seconds.toFixed(0)} s`,
    `verdicts: ${[...verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(', ')}`,
    `faults: ${faults.length}`,
    `files over ${slow / 1000} s: ${hangs}; slowest ${slowest.toFixed(0)} ms; peak memory ${(peak / 1024 / 1024).toFixed(0)} MB`,
    ...faults.slice(0, 20),
    '',
  ].join('\n'),
);
process.exitCode = faults.length + hangs === 0 ? 0 : 1;
