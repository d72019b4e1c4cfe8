export const channelGroups = ['organic', 'paid', 'social', 'referral', 'email', 'direct', 'other'] as const;
export type ChannelGroup = (typeof channelGroups)[number];

const byMedium: ReadonlyMap<string, ChannelGroup> = new Map([
  ...(['organic', 'organic_search', 'organic search'] as const).map((name) => [name, 'organic'] as const),
  ...(
    [
      'cpc',
      'ppc',
      'paid',
      'paidsearch',
      'paid_search',
      'paid search',
      'cpm',
      'cpv',
      'cpa',
      'display',
      'banner',
      'retargeting',
    ] as const
  ).map((name) => [name, 'paid'] as const),
  ...(
    [
      'social',
      'social-network',
      'social-media',
      'social network',
      'social media',
      'organic_social',
      'sm',
    ] as const
  ).map((name) => [name, 'social'] as const),
  ...(['referral', 'link', 'app'] as const).map((name) => [name, 'referral'] as const),
  ...(['email', 'e-mail', 'e_mail', 'newsletter'] as const).map((name) => [name, 'email'] as const),
  ...(['(none)', '(direct)', 'none', 'direct'] as const).map((name) => [name, 'direct'] as const),
]);

/**
 * The acquisition channel a medium belongs to, whatever its case; "other" for what no group names. Unknown stays unknown. The
 * groups are the published ones (organic, paid, social, referral, email, direct, other); "paid" takes every bought click.
 *
 * @example
 * channelGroup('CPC'); // => 'paid'
 * channelGroup('(none)'); // => 'direct'
 * channelGroup('carrier pigeon'); // => 'other'
 * channelGroup(null); // => null
 */
export function channelGroup(medium: string | null): ChannelGroup | null {
  if (medium === null) return null;
  const name = medium.trim().toLowerCase();
  return byMedium.get(name) ?? (name.startsWith('paid') ? 'paid' : 'other');
}
