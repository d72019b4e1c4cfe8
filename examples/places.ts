/**
 * The towns of the sample tenant's companies, with real zip codes of theirs. Towns and zip codes: GeoNames
 * (geonames.org), CC BY 4.0. The companies in them are invented.
 */
export type Place = {
  readonly territory: Territory;
  readonly city: string;
  readonly region: string;
  readonly zips: readonly string[];
  /** How common the town is among customers, and among all companies a data vendor would list. */
  readonly weight: { readonly customer: number; readonly prospect: number };
};

export type Territory = 'Midwest' | 'Northeast' | 'Southeast' | 'Plains' | 'Southwest' | 'West';

/** Percent of the companies of either population in each territory: the distributor has no branch in the last two. */
const share: Readonly<Record<Territory, { readonly customer: number; readonly prospect: number }>> = {
  Midwest: { customer: 28, prospect: 19 },
  Northeast: { customer: 24, prospect: 20 },
  Southeast: { customer: 33, prospect: 24 },
  Plains: { customer: 13.5, prospect: 9 },
  Southwest: { customer: 1, prospect: 13 },
  West: { customer: 0.5, prospect: 15 },
};
/** The territories the distributor delivers to from its branches. */
export const served: readonly Territory[] = ['Midwest', 'Northeast', 'Southeast', 'Plains'];

/** City, state, weight within the territory, zip codes. */
const towns: Readonly<Record<Territory, readonly (readonly [string, string, number, string])[]>> = {
  Midwest: [
    ['Dayton', 'OH', 9, '45402 45413 45423 45433 45449'],
    ['Columbus', 'OH', 8, '43201 43211 43220 43230 43266'],
    ['Cleveland', 'OH', 9, '44102 44111 44121 44134 44192'],
    ['Cincinnati', 'OH', 8, '45202 45217 45232 45246 45267'],
    ['Toledo', 'OH', 6, '43601 43608 43614 43652 43661'],
    ['Akron', 'OH', 5, '44302 44307 44312 44317 44326'],
    ['Detroit', 'MI', 8, '48202 48213 48224 48238 48267'],
    ['Grand Rapids', 'MI', 6, '49502 49507 49515 49528 49548'],
    ['Lansing', 'MI', 3, '48906 48911 48916 48922 48933'],
    ['Kalamazoo', 'MI', 3, '49003 49005 49007 49009 49048'],
    ['Warren', 'MI', 4, '48089 48090 48091 48092 48093'],
    ['Indianapolis', 'IN', 7, '46202 46217 46230 46249 46274'],
    ['Fort Wayne', 'IN', 4, '46802 46814 46850 46858 46866'],
    ['South Bend', 'IN', 3, '46613 46616 46624 46634 46660'],
    ['Evansville', 'IN', 2, '47702 47710 47716 47725 47734'],
    ['Chicago', 'IL', 9, '60602 60618 60636 60654 60678'],
    ['Rockford', 'IL', 4, '61102 61104 61106 61108 61110'],
    ['Peoria', 'IL', 3, '61602 61607 61625 61636 61643'],
    ['Aurora', 'IL', 3, '60503 60505 60507 60569 60598'],
    ['Joliet', 'IL', 3, '60432 60433 60434 60435 60436'],
    ['Milwaukee', 'WI', 7, '53202 53210 53218 53226 53267'],
    ['Madison', 'WI', 3, '53702 53711 53719 53779 53789'],
    ['Green Bay', 'WI', 3, '54302 54304 54306 54308 54313'],
    ['Appleton', 'WI', 2, '54912 54913 54914 54915 54919'],
    ['Racine', 'WI', 2, '53402 53403 53404 53405 53406'],
  ],
  Northeast: [
    ['Pittsburgh', 'PA', 8, '15202 15217 15232 15252 15272'],
    ['Philadelphia', 'PA', 8, '19092 19115 19133 19150 19179'],
    ['Erie', 'PA', 4, '16502 16507 16512 16531 16546'],
    ['Allentown', 'PA', 4, '18102 18103 18104 18105 18106'],
    ['York', 'PA', 3, '17402 17403 17404 17405 17406'],
    ['Buffalo', 'NY', 5, '14202 14210 14218 14226 14261'],
    ['Rochester', 'NY', 5, '14603 14611 14619 14627 14649'],
    ['Syracuse', 'NY', 3, '13202 13207 13212 13219 13235'],
    ['Albany', 'NY', 3, '12202 12212 12229 12239 12249'],
    ['New York', 'NY', 7, '10002 10032 10108 10153 10203'],
    ['Newark', 'NJ', 6, '07102 07106 07114 07189 07195'],
    ['Trenton', 'NJ', 3, '08602 08607 08618 08629 08647'],
    ['Worcester', 'MA', 4, '01602 01605 01608 01613 01653'],
    ['Springfield', 'MA', 3, '01102 01105 01109 01118 01129'],
    ['Boston', 'MA', 6, '02109 02116 02163 02206 02241'],
    ['Hartford', 'CT', 4, '06102 06115 06141 06150 06160'],
    ['Waterbury', 'CT', 2, '06702 06705 06710 06722 06725'],
  ],
  Southeast: [
    ['Charlotte', 'NC', 8, '28202 28216 28231 28253 28273'],
    ['Greensboro', 'NC', 4, '27402 27407 27412 27419 27435'],
    ['Raleigh', 'NC', 5, '27602 27610 27619 27627 27656'],
    ['Greenville', 'SC', 5, '29602 29605 29608 29611 29614'],
    ['Charleston', 'SC', 3, '29402 29407 29413 29417 29424'],
    ['Atlanta', 'GA', 9, '30302 30320 30341 30362 30396'],
    ['Savannah', 'GA', 3, '31402 31405 31409 31412 31416'],
    ['Nashville', 'TN', 6, '37202 37209 37216 37224 37235'],
    ['Knoxville', 'TN', 3, '37902 37917 37923 37931 37940'],
    ['Chattanooga', 'TN', 3, '37402 37406 37410 37415 37422'],
    ['Memphis', 'TN', 5, '37544 38114 38128 38150 38175'],
    ['Birmingham', 'AL', 5, '35202 35214 35228 35244 35283'],
    ['Huntsville', 'AL', 3, '35802 35806 35810 35814 35893'],
    ['Richmond', 'VA', 5, '23218 23225 23236 23269 23285'],
    ['Roanoke', 'VA', 2, '24002 24010 24018 24027 24035'],
    ['Louisville', 'KY', 6, '40202 40215 40231 40257 40285'],
    ['Lexington', 'KY', 3, '40503 40510 40517 40544 40577'],
    ['Jacksonville', 'FL', 4, '32201 32210 32221 32231 32244'],
    ['Tampa', 'FL', 4, '33602 33613 33624 33647 33675'],
    ['Orlando', 'FL', 4, '32802 32814 32826 32837 32862'],
  ],
  Plains: [
    ['Saint Louis', 'MO', 8, '63102 63115 63128 63141 63163'],
    ['Kansas City', 'MO', 7, '64102 64120 64136 64154 64171'],
    ['Springfield', 'MO', 3, '65802 65805 65808 65814 65897'],
    ['Des Moines', 'IA', 4, '50302 50313 50330 50361 50393'],
    ['Cedar Rapids', 'IA', 3, '52402 52404 52406 52408 52410'],
    ['Davenport', 'IA', 3, '52802 52803 52804 52805 52806'],
    ['Minneapolis', 'MN', 8, '55402 55415 55428 55441 55459'],
    ['Saint Paul', 'MN', 5, '55102 55110 55118 55126 55145'],
    ['Duluth', 'MN', 2, '55802 55804 55806 55808 55811'],
  ],
  Southwest: [
    ['Houston', 'TX', 10, '77002 77037 77072 77209 77251'],
    ['Dallas', 'TX', 9, '75202 75224 75247 75285 75370'],
    ['Fort Worth', 'TX', 6, '76102 76113 76126 76147 76181'],
    ['San Antonio', 'TX', 6, '78202 78218 78235 78252 78270'],
    ['Austin', 'TX', 5, '73344 78716 78730 78746 78760'],
    ['Beaumont', 'TX', 2, '77702 77704 77706 77708 77713'],
    ['Tulsa', 'OK', 4, '74102 74115 74130 74146 74158'],
    ['Oklahoma City', 'OK', 4, '73102 73117 73132 73149 73167'],
    ['Baton Rouge', 'LA', 3, '70802 70810 70818 70827 70879'],
    ['Wichita', 'KS', 3, '67202 67208 67214 67220 67232'],
    ['Omaha', 'NE', 3, '68102 68111 68124 68138 68164'],
    ['Little Rock', 'AR', 3, '72202 72207 72214 72221 72231'],
  ],
  West: [
    ['Los Angeles', 'CA', 10, '90002 90020 90038 90056 90075'],
    ['San Diego', 'CA', 6, '92102 92117 92135 92158 92176'],
    ['Fresno', 'CA', 4, '93701 93712 93725 93747 93775'],
    ['Sacramento', 'CA', 5, '94204 94249 94280 95813 95833'],
    ['Oakland', 'CA', 4, '94602 94607 94613 94619 94649'],
    ['Stockton', 'CA', 2, '95202 95206 95210 95214 95269'],
    ['Seattle', 'WA', 7, '98102 98114 98127 98146 98170'],
    ['Tacoma', 'WA', 3, '98402 98409 98418 98443 98465'],
    ['Spokane', 'WA', 2, '99202 99207 99212 99217 99224'],
    ['Portland', 'OR', 6, '97202 97214 97227 97250 97281'],
    ['Salem', 'OR', 2, '97302 97304 97306 97309 97311'],
    ['Denver', 'CO', 7, '80202 80216 80229 80246 80263'],
    ['Colorado Springs', 'CO', 3, '80902 80912 80922 80932 80944'],
    ['Phoenix', 'AZ', 8, '85002 85017 85032 85048 85070'],
    ['Tucson', 'AZ', 3, '85702 85712 85722 85734 85745'],
    ['Las Vegas', 'NV', 4, '89102 89117 89132 89147 89162'],
    ['Reno', 'NV', 2, '89502 89506 89510 89515 89523'],
    ['Salt Lake City', 'UT', 5, '84102 84112 84124 84136 84152'],
    ['Boise', 'ID', 3, '83702 83707 83713 83720 83728'],
    ['Albuquerque', 'NM', 3, '87102 87110 87120 87154 87191'],
  ],
};

const territories: readonly Territory[] = [...served, 'Southwest', 'West'];

export const places: readonly Place[] = territories.flatMap((territory) => {
  const inside = towns[territory];
  const total = inside.reduce((sum, [, , weight]) => sum + weight, 0);
  return inside.map(([city, region, weight, zips]) => ({
    territory,
    city,
    region,
    zips: zips.split(' '),
    weight: {
      customer: (share[territory].customer * weight) / total,
      prospect: (share[territory].prospect * weight) / total,
    },
  }));
});

/** The distributor's own branches: id, name, postal code, latitude, longitude (zip centroids, GeoNames). */
export const branches: readonly (readonly [string, string, string, number, number])[] = [
  ['B-01', 'Dayton', '45404', 39.7862, -84.1622],
  ['B-02', 'Cleveland', '44114', 41.5064, -81.6743],
  ['B-03', 'Detroit', '48209', 42.3097, -83.1155],
  ['B-04', 'Milwaukee', '53207', 42.9751, -87.8947],
  ['B-05', 'Chicago South', '60609', 41.8097, -87.6533],
  ['B-06', 'Pittsburgh', '15204', 40.4554, -80.0644],
  ['B-07', 'Allentown', '18103', 40.5891, -75.4645],
  ['B-08', 'Buffalo', '14206', 42.8811, -78.8104],
  ['B-09', 'Worcester', '01604', 42.2541, -71.7746],
  ['B-10', 'Charlotte', '28208', 35.2358, -80.8964],
  ['B-11', 'Atlanta West', '30318', 33.7865, -84.4454],
  ['B-12', 'Nashville', '37210', 36.1379, -86.741],
  ['B-13', 'Saint Louis', '63110', 38.6185, -90.2564],
  ['B-14', 'Minneapolis', '55413', 44.998, -93.2552],
];
