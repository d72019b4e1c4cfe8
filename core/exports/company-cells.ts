import { registrableDomain } from '../match/registrable-domain.ts';
import type { ExportCell, ExportTarget } from './export-format.ts';

/** Cells that several tools ask for. */

/** The bare domain: lower case, no scheme, no path; null where there is none. */
export const domainCell = (row: ExportTarget): string | null =>
  row.domain === null ? null : registrableDomain(row.domain);

/** The website as an address a browser opens. */
export function websiteCell(row: ExportTarget): string | null {
  const domain = domainCell(row);
  return domain === null ? null : `https://${domain}`;
}

/**
 * A telephone number as it is, unguarded where it is digits and the marks between them, since `'+1…` would not be dialled.
 *
 * @example
 * phoneCell('+1 555-010-0101'); // => { verbatim: '+1 555-010-0101' }
 * phoneCell('=HYPERLINK(1)'); // => '=HYPERLINK(1)'
 */
export function phoneCell(phone: string | null): ExportCell {
  if (phone === null) return null;
  return /^\+?[\d\s()./-]{5,40}$/.test(phone) ? { verbatim: phone } : phone;
}

/** A whole number or nothing: importers take no decimals here. */
export const wholeCell = (value: number | null): number | null => (value === null ? null : Math.round(value));

/** The company's page on LinkedIn; null where the file has none or it is no page of a company. */
export function linkedinCell(row: ExportTarget): string | null {
  const page = row.company.linkedin_page;
  return page !== null && /linkedin\.com\/(company|school|showcase|sales\/company)\//i.test(page)
    ? page
    : null;
}

/** Where the list comes from, e.g. "Kindred tier-a 2026-07-01". */
export const sourceList = (row: ExportTarget): string => `Kindred ${row.list} ${row.as_of}`;

/** The owner where it is an e-mail address, which tools take for one of their users. */
export const ownerMailCell = (row: ExportTarget): string | null =>
  row.owner !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(row.owner) ? row.owner : null;
