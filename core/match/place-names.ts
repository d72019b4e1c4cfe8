/** Postal codes of the states and provinces of the United States and Canada, by their names in lower case. */
const regionCodes: ReadonlyMap<string, string> = new Map(
  `alabama al|alaska ak|arizona az|arkansas ar|california ca|colorado co|connecticut ct|delaware de|florida fl|georgia ga|hawaii hi|idaho id|illinois il|indiana in|iowa ia|kansas ks|kentucky ky|louisiana la|maine me|maryland md|massachusetts ma|michigan mi|minnesota mn|mississippi ms|missouri mo|montana mt|nebraska ne|nevada nv|new hampshire nh|new jersey nj|new mexico nm|new york ny|north carolina nc|north dakota nd|ohio oh|oklahoma ok|oregon or|pennsylvania pa|rhode island ri|south carolina sc|south dakota sd|tennessee tn|texas tx|utah ut|vermont vt|virginia va|washington wa|west virginia wv|wisconsin wi|wyoming wy|district of columbia dc|puerto rico pr|alberta ab|british columbia bc|manitoba mb|new brunswick nb|newfoundland and labrador nl|nova scotia ns|ontario on|prince edward island pe|quebec qc|saskatchewan sk`
    .split('|')
    .map((line) => [line.slice(0, -3), line.slice(-2)] as const),
);
const knownRegionCodes: ReadonlySet<string> = new Set(regionCodes.values());

/** ISO 3166 codes of countries by the words company lists use for them, without accents and points. */
const countryCodes: ReadonlyMap<string, string> = new Map(
  `usa us|us us|u s a us|u s us|united states us|united states of america us|america us|uk gb|u k gb|gb gb|united kingdom gb|great britain gb|england gb|scotland gb|wales gb|ireland ie|canada ca|mexico mx|germany de|deutschland de|france fr|spain es|espana es|italy it|italia it|portugal pt|netherlands nl|the netherlands nl|nederland nl|belgium be|luxembourg lu|switzerland ch|schweiz ch|suisse ch|austria at|osterreich at|sweden se|sverige se|norway no|norge no|denmark dk|danmark dk|finland fi|suomi fi|poland pl|polska pl|czech republic cz|czechia cz|slovakia sk|hungary hu|romania ro|bulgaria bg|greece gr|turkey tr|turkiye tr|israel il|uae ae|united arab emirates ae|saudi arabia sa|india in|china cn|hong kong hk|taiwan tw|japan jp|korea kr|south korea kr|singapore sg|malaysia my|thailand th|vietnam vn|indonesia id|philippines ph|australia au|new zealand nz|south africa za|brazil br|brasil br|argentina ar|chile cl|colombia co|peru pe`
    .split('|')
    .map((line) => [line.slice(0, -3), line.slice(-2)] as const),
);

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * A state or province as one key: US and Canadian names and codes become the two-letter code, others plain lower case.
 *
 * @example
 * regionKey('Ohio'); // => 'oh'
 * regionKey('OH.'); // => 'oh'
 * regionKey('Île-de-France'); // => 'ile de france'
 */
export function regionKey(text: string): string {
  const words = plain(text);
  return regionCodes.get(words) ?? words;
}

/**
 * A country as its ISO 3166 code in lower case where the name is known, else plain lower case.
 *
 * @example
 * countryKey('U.S.A.'); // => 'us'
 * countryKey('Atlantis'); // => 'atlantis'
 */
export function countryKey(text: string): string {
  const words = plain(text);
  return countryCodes.get(words) ?? words;
}

/**
 * Whether some words say no more than a country, state or province: what stands in parentheses behind a company's name.
 *
 * @example
 * isPlaceRemark('USA'); // => true
 * isPlaceRemark('Ohio'); // => true
 * isPlaceRemark('Pumps'); // => false
 */
export function isPlaceRemark(text: string): boolean {
  const words = plain(text);
  return countryCodes.has(words) || regionCodes.has(words) || knownRegionCodes.has(words);
}

/**
 * Whether a word is the two-letter code of a US state or Canadian province.
 *
 * @example
 * isRegionCode('oh'); // => true
 */
export function isRegionCode(word: string): boolean {
  return knownRegionCodes.has(word);
}

const canadian: ReadonlySet<string> = new Set(['ab', 'bc', 'mb', 'nb', 'nl', 'ns', 'on', 'pe', 'qc', 'sk']);
const regionNames: ReadonlyMap<string, string> = new Map(
  [...regionCodes].map(([name, code]) => [code, name]),
);
/** The English name of each country that goes by several. */
const countryNames: ReadonlyMap<string, string> = new Map([
  ...[...countryCodes].reverse().map(([name, code]) => [code, name] as const),
  ...`us united states|gb united kingdom|de germany|es spain|it italy|nl netherlands|ch switzerland|at austria|se sweden|no norway|dk denmark|fi finland|pl poland|cz czech republic|tr turkey|ae united arab emirates|kr south korea|br brazil`
    .split('|')
    .map((line) => [line.slice(0, 2), line.slice(3)] as const),
]);

/**
 * A state or province by its full name in lower case, where it is a known one of the US or Canada; as written otherwise.
 *
 * @example
 * regionName('OH'); // => 'ohio'
 * regionName('Bavaria'); // => 'bavaria'
 */
export function regionName(text: string): string {
  return regionNames.get(regionKey(text)) ?? text.trim().toLowerCase();
}

/**
 * A US state or Canadian province by its postal code in capitals; any other as written.
 *
 * @example
 * regionCode('Ohio'); // => 'OH'
 * regionCode('Bayern'); // => 'Bayern'
 */
export function regionCode(text: string): string {
  const key = regionKey(text);
  return knownRegionCodes.has(key) ? key.toUpperCase() : text.trim();
}

/**
 * The country a state or province is known to lie in, as its ISO 3166 code; null for any but those of the US and Canada.
 *
 * @example
 * regionCountry('Ontario'); // => 'CA'
 */
export function regionCountry(text: string): 'US' | 'CA' | null {
  const key = regionKey(text);
  if (!knownRegionCodes.has(key)) return null;
  return canadian.has(key) ? 'CA' : 'US';
}

/**
 * A country by its English name in lower case, where it is known; as written otherwise.
 *
 * @example
 * countryName('US'); // => 'united states'
 */
export function countryName(text: string): string {
  return countryNames.get(countryKey(text)) ?? text.trim().toLowerCase();
}

/**
 * A country's ISO 3166 code in capitals; null when the words are not known and are no code themselves.
 *
 * @example
 * countryCode('Germany'); // => 'DE'
 * countryCode('Atlantis'); // => null
 */
export function countryCode(text: string): string | null {
  const key = countryKey(text);
  return /^[a-z]{2}$/.test(key) ? key.toUpperCase() : null;
}
