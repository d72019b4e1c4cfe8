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
  | 'record_kind'
  | 'cancelled_at'
  | 'refunded';

/** Columns that make canonical ones: price × quantity − discount, total − tax, division + number, document types. */
export const ingredients: { readonly [name in Ingredient]: Aliases } = {
  unit_price: { strong: 'unitprice salesprice lineitemprice priceperunit stueckpreis', weak: 'price' },
  unit_cost: { strong: 'unitcost unitcostlcy orderdtlunitcost grossbuypr standardcost' },
  line_discount: { strong: 'lineitemdiscount linediscountamount' },
  line_margin: {
    strong: 'linemargin lineprofit grssprofit',
    weak: 'estgrossprofit grossprofit grossmargin margin profit',
  },
  tax: { strong: 'vatsum taxamount amounttax salestax totaltax', weak: 'taxes tax vat' },
  total_with_tax: { strong: 'doctotal amountincludingvat totalinclvat grandtotal', weak: 'total' },
  customer_division: { strong: 'ardivisionno' },
  record_kind: {
    strong: 'transactiontype documenttype doctype ordertype auart financialstatus recordtype mode',
    weak: 'type status',
  },
  cancelled_at: { strong: 'cancelledat canceledat cancelleddate' },
  refunded: { strong: 'refundedamount amountrefunded convertedamountrefunded' },
};
