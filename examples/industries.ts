/**
 * The industries of the sample tenant's companies: real NAICS 2022 codes (US Census Bureau, public domain) with what such a
 * company may be called and say of itself. `customer` and `prospect` are how common it is in either population, `employees`
 * the median headcount there, `output` yearly revenue per head in US dollars.
 */
export type Industry = {
  readonly naics: string;
  readonly industry: string;
  readonly sector: Sector;
  readonly called: readonly string[];
  readonly makes: string;
  readonly customer: number;
  readonly prospect: number;
  readonly employees: number;
  readonly output: number;
};

/** The families that decide how a company buys. `other` uses no pumps, seals or valves to speak of. */
export type Sector =
  | 'machinery'
  | 'chemicals'
  | 'food'
  | 'metal'
  | 'plastics'
  | 'vehicles'
  | 'primary'
  | 'paper'
  | 'minerals'
  | 'utilities'
  | 'construction'
  | 'mining'
  | 'wholesale'
  | 'other';

/** The words of a NAICS subsector, as the industry column writes them. */
const subsectors: Readonly<Record<string, string>> = {
  '212': 'Mining and quarrying',
  '221': 'Utilities',
  '236': 'Building construction',
  '237': 'Heavy and civil engineering',
  '238': 'Specialty trade contractors',
  '311': 'Food manufacturing',
  '312': 'Beverage manufacturing',
  '322': 'Paper manufacturing',
  '325': 'Chemical manufacturing',
  '326': 'Plastics and rubber products',
  '327': 'Nonmetallic mineral products',
  '331': 'Primary metal manufacturing',
  '332': 'Fabricated metal products',
  '333': 'Machinery manufacturing',
  '336': 'Transportation equipment',
  '423': 'Wholesale, durable goods',
  '424': 'Wholesale, nondurable goods',
  '441': 'Motor vehicle dealers',
  '445': 'Food retail',
  '459': 'Specialty retail',
  '484': 'Truck transportation',
  '493': 'Warehousing',
  '513': 'Software publishing',
  '522': 'Banking',
  '524': 'Insurance',
  '531': 'Real estate',
  '541': 'Professional services',
  '561': 'Administrative services',
  '611': 'Education',
  '621': 'Ambulatory health care',
  '622': 'Hospitals',
  '623': 'Nursing care',
  '721': 'Accommodation',
  '722': 'Restaurants',
  '811': 'Repair services',
};

type Line = readonly [naics: string, customer: number, prospect: number, called: string, makes: string];

const bySector: Readonly<
  Record<Sector, { readonly employees: number; readonly output: number; readonly lines: readonly Line[] }>
> = {
  machinery: {
    employees: 130,
    output: 260_000,
    lines: [
      ['333914', 2.2, 1.1, 'Pumps|Pump Works|Fluid Systems', 'centrifugal and metering pumps'],
      ['333241', 2, 1, 'Process Machinery|Food Systems|Filling Machines', 'machines for food plants'],
      ['333912', 1.4, 0.7, 'Compressors|Compressor Works', 'air and gas compressors'],
      ['333517', 1.6, 0.8, 'Machine Tools|Toolworks', 'machine tools'],
      ['333922', 1.6, 0.8, 'Conveyors|Conveying Systems', 'conveying equipment'],
      ['333993', 1.6, 0.8, 'Packaging Machines|Packaging Systems', 'packaging machinery'],
      ['333415', 1.2, 0.6, 'Climate Systems|Refrigeration', 'industrial refrigeration equipment'],
      ['333996', 1, 0.5, 'Hydraulics|Fluid Power', 'hydraulic pumps and motors'],
    ],
  },
  chemicals: {
    employees: 120,
    output: 620_000,
    lines: [
      ['325211', 2, 1, 'Resins|Polymers', 'plastics materials and resins'],
      ['325199', 2, 1, 'Chemical|Organics', 'basic organic chemicals'],
      ['325510', 2, 1, 'Coatings|Paints', 'paints and industrial coatings'],
      ['325611', 1.6, 0.8, 'Soaps|Cleaning Products', 'detergents and cleaners'],
      ['325412', 1.8, 0.9, 'Pharma|Laboratories', 'pharmaceutical preparations'],
      ['325520', 1.6, 0.8, 'Adhesives|Bonding', 'adhesives and sealants'],
    ],
  },
  food: {
    employees: 140,
    output: 410_000,
    lines: [
      ['311511', 2.4, 1.2, 'Dairy|Creamery', 'fluid milk and cream'],
      ['311612', 2.6, 1.3, 'Meats|Provisions', 'processed meats'],
      ['311421', 2, 1, 'Canning|Preserves', 'canned fruit and vegetables'],
      ['311812', 2.4, 1.2, 'Bakeries|Baking', 'bread and rolls'],
      ['311412', 1.8, 0.9, 'Frozen Foods|Kitchens', 'frozen specialties'],
      ['312111', 1.8, 0.9, 'Beverages|Bottling', 'soft drinks'],
      ['312120', 1.4, 0.7, 'Brewing|Brewery', 'beer'],
    ],
  },
  metal: {
    employees: 75,
    output: 240_000,
    lines: [
      ['332710', 4.4, 2.2, 'Machining|Machine Shop|Precision', 'machined parts to order'],
      ['332313', 2.6, 1.3, 'Plate Works|Fabrication', 'plate work and weldments'],
      ['332119', 2.4, 1.2, 'Stamping|Pressings', 'metal stampings'],
      ['332812', 2, 1, 'Finishing|Plating', 'metal coating services'],
      ['332911', 1.8, 0.9, 'Valves|Valve Works', 'industrial valves'],
      ['332420', 1.4, 0.7, 'Tank|Vessels', 'heavy gauge tanks'],
      ['332722', 1.6, 0.8, 'Fasteners|Bolt Works', 'bolts, nuts and screws'],
    ],
  },
  plastics: {
    employees: 110,
    output: 290_000,
    lines: [
      ['326199', 3.6, 1.8, 'Plastics|Molding', 'moulded plastic parts'],
      ['326113', 1.8, 0.9, 'Films|Sheet', 'plastic film and sheet'],
      ['326291', 1.6, 0.8, 'Rubber|Elastomers', 'rubber goods for machines'],
      ['326160', 1.2, 0.6, 'Containers|Bottles', 'plastic bottles'],
    ],
  },
  vehicles: {
    employees: 210,
    output: 380_000,
    lines: [
      ['336390', 3, 1.5, 'Automotive|Auto Parts', 'motor vehicle parts'],
      ['336370', 1.8, 0.9, 'Body Stampings|Automotive Stamping', 'motor vehicle stampings'],
      ['336350', 1.2, 0.6, 'Drivetrain|Gear', 'transmission parts'],
      ['336412', 1.2, 0.6, 'Aero Engines|Aerospace', 'aircraft engine parts'],
    ],
  },
  primary: {
    employees: 160,
    output: 520_000,
    lines: [
      ['331511', 2, 1, 'Foundry|Castings', 'iron castings'],
      ['331523', 1.2, 0.6, 'Die Casting|Castings', 'die castings'],
      ['331110', 1, 0.5, 'Steel|Steel Mill', 'steel bars and plate'],
      ['331315', 0.8, 0.4, 'Aluminum|Rolled Products', 'aluminium sheet'],
    ],
  },
  paper: {
    employees: 150,
    output: 430_000,
    lines: [
      ['322211', 2.2, 1.1, 'Box|Corrugated', 'corrugated boxes'],
      ['322120', 1.4, 0.7, 'Paper|Paper Mill', 'printing and packaging paper'],
      ['322220', 1.2, 0.6, 'Converting|Coated Papers', 'coated and treated paper'],
    ],
  },
  minerals: {
    employees: 80,
    output: 350_000,
    lines: [
      ['327320', 1.8, 0.9, 'Ready Mix|Concrete', 'ready-mix concrete'],
      ['327213', 0.8, 0.4, 'Glass|Glassworks', 'glass containers'],
      ['327310', 0.8, 0.4, 'Cement|Lime and Cement', 'cement'],
    ],
  },
  utilities: {
    employees: 90,
    output: 480_000,
    lines: [
      ['221310', 2.8, 1.4, 'Water|Water Works', 'water supply'],
      ['221320', 1.6, 0.8, 'Sanitary District|Wastewater', 'sewage treatment'],
      ['221112', 0.8, 0.4, 'Power|Generation', 'electric power generation'],
    ],
  },
  construction: {
    employees: 60,
    output: 330_000,
    lines: [
      ['236210', 2.4, 1.2, 'Builders|Industrial Construction', 'industrial buildings'],
      ['237110', 2.4, 1.2, 'Pipeline|Utility Contractors', 'water and sewer lines'],
      ['238220', 2.6, 2.34, 'Mechanical|Plumbing and Heating', 'mechanical contracting'],
      ['238210', 0.8, 0.72, 'Electric|Electrical Contractors', 'electrical contracting'],
    ],
  },
  mining: {
    employees: 55,
    output: 410_000,
    lines: [
      ['212312', 1.4, 0.7, 'Quarries|Limestone', 'crushed limestone'],
      ['212321', 0.8, 0.4, 'Sand and Gravel|Aggregates', 'construction sand and gravel'],
    ],
  },
  wholesale: {
    employees: 45,
    output: 700_000,
    lines: [
      ['423830', 1.4, 0.7, 'Equipment|Machinery Sales', 'industrial machinery for resale'],
      ['423720', 1, 0.5, 'Supply|Pipe Supply', 'plumbing and heating supplies for resale'],
      ['424690', 0.8, 0.4, 'Chemical Supply|Chemical Sales', 'chemicals for resale'],
    ],
  },
  other: {
    employees: 40,
    output: 150_000,
    lines: [
      ['622110', 0.3, 2, 'Hospital|Medical Center', 'hospital care'],
      ['611310', 0.2, 1.6, 'College|Institute', 'higher education'],
      ['721110', 0.1, 3, 'Hotels|Inns', 'hotel stays'],
      ['811310', 0.4, 1.6, 'Machine Repair|Service', 'repair of machinery'],
      ['493110', 0.1, 2, 'Warehousing|Storage', 'warehousing'],
      ['484121', 0, 3.4, 'Trucking|Freight', 'long-distance trucking'],
      ['541330', 0, 4, 'Engineering|Engineers', 'engineering services'],
      ['541511', 0, 5, 'Software Studio|Coding', 'custom software'],
      ['541110', 0, 4.5, 'Law Offices|Attorneys', 'legal advice'],
      ['541211', 0, 3, 'Accountants|Tax Advisers', 'accounting'],
      ['561320', 0, 2.6, 'Staffing|Workforce', 'temporary staff'],
      ['722511', 0, 5, 'Restaurants|Dining', 'restaurant meals'],
      ['621210', 0, 3, 'Dental|Dentistry', 'dental care'],
      ['623110', 0, 2, 'Care Homes|Senior Living', 'nursing care'],
      ['445110', 0, 2.4, 'Markets|Grocers', 'groceries'],
      ['441110', 0, 2.6, 'Motors|Auto Sales', 'new cars'],
      ['459110', 0, 1.6, 'Sports|Outfitters', 'sporting goods'],
      ['524210', 0, 2.4, 'Insurance Brokers|Assurance', 'insurance brokerage'],
      ['522110', 0, 1.6, 'Bank|Savings', 'banking'],
      ['531120', 0, 3, 'Properties|Realty', 'commercial property'],
      ['513210', 0, 2, 'Software|Apps', 'business software'],
    ],
  },
};

const sectors: readonly Sector[] = [
  'machinery',
  'chemicals',
  'food',
  'metal',
  'plastics',
  'vehicles',
  'primary',
  'paper',
  'minerals',
  'utilities',
  'construction',
  'mining',
  'wholesale',
  'other',
];

export const industries: readonly Industry[] = sectors.flatMap((sector) =>
  bySector[sector].lines.map(([naics, customer, prospect, called, makes]) => ({
    naics,
    industry: subsectors[naics.slice(0, 3)] ?? '',
    sector,
    called: called.split('|'),
    makes,
    customer,
    prospect,
    employees: bySector[sector].employees,
    output: bySector[sector].output,
  })),
);
