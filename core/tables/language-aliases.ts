import type { Aliases } from './firmographic-aliases.ts';

/**
 * Names of columns in German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian and Polish, in `headerForm`,
 * that their words alone do not tell (`headerMeaning`). They are added to the English and the system names of the same column.
 */
const words: { readonly [column: string]: Aliases } = {
  customer_id: {
    strong:
      'kundenkonto debitor nclient comptclient compteclient codcliente ncliente codigodocliente nrklienta numerklienta kodklienta idklienta kontrahent',
    weak: 'codice codigo',
  },
  name: {
    strong:
      'firma unternehmen raisonsociale societe denomination entreprise razonsocial empresa ragionesociale denominazione azienda nomedocliente razaosocial bedrijf foretag virksomhed bedriftsnavn nazwaklienta nazwafirmy nazwakontrahenta',
  },
  order_id: {
    strong:
      'auftrag bestellung beleg vorgangsnummer ncommande commande nfacture numeropiece npedido nrodepedido pedido nfactura nordine ordine nfattura numerodopedido nfatura bestelnummer bestelling zamowienie',
  },
  order_date: {
    strong:
      'vorgangsdatum datedecommande datepiece fechadepedido datadordine datadopedido datavenda besteldatum datasprzedazy',
    weak: 'datefacturation datawystawienia',
  },
  order_revenue: {
    strong:
      'netto montanthors neto baseimponible imponibile valorliquido totalliquido nettobelob belobexclmoms belopexklmoms',
    weak: 'gesamtpreis ventas summa belob',
  },
  gross_margin: {
    strong: 'margebrute margineliordo margembruta brutowinst bruttovinst daekningsbidrag zysk',
  },
  cogs: {
    strong:
      'selbstkosten herstellkosten coutderevient prixderevient kostprijs inkoopwaarde kostpris vareforbrug kosztwlasny',
  },
  product_id: {
    strong: 'artikel articulo referencia articolo codigodoproduto kodproduktu indeks',
  },
  product_category: {
    strong: 'categoriadelproduto gruppomerceologico varugrupp produktgrupp grupatowarowa',
  },
  quantity: {
    strong: 'anzahl stuckzahl stueckzahl cant qta qtd kvantitet mangde mengde',
  },
  line_revenue: {
    strong: 'radbelopp linjebelop linjebelob wartoscpozycji',
  },
  city: {
    strong: 'poblacion comune woonplaats postort poststed',
  },
  region: {
    strong: 'comunidad',
  },
  country: { strong: 'nazione' },
  industry: {
    strong: 'wirtschaftszweig secteuractivite actividad',
  },
  employees: {
    strong: 'anzahlmitarbeiter plantilla colaboradores liczbapracownikow',
  },
  annual_revenue: {
    strong:
      'jahresumsatz umsatzjahr chiffredaffairesannuel facturacionanual fatturatoannuo faturamentoanual jaaromzet arsomsattning arsomsaetning rocznyprzychod',
  },
  founded_year: {
    strong:
      'gruendungsjahr grundungsjahr anneecreation anofundacion annofondazione anofundacao oprichtingsjaar grundat stiftelsesar rokzalozenia',
  },
  sales_rep: {
    strong:
      'aussendienst betreuer kundenbetreuer sachbearbeiter representant comercial vertegenwoordiger accountmanager selger opiekun',
  },
  invoice_date: {
    strong:
      'rechnungsdatum datefacture datefacturation fechafactura datafattura datafatura factuurdatum fakturadatum fakturadato datafaktury datawystawienia',
  },
  due_date: {
    strong: 'falligam faelligam zahlungsziel datavencimento forfallodatum terminplatnosci',
  },
  paid_date: {
    strong: 'bezahltam zahlungseingang datereglement fechacobro betaaldatum betaldatum datazaplaty',
  },
  return_date: {
    strong: 'datadevolucao',
  },
  return_amount: {
    strong: 'gutschrift avoir creditbedrag',
  },
  ship_to: {
    strong:
      'lieferadresse lieferort lieferanschrift adresselivraison lieulivraison direccionentrega direccionenvio indirizzoconsegna moradaentrega afleveradres leveransadress leveringsadresse',
  },
  shipped_date: {
    strong: 'dateexpedition fechaenvio dataspedizione dataenvio verzenddatum leverdatum leveransdatum',
  },
  required_date: {
    strong: 'wunschtermin fecharequerida onskatdatum',
  },
};

/** The same column with its names in other languages. */
export function inEveryLanguage(column: string, own: Aliases): Aliases {
  const more = words[column];
  if (more === undefined) return own;
  return {
    strong: `${own.strong} ${more.strong}`,
    weak: [own.weak, more.weak].filter((names) => names !== undefined).join(' '),
  };
}
