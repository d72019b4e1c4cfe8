import * as z from 'zod';
import { registrableDomain } from '../../../core/match/registrable-domain.ts';
import { type ApiReply, UnreadableAnswer } from './provider.ts';

/*
 * Every field of an answer is optional, may be null, and may be of another type than documented: a field that cannot be read
 * is not known; only a body without its outer shape is unreadable. Text is cut, numbers are finite and within bounds.
 */

const longest = 2000;

/** Text with control characters and surrounding blanks gone, cut at 2,000 characters; null when nothing is left. */
export const looseText = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (typeof value !== 'string') return null;
    const text = value
      .slice(0, longest)
      .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
      .trim();
    return text === '' ? null : text;
  });

/** A whole number above 0, from a number or from digits; null otherwise. Providers write 0 for "not known". */
export const loosePositive = z
  .unknown()
  .optional()
  .transform((value): number | null => {
    const number =
      typeof value === 'number'
        ? value
        : typeof value === 'string' && /^\d{1,15}(\.\d+)?$/.test(value)
          ? Number(value)
          : 0;
    const whole = Math.round(number);
    return Number.isSafeInteger(whole) && whole > 0 ? whole : null;
  });

/** Any finite number; null otherwise. */
export const looseNumber = z
  .unknown()
  .optional()
  .transform((value): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null));

/** A year from 1500 to 2200, out of a number or the start of a date. */
export const looseYear = z
  .unknown()
  .optional()
  .transform((value): number | null => {
    const year = Number(String(value ?? '').slice(0, 4));
    return Number.isInteger(year) && year >= 1500 && year <= 2200 ? year : null;
  });

/** The day of an ISO date or time; null when it is none. */
export const looseDay = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    const day = typeof value === 'string' ? value.slice(0, 10) : '';
    return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(day) ? day : null;
  });

/** A registrable domain out of a domain or a website; null when it is none. */
export const looseDomain = z
  .unknown()
  .optional()
  .transform((value): string | null =>
    typeof value === 'string' ? registrableDomain(value.slice(0, 300)) : null,
  );

/** A list whose members are read one by one; anything else is an empty list. Longer lists are cut. */
export function looseList<T extends z.ZodType>(member: T, most = 10_000) {
  return z
    .unknown()
    .optional()
    .transform((value): z.output<T>[] => {
      if (!Array.isArray(value)) return [];
      return value.slice(0, most).flatMap((each: unknown) => {
        const parsed = member.safeParse(each);
        return parsed.success ? [parsed.data] : [];
      });
    });
}

/** An object read by a schema whose fields are loose; null when it is no object. */
export function looseObject<T extends z.ZodRawShape>(shape: T) {
  const schema = z.object(shape);
  return z
    .unknown()
    .optional()
    .transform((value): z.output<typeof schema> | null => {
      const parsed = schema.safeParse(value);
      return parsed.success ? parsed.data : null;
    });
}

/** The body of a reply in its documented outer shape; {@link UnreadableAnswer} names what is missing. */
export function answerOf<T>(schema: z.ZodType<T>, reply: ApiReply | null, what: string): T {
  const parsed = schema.safeParse(reply?.body);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new UnreadableAnswer(`${what}${place === '' ? '' : `: ${place}`}`);
}
