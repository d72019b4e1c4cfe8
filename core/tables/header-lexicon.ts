/** What the words of a header speak of, in whatever language they are. */
export type HeaderConcept =
  | 'party'
  | 'id'
  | 'order'
  | 'date'
  | 'amount'
  | 'total'
  | 'net'
  | 'gross'
  | 'cost'
  | 'margin'
  | 'line'
  | 'product'
  | 'category'
  | 'quantity'
  | 'currency'
  | 'name'
  | 'company'
  | 'due'
  | 'paid'
  | 'ship'
  | 'wish'
  | 'rep'
  | 'country'
  | 'city'
  | 'region'
  | 'postal'
  | 'industry'
  | 'employees'
  | 'website'
  | 'description'
  | 'quote'
  | 'return'
  | 'prospect'
  | 'unit'
  | 'price'
  | 'discount'
  | 'tax'
  | 'rate';

/**
 * Words of headers by what they speak of, in `headerForm`: English, German, French, Spanish, Italian, Portuguese, Dutch,
 * the Scandinavian languages, Polish and Czech, as accounting packages translate their captions. Only words that mean one
 * thing wherever they stand.
 */
const words: { readonly [concept in HeaderConcept]: string } = {
  party:
    'customer customers cust client clients clientes cliente kunde kunden kund kunder debitor debitoren debiteur debiteuren klant klanten account acct buyer purchaser soldto soldtoparty billto billtoparty billtocustomer soldtocustomer selltocustomer acheteur comprador klient kontrahent odbiorca nabywca zakaznik odberatel musteri asiakas',
  id: 'id ids no nr nos num number numero numer nummer code kod kode key ref refno reference referenz referencia codigo codice cislo n',
  order:
    'order orders salesorder so invoice invoices inv bestellung bestell auftrag auftrags commande commandes pedido ordine ordini bestelling encomenda bestallning ordre zamowienie zamowienia objednavka siparis tilaus rechnung rechnungs facture factures factura facturas fattura fatture factuur fatura faktura fakturen faktury bill beleg belege document documento doc dokument transaction transactions transaccion txn transaktion transaktions receipt ticket deal opportunity charge sale vente ventes venta vendita verkauf verkaufs verkoop booking buchung',
  date: 'date dates datum datums fecha data dato dag tarih pvm day tag jour giorno timestamp created',
  amount:
    'amount amounts amt betrag betrags montant montants importe importo bedrag belop belopp kwota castka valor value wert wartosc hodnota turnover revenue umsatz ca chiffredaffaires omzet omsetning omsattning ricavo fatturato ingresos ingreso facturacion erloes erlos sales obrat tutar',
  total: 'total totals totale totaal sum summe somme suma gesamt gesamtbetrag razem celkem',
  net: 'net netto neto nett ht excl exvat exkl exclvat exclbtw excltax horstaxe horstaxes exmwst imponibile imponible',
  gross: 'gross brutto bruto ttc incl inclvat incltax inclmwst inclbtw lordo',
  cost: 'cost costs cout couts kosten coste costes costo costi custo custos kost kostnad koszt naklady wareneinsatz einstandswert einstand einkauf purchasecost cogs',
  margin:
    'margin margins marginal tackningsbidrag marge marges margen margine margem profit profits gewinn gp benefice beneficio ganancia deckungsbeitrag db rohertrag rohgewinn utile lucro marza marze zisk earnings brutemarge bruttomarge grossprofit grossmargin dekningsbidrag',
  line: 'line lines zeile zeilen ligne lignes linea lineas riga righe regel linha pos position posten posizione',
  product:
    'product products produit produits producto productos prodotto prodotti produto produkt produkte artikel article articles articulo articolo artigo item items sku material materialnr part teil vare tuote towar',
  category:
    'category categories categorie kategorie categoria kategori group gruppe groupe grupo gruppo groep famille familia famiglia family class klasse warengruppe sortiment kategoria',
  quantity:
    'quantity qty qte quantite menge cantidad quantita quantidade aantal antal stueck stuck stk pieces pcs units ilosc mnozstvi adet maara',
  currency: 'currency ccy waehrung wahrung devise moneda divisa valuta waluta mena moeda monnaie',
  name: 'name names nom nombre nome naam navn namn nazwa nazev bezeichnung designation libelle',
  company:
    'company companies firma firm societe empresa azienda bedrijf unternehmen organisation organization raisonsociale ragionesociale razonsocial business virksomhed foretag spolka',
  due: 'due faellig fallig faelligkeit falligkeit echeance vencimiento scadenza vervaldatum verval forfall forfald termin',
  paid: 'paid bezahlt paye payee pagado pagato betaald betalt payment payments zahlung zahlungs paiement pago pagamento betaling platba cleared',
  ship: 'ship shipto shipped shipping shipment delivery delivered liefer lieferung livraison livre entrega consegna levering lieferadresse leveringsadres versand dispatch dispatched',
  wish: 'wish wunsch requested required promised souhaitee needby gewuenscht gewunscht richiesta solicitada gewenste',
  rep: 'rep salesrep salesperson seller sellers vendeur commercial vendedor vertreter agent verkaeufer verkaufer venditore verkoper saelger saljare handlowiec owner',
  country: 'country land pays pais paese pais2 kraj zeme maa ulke staat nation',
  city: 'city town ort stadt ville ciudad citta cidade stad plaats by miasto mesto localidad localita wohnort',
  region:
    'region state province provincia provincie bundesland departement county canton kanton estado regione fylke lan wojewodztwo',
  postal:
    'postal zip zipcode plz postleitzahl postcode codepostal cp cap codigopostal postnummer postnr psc kodpocztowy cep',
  industry: 'industry industrie branche secteur sector settore bransch bransje setor branza obor sektor',
  employees:
    'employees employee mitarbeiter mitarbeitende mitarbeiterzahl mitarbeiteranzahl beschaeftigte beschaftigte effectif effectifs salaries empleados dipendenti medewerkers werknemers ansatte anstallda funcionarios pracownicy zamestnanci headcount staff fte',
  website: 'website web homepage url domain site siteweb sitioweb sitoweb webseite internet hjemmeside',
  description:
    'description beschreibung descripcion descrizione omschrijving beskrivning beskrivelse popis opis',
  quote:
    'quote quotes quotation angebot angebots devis presupuesto offerta offerte offert tilbud estimate preventivo orcamento oferta',
  return:
    'return returns refund refunds refunded gutschrift gutschrifts avoir avoirs abono abonos creditnota notacredito creditmemo creditnote kreditnota retour retoure retouren devolucion reso',
  prospect: 'prospect prospects lead leads interessent interessenten',
  unit: 'unit einzel stueckpreis unitaire unitario unitaria per stk',
  price: 'price preis prix precio prezzo preco prijs pris cena',
  discount: 'discount rabatt remise descuento sconto desconto korting',
  tax: 'tax taxes vat mwst ust tva iva btw moms dph taxe steuer impuesto imposta',
  rate: 'rate percent pct prozent pourcentage',
};

const concepts: ReadonlyMap<string, HeaderConcept> = new Map(
  Object.entries(words).flatMap(([concept, list]) =>
    list.split(' ').map((word) => [word, concept as HeaderConcept] as const),
  ),
);

/** Words that say nothing of what a column holds. */
const silent = new Set(
  'the of a an and or de du des la le les del della di da do dos van von der die das den im in to for pour para per par my our utc gmt local eur usd gbp chf nok sek dkk pln czk cad aud s n en e'.split(
    ' ',
  ),
);
/** Letters that join the parts of a compound ("Rechnung-s-nummer", "Kunde-n-nummer"). */
const joints = ['', 's', 'n', 'en', 'es', 'e'];
const longestWord = Math.max(...[...concepts.keys()].map(({ length }) => length));

/**
 * What a header's words speak of, each once, in the order of the alphabet; null when a word is not known. Compounds are
 * taken apart ("Rechnungsdatum"), `#` and `№` are numbers, small words say nothing. Linear in the header's length.
 *
 * @example
 * headerConcepts('Bill To'); // => ['party']
 * headerConcepts('Invoice #'); // => ['id', 'order']
 * headerConcepts('Rechnungsdatum'); // => ['date', 'order']
 * headerConcepts('N° de facture'); // => ['id', 'order']
 * headerConcepts('Nom du client'); // => ['name', 'party']
 * headerConcepts('Shift pattern'); // => null
 */
export function headerConcepts(header: string): readonly HeaderConcept[] | null {
  const found = new Set<HeaderConcept>();
  const list = headerWords(header);
  for (let at = 0; at < list.length; at += 1) {
    const pair = concepts.get(`${list[at]}${list[at + 1] ?? ''}`);
    if (pair !== undefined && list[at + 1] !== undefined) {
      found.add(pair);
      at += 1;
      continue;
    }
    const word = list[at]!;
    const parts = concepts.has(word) ? [concepts.get(word)!] : silent.has(word) ? [] : compound(word);
    if (parts === null) return null;
    for (const part of parts) found.add(part);
  }
  return [...found].sort();
}

function headerWords(header: string): readonly string[] {
  const marked = header.replace(/[#№]|[Nn][°º]/g, ' no ').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return marked
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ł', 'l')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** A compound as the concepts of its parts, longest parts first; null when it does not come out even. */
function compound(word: string): readonly HeaderConcept[] | null {
  if (word.length > 40) return null;
  const dead = new Set<number>();
  const from = (start: number): readonly HeaderConcept[] | null => {
    if (start === word.length) return [];
    if (dead.has(start)) return null;
    for (let end = Math.min(word.length, start + longestWord); end > start + 1; end -= 1) {
      const concept = concepts.get(word.slice(start, end));
      if (concept === undefined) continue;
      for (const joint of joints) {
        if (!word.startsWith(joint, end)) continue;
        const rest = from(end + joint.length);
        if (rest !== null) return [concept, ...rest];
      }
    }
    dead.add(start);
    return null;
  };
  return from(0);
}
