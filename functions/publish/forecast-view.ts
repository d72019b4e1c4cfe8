import type { QuotesDocument } from '../../core/quotes/quotes-document.ts';
import type { ReportView } from '../../core/report/report-view.ts';
import type { ValueDocument } from '../../core/value/value-document.ts';

const shown = 10;

/** The forecasts as the report shows them; null where nothing is forecast. `nameOf` gives a customer's name where it is known. */
export function forecastView(
  value: ValueDocument | null,
  quotes: QuotesDocument | null,
  nameOf: (customerId: string) => string | null,
): Pick<ReportView, 'forecast' | 'quotes'> {
  return {
    forecast:
      value === null || value.horizon_months === null || value.unavailable_because !== null
        ? null
        : {
            words: value.words,
            of: value.of,
            months: value.horizon_months,
            first: [...value.customers]
              .sort((a, b) => b.predicted - a.predicted || (a.customer_id < b.customer_id ? -1 : 1))
              .slice(0, shown)
              .map(({ customer_id, predicted, low, high, p_alive }) => ({
                name: nameOf(customer_id) ?? customer_id,
                predicted,
                low,
                high,
                p_alive,
              })),
            bands: value.model?.calibration?.bands ?? [],
          },
    quotes:
      quotes === null
        ? null
        : {
            words: quotes.words,
            open: quotes.usable
              ? quotes.open.slice(0, shown).map(({ quote_id, customer_id, value: amount, p_win }) => ({
                  quote_id,
                  customer: customer_id === null ? null : (nameOf(customer_id) ?? customer_id),
                  value: amount,
                  p_win,
                }))
              : [],
          },
  };
}
