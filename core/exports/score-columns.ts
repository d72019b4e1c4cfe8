import { sourceList } from './company-cells.ts';
import type { ExportColumn, ExportTarget } from './export-format.ts';
import { reasonCodes } from './reason-codes.ts';

/**
 * Kindred's own columns behind a tool's standard ones. They need custom fields of these names in the tool; `Kindred ID` is the key
 * by which a later export finds its record again.
 */
export const scoreColumns: readonly ExportColumn<ExportTarget>[] = [
  ['Kindred ID', (row) => row.target_id],
  ['ICP Score', (row) => row.score],
  ['ICP Tier', (row) => row.tier],
  ['Similarity Score', (row) => row.similarity],
  ['Opportunity Score', (row) => row.opportunity],
  ['Reason Codes', (row) => reasonCodes(row)],
  ['Message Angle', (row) => row.message_angle],
  [
    'Closest Best Customer',
    (row) => row.closest_best_customer?.name ?? row.closest_best_customer?.customer_id ?? null,
  ],
  ['Suggested Owner', (row) => row.owner],
  ['Territory', (row) => row.territory],
  ['Source List', sourceList],
];

/**
 * The same columns under the API names of Salesforce custom fields: words joined by underscores, ending in `__c`.
 *
 * @example
 * apiName('ICP Score'); // => 'ICP_Score__c'
 */
export const apiName = (header: string): string => `${header.replaceAll(/[^A-Za-z0-9]+/g, '_')}__c`;
