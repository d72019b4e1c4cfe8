import { parse } from 'tldts';

/** Hosts where anyone has a mailbox or a page: sharing one says nothing about two companies. */
const sharedHosts: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'msn.com',
  'yahoo.com',
  'yahoo.co.uk',
  'ymail.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'gmx.com',
  'web.de',
  't-online.de',
  'freenet.de',
  'mail.com',
  'mail.ru',
  'yandex.ru',
  'proton.me',
  'protonmail.com',
  'zoho.com',
  'qq.com',
  '163.com',
  '126.com',
  'orange.fr',
  'wanadoo.fr',
  'free.fr',
  'laposte.net',
  'libero.it',
  'virgilio.it',
  'comcast.net',
  'verizon.net',
  'att.net',
  'sbcglobal.net',
  'bellsouth.net',
  'btinternet.com',
  'rediffmail.com',
  'linkedin.com',
  'facebook.com',
  'instagram.com',
  'twitter.com',
  'x.com',
  'youtube.com',
  'wixsite.com',
  'wordpress.com',
  'blogspot.com',
  'weebly.com',
  'squarespace.com',
  'godaddysites.com',
  'business.site',
  'sites.google.com',
  'google.com',
  'etsy.com',
  'ebay.com',
  'amazon.com',
  'alibaba.com',
  'myshopify.com',
  'github.io',
]);

/**
 * The registrable domain of a website, host or e-mail address, in lower case; null when there is none or when it belongs
 * to a mail or page host that many companies share. Public-suffix aware, without the list's private part, so that
 * `acme.github.io` is shared and not a company.
 *
 * @example
 * registrableDomain('https://www.Shop.Acme.co.uk/contact?x=1'); // => 'acme.co.uk'
 * registrableDomain('sales@gmail.com'); // => null
 * registrableDomain('jbkwellnesslab'); // => null
 */
export function registrableDomain(text: string): string | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '' || trimmed.length > 2048) return null;
  const host =
    trimmed.includes('@') && !trimmed.includes('/') ? trimmed.slice(trimmed.lastIndexOf('@') + 1) : trimmed;
  const parsed = parse(host, { allowPrivateDomains: false, extractHostname: true });
  const domain = parsed.domain;
  if (domain === null || parsed.isIp === true) return null;
  return sharedHosts.has(domain) || sharedHosts.has(parsed.hostname ?? '') ? null : domain;
}
