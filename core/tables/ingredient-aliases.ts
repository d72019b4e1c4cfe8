import type { Aliases } from './firmographic-aliases.ts';

/** Values that are no column of their own but make one: see `ingredients`. */
export type Ingredient =
  | 'unit_price'
  | 'unit_cost'
  | 'line_discount'
  | 'line_margin'
  | 'tax'
  | 'total_with_tax'
  | 'customer_division'
  | 'document_type'
  | 'record_status'
  | 'record_mode'
  | 'cancelled_at'
  | 'refunded'
  | 'contact_email';

/** Columns that make canonical ones: price × quantity − discount, total − tax, division + number, document types. */
export const ingredients: { readonly [name in Ingredient]: Aliases } = {
  unit_price: {
    strong:
      'unitprice salesprice lineitemprice priceperunit stueckpreis stuckpreis einzelpreis prixunitaire preciounitario prezzounitario precounitario stuksprijs enhedspris enhetspris cenajednostkowa rate',
    weak: 'price preis prix precio prezzo preco prijs pris cena',
  },
  unit_cost: {
    strong:
      'unitcost unitcostlcy orderdtlunitcost grossbuypr standardcost costperunit einstandspreis prixachat costounitario',
  },
  line_discount: { strong: 'lineitemdiscount linediscountamount' },
  line_margin: {
    strong: 'linemargin lineprofit grssprofit',
    weak: 'estgrossprofit grossprofit grossmargin margin profit gp profitlcy rohertrag deckungsbeitrag db marge margebrute margen margine margem marza bruttovinst',
  },
  tax: {
    strong:
      'vatsum taxamount amounttax salestax totaltax vatamount mwstbetrag montanttva importeiva btwbedrag',
    weak: 'taxes tax vat mwst ust tva iva btw moms gst',
  },
  total_with_tax: {
    strong:
      'doctotal amountincludingvat totalinclvat grandtotal totalttc montantttc bruttobetrag bruttosumme gesamtbetrag totaleivato totaalinclbtw',
    weak: 'total brutto bruttowert',
  },
  customer_division: { strong: 'ardivisionno' },
  document_type: {
    strong:
      'transactiontype documenttype doctype recordtype auart fkart trantype invoicetype salestype belegart',
    weak: 'ordertype type art',
  },
  record_status: {
    strong: 'financialstatus orderstatus invoicestatus documentstatus',
    weak: 'status state etat estado stato',
  },
  record_mode: { strong: 'mode' },
  cancelled_at: { strong: 'cancelledat canceledat cancelleddate' },
  refunded: { strong: 'refundedamount amountrefunded convertedamountrefunded' },
  contact_email: { strong: 'email emailaddress customeremail contactemail' },
};
