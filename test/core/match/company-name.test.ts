import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { companyNameKey } from '../../../core/match/company-name.ts';

describe('companyNameKey', () => {
  it.each([
    ['Müller & Söhne GmbH & Co. KG', 'muller and sohne'],
    ['MUELLER AND SOEHNE', 'mueller and soehne'],
    ['S.A. de C.V. Industrias', 'sa de cv industrias'],
    ['Industrias del Norte, S.A. de C.V.', 'industrias del norte'],
    ['Ørsted A/S', 'orsted'],
    ['Łódź Narzędzia Sp. z o.o.', 'lodz narzedzia'],
    ['ＡＢＣ　Ｌｔｄ', 'abc'],
    ['The Weir Company, Inc.', 'weir'],
    ['O’Neil Bros., L.L.C.', 'oneil bros'],
    ['株式会社トヨタ', '株式会社トヨタ'],
    ['Siemens AG (Germany)', 'siemens'],
    ['Acme Pumps, Inc. (Ohio)', 'acme pumps'],
    ['ACME CORP /DE/', 'acme'],
    ['Acme Pumps Inc., OH', 'acme pumps'],
    ['Acme Pumps, a Delaware corporation', 'acme pumps'],
    ['Smith Holdings LLC d/b/a Quick Lube', 'quick lube'],
    ['Smith Holdings DBA: Quick Lube, LLC', 'quick lube'],
    ['Store #0012', 'store 12'],
    ['Language Group, The', 'language group'],
    ['(USA)', 'usa'],
    ['Dba', 'dba'],
    ['Bank of Ohio', 'bank of ohio'],
    ['Premier Pools (Dallas)', 'premier pools dallas'],
  ])('%s → %s', (name, key) => {
    expect(companyNameKey(name)).toBe(key);
  });

  it('strips legal forms at the end only, and never to nothing', () => {
    expect(companyNameKey('AG Spalding')).toBe('ag spalding');
    expect(companyNameKey('AG')).toBe('ag');
    expect(companyNameKey('Inc Inc Inc')).toBe('inc');
  });

  it('is idempotent and non-empty for whatever has a letter or digit', () => {
    const words = fc.array(
      fc.constantFrom(
        'Acme',
        'The',
        '&',
        'GmbH',
        'Co.',
        'S.A.',
        'Inc',
        'ß',
        'Łódź',
        '-',
        'and',
        'Ltd.',
        '3',
        '株式',
        '(USA)',
        'OH',
        'd/b/a',
        'dba',
        '/DE/',
        '007',
        'a Delaware corporation',
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          words.map((parts) => parts.join(' ')),
          fc.string(),
        ),
        (name) => {
          const key = companyNameKey(name);
          expect(companyNameKey(key)).toBe(key);
          if (/[a-z0-9]/i.test(name)) expect(key).not.toBe('');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
