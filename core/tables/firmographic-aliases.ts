/**
 * The names under which a column appears in exports, in `headerForm`, most telling first. `strong` names mean the column
 * wherever they stand; `weak` ones ("date", "amount") only when nothing stronger matches.
 */
export type Aliases = { readonly strong: string; readonly weak?: string };

/** What a company is called, where it sits and how large it is, as CRM and ERP exports name it. */
export const firmographicAliases: { readonly [column: string]: Aliases } = {
  name: {
    strong:
      'name customername companyname accountname cardname name1 organizationname selltocustomername organisationname billtoname raisonsociale firma clientname businessname legalname accountlegalname customerdescription tradingname',
    weak: 'company customer client kunde account organization billingcompany orderingcustomername',
  },
  domain: {
    strong:
      'domain companydomainname companydomain website websiteurl webaddress homepage urladdress intrntsite customercusturl companywebsite companyemaildomain primaryurl websitedomain domainname companyurl emaildomain',
    weak: 'url web site',
  },
  description: {
    strong: 'description companydescription businessdescription about shortdescription',
    weak: 'summary',
  },
  industry: {
    strong:
      'industry industryname industrycode branche brsch lineofbusiness lineofbusinessid sector vertical dbhooversindustry primaryindustry industryc',
    weak: 'custtype businesstypedescription',
  },
  naics: { strong: 'naics naicscode naics2022code naics2017code primarynaics primarynaicscode naicscodes' },
  sic: { strong: 'sic siccode siccodes ussic1987code primarysic primarysiccode' },
  employees: {
    strong:
      'employees companyemployees employeestotalcount noemployees numberofemployees noofemployees employeecount headcount employeestotal estimatednumemployees numemployees totalemployees mitarbeiter effectif jmzah',
    weak: 'employeessinglesite staff size',
  },
  annual_revenue: {
    strong:
      'annualrevenue annualsales annualrev yearlyrevenue revenueperyear companyrevenue annualrevenueusd salesusd revenueusd annualturnover umsa1',
    weak: 'turnover',
  },
  founded_year: {
    strong:
      'foundedyear yearfounded yearestablished yearopened yearfound founded foundingyear gruendungsjahr',
    weak: 'established',
  },
  city: {
    strong:
      'city town ort ort01 billingcity billtocity locality ville selltocity customercity addresscity companycity mailingcity hqcity headquarterscity stadt',
  },
  region: {
    strong:
      'region state stateprovince province stateorprovince regio county billingstate billingprovince billingstateprovince stateregion bundesland selltocounty customerstate addressstate companystate mailingstate hqstate',
    weak: 'statecode provincecode land state1',
  },
  country: {
    strong:
      'country countryregion billingcountry pays countryname companycountry land1 customercountry addresscountryregionid hqcountry mailingcountry',
    weak: 'countrycode countryregioncode land',
  },
  postal_code: {
    strong:
      'postalcode postcode zip zipcode zippostalcode plz pstlz billingzip billingzippostalcode codepostal customerzip addresszipcode billingpostalcode postleitzahl companypostalcode companyzip mailingpostalcode',
  },
};
