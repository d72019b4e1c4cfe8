import { figuresTable, ga4Figures } from './ga4-figures.ts';

/** The published SQL and ours over the same rows: the table of docs/methods/ga4.md. */
console.log(figuresTable(await ga4Figures()));
