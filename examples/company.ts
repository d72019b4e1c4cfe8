import { type CompanyName, domainOf } from './company-names.ts';
import { type Draws, weightTable } from './draws.ts';
import { type Industry, industries } from './industries.ts';
import { type Place, places } from './places.ts';

/** A company as it truly is; the files later hide a part of it. */
export type Company = {
  readonly name: CompanyName;
  /** Null for companies without a site of their own, which use a free mail host. */
  readonly domain: string;
  readonly industry: Industry;
  readonly place: Place;
  readonly zip: string;
  readonly employees: number;
  /** The company's own revenue in whole US dollars. */
  readonly annual_revenue: number;
  readonly founded_year: number;
  readonly facility_count: number;
  readonly contract: boolean;
  readonly edi: boolean;
  readonly maintenance_model: 'in-house' | 'outsourced' | 'mixed' | 'oem service';
  readonly site_type: 'production' | 'office' | 'warehouse';
  readonly shift_pattern: '1-shift' | '2-shift' | '3-shift';
  /** No effect on anything: columns a real file has too. */
  readonly ownership: string;
  readonly fiscal_year_end: string;
  readonly erp_system: string;
  readonly parent_company: string | null;
};

export type Population = 'customer' | 'prospect';

const industryTable = {
  customer: weightTable(industries.map((industry) => industry.customer)),
  prospect: weightTable(industries.map((industry) => industry.prospect)),
};
const placeTable = {
  customer: weightTable(places.map((place) => place.weight.customer)),
  prospect: weightTable(places.map((place) => place.weight.prospect)),
};

const ownerships = ['private', 'family-owned', 'private equity', 'public', 'cooperative'] as const;
const ownershipTable = weightTable([45, 28, 12, 10, 5]);
const fiscalYearEnds = ['December', 'June', 'September', 'March'] as const;
const fiscalYearTable = weightTable([62, 14, 14, 10]);
const erpSystems = ['QuickBooks', 'SAP', 'Epicor', 'NetSuite', 'Sage', 'Dynamics', 'Infor', 'none'] as const;
const erpTable = weightTable([22, 14, 12, 12, 14, 12, 6, 8]);
const freeMailHosts = ['gmail.com', 'outlook.com', 'yahoo.com'] as const;

const continuous = new Set(['chemicals', 'food', 'paper', 'primary', 'plastics', 'vehicles']);
const ediSectors = new Set(['vehicles', 'utilities', 'food', 'chemicals', 'wholesale']);
const round = (value: number, step: number): number => Math.max(step, Math.round(value / step) * step);

/** One company of either population. Prospects are what a data vendor lists: more trades, more small firms, all states. */
export function drawCompany(
  draws: Draws,
  population: Population,
  makeName: (trades: readonly string[]) => CompanyName,
): Company {
  const industry = industries[draws.weighted(industryTable[population])]!;
  const place = places[draws.weighted(placeTable[population])]!;
  const name = makeName(industry.called);
  const employees = drawEmployees(industry.employees, population, draws);
  const annual_revenue = round(employees * industry.output * Math.exp(0.35 * draws.normal()), 10_000);
  const manySites = employees >= 200 ? 0.34 : employees >= 60 ? 0.2 : 0.09;
  const facility_count = draws.chance(manySites)
    ? 3 + Math.floor(-Math.log(1 - draws.next()) * 2)
    : draws.chance(0.3)
      ? 2
      : 1;
  const edi = draws.chance((employees >= 150 ? 0.2 : 0.08) + (ediSectors.has(industry.sector) ? 0.08 : 0));
  const contract = draws.chance(edi ? 0.6 : 0.1);
  const site = draws.next();
  const production = site < (population === 'customer' ? 0.99 : 0.42);
  const shift = draws.next() + (continuous.has(industry.sector) ? 0.09 : -0.07) - (production ? 0 : 0.08);
  const maintained = draws.next();
  return {
    name,
    domain: employees < 25 && draws.chance(0.08) ? draws.pick(freeMailHosts) : domainOf(name),
    industry,
    place,
    zip: draws.pick(place.zips),
    employees,
    annual_revenue,
    founded_year: 2022 - Math.min(140, Math.floor(4 + 42 * draws.gamma(1.6))),
    facility_count,
    contract,
    edi,
    maintenance_model:
      maintained < 0.25
        ? 'in-house'
        : maintained < 0.65
          ? 'outsourced'
          : maintained < 0.88
            ? 'mixed'
            : 'oem service',
    site_type: production ? 'production' : site < 0.85 ? 'office' : 'warehouse',
    shift_pattern: shift > 0.8 ? '3-shift' : shift > 0.45 ? '2-shift' : '1-shift',
    ownership: ownerships[draws.weighted(ownershipTable)]!,
    fiscal_year_end: fiscalYearEnds[draws.weighted(fiscalYearTable)]!,
    erp_system: erpSystems[draws.weighted(erpTable)]!,
    parent_company: draws.chance(0.07) ? `${draws.pick(parents)} Holdings` : null,
  };
}

/** Log-normal around the industry's median. Nearly every customer has 20 people or more; vendors list many smaller firms. */
function drawEmployees(median: number, population: Population, draws: Draws): number {
  const [centre, spread] = population === 'customer' ? [median, 0.9] : [median * 0.62, 1.2];
  for (;;) {
    const employees = Math.min(9_000, Math.max(3, Math.round(centre * Math.exp(spread * draws.normal()))));
    if (population === 'prospect' || employees >= 20 || draws.chance(0.08)) return employees;
  }
}

const parents = [
  'Ardenne',
  'Blackthorn',
  'Corvane',
  'Delmora',
  'Estwick',
  'Farrow Point',
  'Graywell',
  'Highmere',
];

/** What the company says of itself: true to its industry, silent on everything else. */
export function describe(company: Company, draws: Draws): string {
  const { makes } = company.industry;
  const place = `${company.place.city}, ${company.place.region}`;
  switch (draws.int(4)) {
    case 0:
      return `${company.industry.sector === 'other' ? 'Provider' : 'Supplier'} of ${makes} in ${place}`;
    case 1:
      return `Known for ${makes}; based in ${place}`;
    case 2:
      return `${makes.charAt(0).toUpperCase()}${makes.slice(1)} since ${company.founded_year}`;
    default:
      return `Serves customers with ${makes}`;
  }
}
