import { registrableDomain } from '../match/registrable-domain.ts';

/** How a person or company can be named in a request to erase or show what is held. */
export const subjectKinds = ['customer_id', 'target_id', 'domain', 'company', 'email', 'person'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** What a value is looked for as: an id where ids stand, anything else wherever it stands. */
export type SubjectForm = `${'id' | 'domain' | 'email' | 'name'}:${string}`;

/** A company is gone with everything that refers to it; a person's cells are emptied where a row is of something else. */
export const isCompany = (kind: SubjectKind): boolean => kind !== 'email' && kind !== 'person';

const folded = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * The form a subject is looked for in; null where the value cannot be one of its kind.
 *
 * @example
 * subjectForm('domain', 'https://www.Hartmann.example/about'); // => 'domain:hartmann.example'
 * subjectForm('email', ' Jane@Hartmann.example '); // => 'email:jane@hartmann.example'
 * subjectForm('email', 'Jane'); // => null
 */
export function subjectForm(kind: SubjectKind, value: string): SubjectForm | null {
  const text = folded(value);
  if (text === '') return null;
  switch (kind) {
    case 'customer_id':
    case 'target_id':
      return `id:${value.trim()}`;
    case 'domain': {
      const domain = registrableDomain(value);
      return domain === null ? null : `domain:${domain}`;
    }
    case 'email':
      return /^[^@\s]+@[^@\s]+$/.test(text) ? `email:${text}` : null;
    case 'company':
    case 'person':
      return `name:${text}`;
  }
}

/**
 * Every form a cell may be found under, whatever its column is called; ids only where the column holds ids.
 *
 * @example
 * cellForms('jane@hartmann.example', false); // => ['name:jane@hartmann.example', 'email:jane@hartmann.example', 'domain:hartmann.example']
 * cellForms('C-1001', true); // => ['id:C-1001', 'name:c-1001']
 */
export function cellForms(cell: string, isId: boolean): readonly SubjectForm[] {
  const text = folded(cell);
  if (text === '') return [];
  const forms: SubjectForm[] = isId ? [`id:${cell.trim()}`] : [];
  forms.push(`name:${text}`);
  if (/^[^@\s]+@[^@\s]+$/.test(text)) forms.push(`email:${text}`);
  if (/[a-z0-9-]\.[a-z]{2}/.test(text) && !text.includes(' ')) {
    const domain = registrableDomain(text.includes('@') ? text.slice(text.lastIndexOf('@') + 1) : text);
    if (domain !== null) forms.push(`domain:${domain}`);
  }
  return forms;
}
