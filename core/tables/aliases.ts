import type { TableName } from './canonical-tables.ts';
import { type Aliases, firmographicAliases } from './firmographic-aliases.ts';
import { inEveryLanguage } from './language-aliases.ts';
import { customerId, salesAliases, salesRep } from './sales-aliases.ts';

type TableAliases = { readonly [table in TableName]: { readonly [column: string]: Aliases } };

const english: TableAliases = {
  customers: {
    customer_id: {
      strong: customerId.strong,
      weak: 'recordid internalid externalid reference no id email',
    },
    ...firmographicAliases,
    sales_rep: salesRep,
    parent_company: {
      strong:
        'parentcompany parentaccount parent subsidiaryof parentname globalultimatecompany muttergesellschaft',
    },
    facility_count: { strong: 'facilitycount numberofsites numberoflocations locations sites branchcount' },
    contract: { strong: 'contract hascontract undercontract contractcustomer' },
    edi: { strong: 'edi edicustomer ediflag edienabled' },
  },
  ...salesAliases,
  prospects: {
    prospect_id: {
      strong:
        'prospectid leadid prospectno prospectkey dunsnumber duns apolloaccountid zoominfocompanyid pdlid crunchbaseid',
      weak: 'id recordid companyid externalid customid',
    },
    ...firmographicAliases,
    parent_company: { strong: 'parentcompany parentaccount subsidiaryof globalultimatecompany' },
    facility_count: { strong: 'facilitycount numberofsites numberoflocations locations sites' },
  },
  signals: {
    target: {
      strong: 'target targetid prospectid customerid accountid domain companydomain website',
      weak: 'company account companyname accountname customer id',
    },
    kind: { strong: 'kind signal signaltype signalkind intentsignal trigger', weak: 'type event topic' },
    date: {
      strong: 'date observedat signaldate observed observedon detectedat',
      weak: 'day createdat eventdate',
    },
    value: { strong: 'value signalvalue', weak: 'detail text note' },
    source: { strong: 'source signalsource', weak: 'origin' },
  },
  contacts: {
    target: {
      strong: 'target targetid accountid customerid prospectid domain companydomain website',
      weak: 'company companyname accountname',
    },
    name: { strong: 'name fullname contactname', weak: 'contact' },
    title: { strong: 'title jobtitle contacttitle position' },
    email: { strong: 'email emailaddress workemail' },
    phone: { strong: 'phone telephone phonenumber mobile' },
  },
  branches: {
    branch_id: {
      strong:
        'branchid branchno branchcode locationid locationcode locationno depotid depotcode sitecode warehouseid warehousecode storeid filialnummer',
      weak: 'branch id',
    },
    name: { strong: 'name branchname locationname', weak: 'branch' },
    postal_code: firmographicAliases['postal_code'] ?? { strong: 'postalcode' },
    latitude: { strong: 'latitude lat' },
    longitude: { strong: 'longitude lon lng long' },
  },
  channel_costs: {
    date: { strong: 'date day reportdate reportingstarts', weak: 'week month' },
    source: { strong: 'source utmsource' },
    medium: { strong: 'medium utmmedium' },
    campaign: { strong: 'campaign campaignname utmcampaign' },
    cost: { strong: 'cost spend amountspent adcost adspend costs totalspend', weak: 'amount' },
  },
  exclusions: {
    target: {
      strong: 'target exclude domain companydomain website customerid customerno prospectid accountid email',
      weak: 'company companyname account accountname customer customername name competitor',
    },
    reason: {
      strong: 'reason why exclusionreason suppressionreason blockedreason donotcontactreason',
      weak: 'comment note',
    },
  },
  outcomes: {
    target: {
      strong: 'target targetid prospectid customerid accountid domain companydomain website',
      weak: 'company companyname account accountname customer',
    },
    contacted_at: {
      strong: 'contactedat contacted contactdate contactedon dateofcontact firstcontact calledon',
      weak: 'date',
    },
    outcome: { strong: 'outcome result disposition calloutcome', weak: 'status' },
    value: { strong: 'value wonvalue', weak: 'amount' },
  },
};

/** Tables whose columns mean the same as words of other languages say; "Name" of a contact is no company's. */
const translated: readonly TableName[] = [
  'customers',
  'orders',
  'order_lines',
  'payments',
  'returns',
  'quotes',
  'prospects',
];

/**
 * Aliases by table and column. The sets come from the exports of SAP, NetSuite, QuickBooks, Dynamics, Epicor, Sage, Odoo,
 * Infor, Shopify, WooCommerce, Stripe, Salesforce, HubSpot and D&B Hoovers, and from other languages. Every column also
 * answers to its own name.
 */
export const aliases: TableAliases = {
  ...english,
  ...Object.fromEntries(
    translated.map((table) => [
      table,
      Object.fromEntries(
        Object.entries(english[table]).map(([column, own]) => [column, inEveryLanguage(column, own)]),
      ),
    ]),
  ),
};
