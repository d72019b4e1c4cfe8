import { companyNameKey } from './company-name.ts';

/** A company with the company it belongs to, as its file names it. */
export type Owned = { readonly id: string; readonly name: string | null; readonly parent: string | null };

/** What a prospect is to a customer by ownership. Never a match: each keeps its own row. */
export type ParentRelation = {
  readonly prospect_id: string;
  readonly customer_id: string;
  readonly relation: 'belongs to the customer' | 'owns the customer' | 'has the same parent company';
};

/**
 * Relations by the parent companies that the files name: a prospect that belongs to a customer, owns one, or shares its parent
 * with one. The strongest of them for each prospect, then the customer whose id sorts first. Names are compared by their
 * identity keys, so "Acme Holdings" and "ACME HOLDINGS, INC." agree. O(companies).
 *
 * @example
 * parentRelations([{ id: 'p1', name: 'Acme East', parent: 'Acme, Inc.' }], [{ id: 'c1', name: 'ACME', parent: null }]); // => [{ prospect_id: 'p1', customer_id: 'c1', relation: 'belongs to the customer' }]
 */
export function parentRelations(prospects: readonly Owned[], customers: readonly Owned[]): ParentRelation[] {
  const byName = smallest(customers, (customer) => customer.name);
  const byParent = smallest(customers, (customer) => customer.parent);
  return prospects.flatMap((prospect): ParentRelation[] => {
    const parent = key(prospect.parent);
    const name = key(prospect.name);
    const found = (
      [
        ['belongs to the customer', parent === '' ? undefined : byName.get(parent)],
        ['owns the customer', name === '' ? undefined : byParent.get(name)],
        ['has the same parent company', parent === '' ? undefined : byParent.get(parent)],
      ] as const
    ).find(([, customer]) => customer !== undefined);
    const customer = found?.[1];
    return found === undefined || customer === undefined
      ? []
      : [{ prospect_id: prospect.id, customer_id: customer, relation: found[0] }];
  });
}

const key = (name: string | null): string => (name === null ? '' : companyNameKey(name));

function smallest(
  customers: readonly Owned[],
  of: (customer: Owned) => string | null,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const customer of customers) {
    const name = key(of(customer));
    const known = found.get(name);
    if (name !== '' && (known === undefined || customer.id < known)) found.set(name, customer.id);
  }
  return found;
}
