/** How wide the bar is, in characters. */
const width = 14;
/** How often the seconds of a running step are shown anew. */
const everyMs = 200;

/**
 * The line of something that is under way.
 *
 * @example
 * barLine({ done: 2, of: 7, title: 'score and rank', seconds: 4.25 }); // => '█████▌────────  3 of 7  score and rank  4.2 s'
 */
export function barLine({
  done,
  of,
  title,
  seconds,
}: {
  readonly done: number;
  readonly of: number;
  readonly title: string;
  readonly seconds: number;
}): string {
  // The step that runs counts for a third, so that the bar moves when it begins and never says that it is done.
  const filled = ((done + 1 / 3) / of) * width;
  const whole = Math.min(width - 1, Math.floor(filled));
  const bar = `${'█'.repeat(whole)}${filled - whole >= 0.5 ? '▌' : '─'}`.padEnd(width, '─');
  return `${bar}  ${done + 1} of ${of}  ${title}  ${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
}

/** A line of a live terminal that is drawn again as time passes, until it is stopped; then it is gone. */
export function tickingLine(line: (seconds: number) => string, write: (text: string) => void): () => void {
  const began = performance.now();
  const draw = (): void => write(`\r\u001b[2K  ${line((performance.now() - began) / 1000)}`);
  draw();
  const timer = setInterval(draw, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    write('\r\u001b[2K');
  };
}
