/** What identifies a company on either side; null, or absent for the later fields, where it is not known. */
export type Identity = {
  readonly id: string;
  readonly name: string | null;
  readonly domain: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly country?: string | null;
  /** Street and house number. */
  readonly address?: string | null;
  readonly phone?: string | null;
  readonly founded_year?: number | null;
};
