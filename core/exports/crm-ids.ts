import type { CrmIds } from '../rank/target.ts';

/** The further columns in which files carry another system's key, best first, and the shape such a key has. */
const systems = {
  hubspot: {
    columns: [
      'attribute_record_id',
      'attribute_hs_object_id',
      'attribute_hubspot_record_id',
      'attribute_hubspot_company_id',
      'attribute_hubspot_id',
    ],
    shape: /^\d{3,20}$/,
  },
  salesforce: {
    columns: [
      'attribute_salesforce_id',
      'attribute_salesforce_account_id',
      'attribute_sfdc_id',
      'attribute_sfdc_account_id',
      'attribute_account_id',
      'attribute_id',
      'attribute_crm_id',
    ],
    // Accounts begin with 001; 15 characters in reports, 18 in exports.
    shape: /^001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/,
  },
  apollo: {
    columns: ['attribute_apollo_account_id', 'attribute_apollo_id', 'attribute_account_id', 'attribute_id'],
    shape: /^[0-9a-f]{24}$/,
  },
} as const;

/**
 * A company's keys in HubSpot, Salesforce and Apollo, as far as its files carry them: in a column of that name, or as the
 * company's own id where its shape is that system's. A value of another shape is no key, whatever its column is called.
 *
 * @param idIsHubspot the id came under HubSpot's own header, "Record ID": digits alone would not tell.
 * @example
 * crmIdsOf('0015g00000XyZAbQAN', () => null, false).salesforce; // => '0015g00000XyZAbQAN'
 * crmIdsOf('C-1001', (column) => (column === 'attribute_record_id' ? '8123456789' : null), false); // => { hubspot: '8123456789', salesforce: null, apollo: null }
 * crmIdsOf('77', (column) => (column === 'attribute_record_id' ? 'n/a' : null), false).hubspot; // => null
 */
export function crmIdsOf(id: string, cell: (column: string) => string | null, idIsHubspot: boolean): CrmIds {
  const find = (system: keyof typeof systems, own: boolean): string | null => {
    const { columns, shape } = systems[system];
    const values = [...columns.map((column) => cell(column)?.trim() ?? ''), ...(own ? [id] : [])];
    return values.find((value) => shape.test(value)) ?? null;
  };
  return {
    hubspot: find('hubspot', idIsHubspot),
    salesforce: find('salesforce', true),
    apollo: find('apollo', true),
  };
}
