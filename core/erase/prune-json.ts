export type Pruned = { readonly value: unknown; readonly removed: number };

/**
 * A JSON document without every object that names somebody: list entries and members whose key, or any text right inside
 * them, is one of theirs. What stands around them stays.
 *
 * @example
 * pruneJson({ rows: [{ domain: 'a' }, { domain: 'b' }] }, (text) => text === 'a'); // => { value: { rows: [{ domain: 'b' }] }, removed: 1 }
 */
export function pruneJson(document: unknown, theirs: (text: string) => boolean): Pruned {
  let removed = 0;
  const names = (value: unknown): boolean =>
    typeof value === 'string'
      ? theirs(value)
      : typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).some((member) => typeof member === 'string' && theirs(member));
  const prune = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const kept = value.filter((entry) => !names(entry));
      removed += value.length - kept.length;
      return kept.map(prune);
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(
      ([key, member]) => !theirs(key) && !(typeof member === 'object' && names(member)),
    );
    removed += Object.keys(value).length - entries.length;
    return Object.fromEntries(entries.map(([key, member]) => [key, prune(member)]));
  };
  return { value: prune(document), removed };
}
