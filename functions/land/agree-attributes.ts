import type { Understood } from './understand-file.ts';

/**
 * A further column that several files of one table carry has one type: where they disagree it stays text in all of them, so
 * that splitting a file changes nothing.
 */
export function agreeAttributes<File extends Understood>(files: readonly File[]): readonly File[] {
  const types = new Map<string, string | undefined>();
  const disputed = new Set<string>();
  for (const { mapping, attributeTypes } of files)
    for (const { role, table, column, position } of mapping.columns) {
      if (role !== 'attribute') continue;
      const name = `${table}.${column}`;
      const type = attributeTypes.get(position);
      if (types.has(name) && types.get(name) !== type) disputed.add(name);
      types.set(name, type);
    }
  if (disputed.size === 0) return files;
  return files.map((file) => {
    const isDisputed = ({ role, table, column }: (typeof file.mapping.columns)[number]): boolean =>
      role === 'attribute' && disputed.has(`${table}.${column}`);
    const positions = new Set(file.mapping.columns.filter(isDisputed).map(({ position }) => position));
    if (positions.size === 0) return file;
    return {
      ...file,
      attributeTypes: new Map([...file.attributeTypes].filter(([position]) => !positions.has(position))),
      mapping: {
        ...file.mapping,
        columns: file.mapping.columns.map((column) => {
          if (!isDisputed(column)) return column;
          const { number: _number, date: _date, ...rest } = column;
          return { ...rest, type: 'text' as const };
        }),
      },
    };
  });
}
