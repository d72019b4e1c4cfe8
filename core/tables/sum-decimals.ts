/**
 * Exact sum of decimal texts, with as many decimals as the longest has. Throws a RangeError on anything that is no plain
 * decimal.
 *
 * @example
 * sumDecimals(['0.1', '0.2']); // => '0.3'
 * sumDecimals(['100.0000', '-0.0500']); // => '99.9500'
 * sumDecimals([]); // => '0'
 */
export function sumDecimals(values: readonly string[]): string {
  const scale = values.reduce((most, value) => Math.max(most, value.split('.')[1]?.length ?? 0), 0);
  const total = values.reduce((sum, value) => sum + scaled(value, scale), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return total < 0n ? `-${text}` : text;
}

function scaled(value: string, scale: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (match === null) throw new RangeError(`"${value}" is no plain decimal`);
  const magnitude = BigInt(`${match[2]}${(match[3] ?? '').padEnd(scale, '0')}`);
  return match[1] === '-' ? -magnitude : magnitude;
}
