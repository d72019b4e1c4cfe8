import type { Aliases } from './firmographic-aliases.ts';

export const salesRep: Aliases = {
  strong:
    'salesrep salesperson salespersoncode salespersonno salespersonid slpname salesrepname accountowner accountmanager companyowner opportunityowner dealowner salesagent salesowner verkaeufer vertreter',
  weak: 'slpcode owner slsman employee entryperson',
};
export const customerId: Aliases = {
  strong:
    'customerid custid custno customerno customernumber customercode accountid accountnumber accountno accountcode accountref kunnr cardcode customercustid custnum customeraccount orderingcustomeraccountnumber selltocustomerno billtocustomerno clientid clientno debitorennr debitornr kundennummer kundennr numeroclient customercustnum orderhedcustnum okcuno associatedcompanyids',
  weak: 'customer customergrouptitle account client kunde companyid associatedcompany email customeremail companyname customername accountname billingcompany selltocustomername name',
};
const orderId: Aliases = {
  strong:
    'orderid orderno ordernumber order salesorderno salesorderid invoice salesinvoice invoicenum salesordernumber salesorder salesid vbeln docnum documentno documentnumber tranid orderhedordernum orderreference conum invoiceno invoicenumber invoiceid opportunityid auftragsnummer auftragsnr belegnummer belegnr rechnungsnummer oaorno dealid transactionid num',
  weak: 'docentry no name id recordid internalid reference number',
};

/** Names of the columns of sales: orders, their lines, payments, returns and quotes. */
export const salesAliases: {
  readonly [table in 'orders' | 'order_lines' | 'payments' | 'returns' | 'quotes']: {
    readonly [column: string]: Aliases;
  };
} = {
  orders: {
    order_id: orderId,
    order_date: {
      strong:
        'orderdate erdat audat docdate orderhedorderdate dateorder trandate postingdate transactiondate createdat createdutc createddateutc closedate auftragsdatum belegdatum bestelldatum datecommande dealclosedate oaordt',
      weak: 'date datum whencreated invoicedate fkdat invdate rechnungsdatum created createddate',
    },
    customer_id: customerId,
    order_revenue: {
      strong:
        'orderrevenue netamount net netvalue netordervalue amountnet invoicenetamount totalnet nettotal totalexclvat totalexvat amountexclvat amountexvat extaxtotal netwr subtotal untaxedamount amountuntaxed netsales netrevenue nrevenue amountexcludingvat amountnetoftax nettobetrag montantht convertedamount itemsnet nettowert netto',
      weak: 'amount orderamount invoiceamount invoicetotal ordertotal totalcharges orderhedtotalcharges doctotal total totalamount revenue sales ordervalue betrag umsatz totalentered price',
    },
    gross_margin: {
      strong:
        'grossmargin grossprofit grosprofit grssprofit margin profit profitlcy estgrossprofit gp deckungsbeitrag marge rohertrag',
      weak: 'contributionmargin',
    },
    cogs: {
      strong:
        'cogs cost totalcost costofgoodssold wavwr extendedcost costestimate wareneinsatz totalproductcost',
      weak: 'costs kosten',
    },
    currency: {
      strong:
        'currency currencycode waerk ordercurrency waehrung devise convertedcurrency amountcurrency doccur transactioncurrency',
      weak: 'curr',
    },
    ship_to: {
      strong:
        'shipto shiptocode shiptoname shiptoaddress shippingaddress deliveryaddress shippingname shiptonum orderhedshiptonum shippingaddress1 lieferadresse',
      weak: 'shipcity shippingcity',
    },
    sales_rep: salesRep,
    required_date: {
      strong:
        'requireddate requesteddate requestdate wunschlieferdatum needbydate requesteddeliverydate vdatu',
      weak: 'promiseddate',
    },
    shipped_date: {
      strong: 'shippeddate shipdate fulfilledat actualshipdate lieferdatum dateshipped',
      weak: 'deliverydate',
    },
  },
  order_lines: {
    order_id: orderId,
    line_number: {
      strong:
        'linenumber lineno salesorderline posnr linenum orderdtlorderline linekey coline lineid position',
      weak: 'orderlinesid line pos',
    },
    product_id: {
      strong:
        'productid sku itemcode itemno item itemnumber matnr partnum partnumber orderdtlpartnum productservice lineitemsku orderlinesproduct artikelnummer artikelnr productcode productno materialnumber obitno stockcode articleno articlenumber partno materialno',
      weak: 'product lineitemname productname material article',
    },
    product_category: {
      strong:
        'productcategory category itemcategorycode itemcategory matkl productline prodcode orderdtlprodcode itmsgrpnam itmsgrpcod itemgroup warengruppe productgroup productfamily categorie productcategoryname itemgroupname',
      weak: 'class vendor categoryname',
    },
    quantity: {
      strong:
        'quantity qty kwmeng fkimg orderqty orderdtlorderqty quantityshipped lineitemquantity orderlinesquantity qtyordered quantityordered menge quantite oborqa units',
      weak: 'itemssold',
    },
    line_revenue: {
      strong:
        'linerevenue lineamount linetotal extendedprice extprice extensionamt orderdtlextpricedtl orderlinessubtotal linesales linesubtotal netlineamount linenetamount oblnam',
      weak: 'amount netwr netamount netprice revenue sales betrag nettobetrag',
    },
    line_cogs: {
      strong: 'linecogs linecost extendedcost totalproductcost wavwr linetotalcost costamount',
      weak: 'cogs cost totalcost costestimate',
    },
  },
  payments: {
    customer_id: customerId,
    order_id: orderId,
    invoice_date: {
      strong: 'invoicedate fkdat billingdate invdate invchedinvoicedate rechnungsdatum',
      weak: 'postingdate docdate date createdutc createddateutc',
    },
    due_date: {
      strong:
        'duedate docduedate paymentduedate invoiceduedate invchedduedate faelligkeit faelligkeitsdatum faelligam nextpaymentdueat whendue',
    },
    paid_date: {
      strong:
        'paiddate paidat paymentdate cleareddate augdt dateclosed closedatdate zahlungsdatum bezahltam invchedcloseddate lastpaymentdate datepaid',
    },
    amount: {
      strong: 'amount paidamount invoiceamount paymentamount amountpaid',
      weak: 'total doctotal betrag',
    },
  },
  returns: {
    order_id: orderId,
    customer_id: customerId,
    return_date: {
      strong:
        'returndate creditnotedate dateofreturn creditdate refunddate creditmemodate refundedat rmadate',
      weak: 'date postingdate',
    },
    return_amount: {
      strong:
        'returnamount creditnoteamount creditedamount refundedamount amountrefunded creditamount creditmemo refund refundamount gutschrift',
      weak: 'amount total',
    },
  },
  quotes: {
    quote_id: {
      strong:
        'quoteid quoteno quotenumber quote quotation proposalno proposalid quotationno quotationnumber opportunityid opportunityname dealid dealname estimateno angebotsnummer angebotsnr',
      weak: 'recordid',
    },
    customer_id: customerId,
    created_date: {
      strong: 'createddate quotationdate engagedate quotedate createdate opened opendate angebotsdatum',
      weak: 'created date createdat',
    },
    stage: { strong: 'stage dealstage opportunitystage quotestatus salesstage phase', weak: 'status' },
    won: { strong: 'won iswon iswonflag closedwon', weak: 'outcome' },
    quoted_value: {
      strong: 'quotedvalue closevalue dealamount quotevalue quoteamount opportunityamount expectedrevenue',
      weak: 'amount value total',
    },
    close_date: { strong: 'closedate closeddate decidedon decisiondate' },
  },
};
