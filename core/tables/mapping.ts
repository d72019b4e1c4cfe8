import type { ColumnType, TableName } from './canonical-tables.ts';
import type { DateStyle } from './date-style.ts';
import type { NumberStyle } from './number-style.ts';

/** What becomes of a file's column. `ingredient` columns make a canonical one and are kept as an attribute too. */
export type ColumnRole = 'canonical' | 'ingredient' | 'attribute' | 'ignored';

/** How one column of a file was understood, and why. */
export type ColumnMapping = {
  /** From 0. */
  readonly position: number;
  /** As the file writes it; empty where the file has no name for it. */
  readonly header: string;
  readonly role: ColumnRole;
  /** The table its values go to; a line-level file also carries columns of its orders and customers. */
  readonly table: TableName;
  /** Canonical column, ingredient, or `attribute_…`. */
  readonly column: string;
  readonly type: ColumnType;
  /** 0–1: name strength × share of sampled values that fit the type; 1 where the settings decide. */
  readonly confidence: number;
  /** One sentence for a person. */
  readonly evidence: string;
  /** Columns that stand in where this one is empty, in this order. */
  readonly fallbacks?: readonly number[];
  /** Column that is subtracted: the tax in a total. */
  readonly less?: number;
  /** How its numbers are written; present for money, number and integer. */
  readonly number?: NumberStyle;
  /** How its dates are written; present for dates. */
  readonly date?: DateStyle;
  /** What one of its amounts stands for, where the header says thousands or millions. */
  readonly scale?: number;
  /** ISO code of its amounts, where the header or every signed value names the same. */
  readonly currency?: string;
  /** Signs and codes that stand beside its amounts, with the currency each means, where there are several. */
  readonly signs?: { readonly [sign: string]: string };
  /** Whole numbers that were written with a decimal point: 1001.0. */
  readonly pointed?: true;
};

/** A choice that other headers of the file could have been made for, with the setting that decides it. */
export type Alternative = {
  readonly column: string;
  readonly chosen: string;
  readonly others: readonly string[];
  /** One line for `icp.json`. */
  readonly setting: string;
};

/** Something about a column that the values do not decide. `blocking` ones stop the table. */
export type Undecided = {
  readonly column: string;
  readonly header: string;
  readonly matter: 'date order' | 'decimal mark' | 'repeated key';
  readonly evidence: string;
  readonly blocking: boolean;
  /** One line for `icp.json`. */
  readonly setting: string;
};

/** How a file's bytes were read. */
export type FileFormat = {
  readonly container: 'plain' | 'gzip' | 'zip' | 'xlsx';
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  readonly bom: boolean;
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  /** Physical line of the header, from 1; 0 where there is none. */
  readonly header_line: number;
  /** What stood above the header: report titles and the like. */
  readonly preamble: readonly string[];
  readonly columns: number;
};

/** How one file was understood. `table` is null when nothing could be made of it; `note` then says why. */
export type FileMapping = {
  readonly file: string;
  readonly table: TableName | null;
  /** Further tables made from the same rows. */
  readonly carries: readonly TableName[];
  readonly confidence: number;
  readonly evidence: string;
  readonly format: FileFormat | null;
  readonly columns: readonly ColumnMapping[];
  readonly alternatives: readonly Alternative[];
  readonly undecided: readonly Undecided[];
  readonly note: string | null;
};

/** `mapping.json`: every file in name order. */
export type DropMapping = { readonly files: readonly FileMapping[] };
