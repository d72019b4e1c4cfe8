import * as z from 'zod';
import { noFields, type ProviderCompany } from '../../../core/provider/provider-company.ts';
import {
  looseDay,
  looseDomain,
  looseList,
  looseNumber,
  looseObject,
  loosePositive,
  looseText,
  looseYear,
} from './answer-parts.ts';

/**
 * The same reply with keys in lower case: D&B writes one code as `typeDnbCode` in searches and `typeDnBCode` in data blocks.
 * Deeper than any documented answer is cut off.
 */
export function lowerKeys(value: unknown, depth = 12): unknown {
  if (Array.isArray(value)) return depth === 0 ? [] : value.map((each) => lowerKeys(each, depth - 1));
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toLowerCase(), lowerKeys(member, depth - 1)]),
  );
}

const relative = looseObject({ duns: looseText, primaryname: looseText });

const organization = z.object({
  duns: looseText,
  primaryname: looseText,
  dunscontrolstatus: looseObject({ isoutofbusiness: z.unknown() }),
  primaryaddress: looseObject({
    addresscountry: looseObject({ isoalpha2code: looseText, name: looseText }),
    addressregion: looseObject({ name: looseText, abbreviatedname: looseText }),
    addresslocality: looseObject({ name: looseText }),
    postalcode: looseText,
    streetaddress: looseObject({ line1: looseText }),
  }),
  domain: looseDomain,
  websiteaddress: looseList(looseObject({ domainname: looseDomain, url: looseDomain }), 10),
  telephone: looseList(looseObject({ telephonenumber: looseText }), 10),
  primaryindustrycodes: looseList(looseObject({ ussicv4: looseText, ussicv4description: looseText }), 20),
  industrycodes: looseList(
    looseObject({ code: looseText, description: looseText, typednbcode: looseNumber, priority: looseNumber }),
    200,
  ),
  numberofemployees: looseList(
    looseObject({ value: loosePositive, informationscopednbcode: looseNumber }),
    50,
  ),
  financials: looseList(
    looseObject({
      financialstatementtodate: looseDay,
      yearlyrevenue: looseList(looseObject({ value: loosePositive, currency: looseText }), 50),
    }),
    50,
  ),
  startdate: looseYear,
  corporatelinkage: looseObject({ parent: relative, globalultimate: relative }),
});

type Organization = z.output<typeof organization>;

/** NAICS 2022, 2017, 2012, in the order they are preferred. */
const naicsTypes = [37788, 30832, 24664];
/** US SIC of 1987. */
const sicType = 399;
/** Consolidated, then the single site. */
const headcountScopes = [9067, 9066];

/** A D-U-N-S number as nine digits: spreadsheets eat leading zeros, people add hyphens. */
export const nine = (duns: string | null): string | null => {
  const digits = (duns ?? '').replace(/\D/g, '');
  return digits === '' || digits.length > 9 ? null : digits.padStart(9, '0');
};

/** A company of an organization; null when it has no D-U-N-S number or is out of business. */
export function company(value: unknown): ProviderCompany | null {
  const parsed = organization.safeParse(value);
  if (!parsed.success) return null;
  const from: Organization = parsed.data;
  const record_id = nine(from.duns);
  if (record_id === null || from.dunscontrolstatus?.isoutofbusiness === true) return null;
  const code = (types: readonly number[]) =>
    types
      .flatMap((type) =>
        from.industrycodes
          .filter((each) => each?.typednbcode === type && each.code !== null)
          .sort((a, b) => (a?.priority ?? 99) - (b?.priority ?? 99)),
      )
      .at(0);
  const naics = code(naicsTypes);
  const sic = from.primaryindustrycodes[0];
  const employees = headcountScopes
    .map((scope) => from.numberofemployees.find((each) => each?.informationscopednbcode === scope))
    .find((each) => each != null);
  const revenue = [...from.financials]
    .sort((a, b) => ((a?.financialstatementtodate ?? '') < (b?.financialstatementtodate ?? '') ? 1 : -1))
    .flatMap((each) => each?.yearlyrevenue ?? [])
    .find((each) => each?.value != null);
  const address = from.primaryaddress;
  const parent = from.corporatelinkage?.parent ?? null;
  return {
    provider: 'dnb',
    record_id,
    fields: {
      ...noFields,
      name: from.primaryname,
      domain:
        from.domain ??
        from.websiteaddress
          .map((site) => site?.domainname ?? site?.url ?? null)
          .find((site) => site !== null) ??
        null,
      industry: naics?.description ?? sic?.ussicv4description ?? null,
      naics: naics?.code !== undefined && /^\d{2,6}$/.test(naics.code ?? '') ? naics.code : null,
      sic: sic?.ussicv4 ?? code([sicType])?.code ?? null,
      employees: employees?.value ?? from.numberofemployees[0]?.value ?? null,
      annual_revenue: revenue?.value ?? null,
      founded_year: from.startdate,
      city: address?.addresslocality?.name ?? null,
      region: address?.addressregion?.name ?? address?.addressregion?.abbreviatedname ?? null,
      country: address?.addresscountry?.name ?? address?.addresscountry?.isoalpha2code ?? null,
      postal_code: address?.postalcode ?? null,
      // An absent relative is an empty object; a company may be its own parent.
      parent_company: nine(parent?.duns ?? null) === record_id ? null : (parent?.primaryname ?? null),
    },
    revenue_currency: revenue?.currency ?? null,
    phone: from.telephone[0]?.telephonenumber ?? null,
    address: address?.streetaddress?.line1 ?? null,
    signals: [],
    technologies: null,
    inferred: [],
  };
}
