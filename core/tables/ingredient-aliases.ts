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
  document_type: { strong: 'transactiontype documenttype doctype recordtype', weak: 'ordertype type' },
  record_status: { strong: 'financialstatus orderstatus', weak: 'status' },
  record_mode: { strong: 'mode' },
  cancelled_at: { strong: 'cancelledat canceledat cancelleddate' },
  refunded: { strong: 'refundedamount amountrefunded convertedamountrefunded' },
  contact_email: { strong: 'email emailaddress customeremail contactemail' },
};
