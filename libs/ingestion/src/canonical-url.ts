import { AMP_PARAMETERS, FORM_LABELS, TRACKING_PARAMETERS, TRACKING_PREFIXES } from './data/address-rules.js';
import { isIpHost, siteOfHost, splitHost } from './site-of-host.js';

/** Longest canonical address, and longest address as given, that an event takes. */
export const MAX_CANONICAL_URL = 4_096;
export const MAX_ORIGINAL_URL = 8_192;

export type CanonicalUrl =
  | {
      readonly ok: true;
      /** The address an article is known by. */
      readonly url: string;
      /** The address as given, in the form a URL parser prints it. */
      readonly original: string;
    }
  | { readonly ok: false; readonly fault: string };

/**
 * The one address of an article, whichever of its forms was given: http(s) only, host in lower case and punycode, no
 * default port, fragment, tracking parameter or trailing slash, remaining parameters sorted, AMP and mobile forms
 * undone. A mobile or AMP host directly before the registered name becomes `www.`, which is what such outlets redirect
 * to. Canonical of canonical is the same. Never fetches anything.
 *
 * `declared` is the page's own `<link rel="canonical">`; it counts only on the same site, and not where it points a
 * page to the front page (a common fault of templates).
 */
export function canonicalUrl(given: string, declared?: string | null): CanonicalUrl {
  if (given.length > MAX_ORIGINAL_URL)
    return { ok: false, fault: `is ${given.length} characters long; at most ${MAX_ORIGINAL_URL} are taken` };
  const parsed = parseWebAddress(given);
  if (typeof parsed === 'string') return { ok: false, fault: parsed };
  const canonical = settle(parsed);
  if (canonical === null) return { ok: false, fault: 'wraps one address in another too many times' };
  const better = declared ? settleDeclared(declared, canonical) : null;
  const url = (better ?? canonical).href;
  if (url.length > MAX_CANONICAL_URL)
    return { ok: false, fault: `is ${url.length} characters long; at most ${MAX_CANONICAL_URL} are taken` };
  if (parsed.href.length > MAX_ORIGINAL_URL)
    return { ok: false, fault: `is ${parsed.href.length} characters long once encoded; at most ${MAX_ORIGINAL_URL}` };
  return { ok: true, url, original: parsed.href };
}

/** The address, or the sentence that says why it is none. */
function parseWebAddress(given: string, base?: URL): URL | string {
  let url: URL;
  try {
    url = new URL(given.trim(), base);
  } catch {
    return 'is not an absolute web address';
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `has the scheme "${url.protocol.slice(0, -1)}"; only http and https are taken`;
  if (url.username !== '' || url.password !== '') return 'holds a user name or password; give it without';
  if (url.hostname.replaceAll('.', '') === '') return 'has no host';
  return url;
}

function settleDeclared(declared: string, given: URL): URL | null {
  if (declared.length > MAX_ORIGINAL_URL) return null;
  const parsed = parseWebAddress(declared, given);
  if (typeof parsed === 'string') return null;
  const settled = settle(parsed);
  if (settled === null || siteOfHost(settled.hostname) !== siteOfHost(given.hostname)) return null;
  return settled.pathname === '/' && given.pathname !== '/' ? null : settled;
}

/** Applies the rules until none changes anything, so that the result is a fixed point; null if that takes too long. */
function settle(url: URL): URL | null {
  let current = url;
  for (let round = 0; round < 64; round++) {
    const next = applyRules(current);
    if (next === null) return null;
    if (next.href === current.href) return current;
    current = next;
  }
  return null;
}

function applyRules(url: URL): URL | null {
  const unwrapped = unwrapAmpCache(url);
  if (unwrapped) return unwrapped;
  const next = new URL(url.href);
  next.hash = '';
  next.hostname = plainHost(url.hostname);
  next.pathname = plainPath(url.pathname);
  next.search = plainQuery(url.search);
  // `https://example.com/?` prints its question mark although the query is empty.
  const clean = parseWebAddress(next.href.replace(/[?#]+$/, ''));
  return typeof clean === 'string' ? null : clean;
}

/** The address inside one of an AMP cache: `…cdn.ampproject.org/c/s/host/path`, `www.google.com/amp/s/host/path`. */
function unwrapAmpCache(url: URL): URL | null {
  const inner = /(^|\.)(cdn\.ampproject\.org|bing-amp\.com)$/.test(url.hostname)
    ? /^\/[a-z]{1,3}\/(s\/)?([^/]+\.[^/]+(?:\/.*)?)$/.exec(url.pathname)
    : /^(www\.)?google\.[a-z.]{2,6}$/.test(url.hostname)
      ? /^\/amp\/(s\/)?([^/]+\.[^/]+(?:\/.*)?)$/.exec(url.pathname)
      : null;
  if (!inner) return null;
  const parsed = parseWebAddress(`${inner[1] ? 'https' : 'http'}://${inner[2]}${url.search}`);
  return typeof parsed === 'string' ? null : parsed;
}

function plainHost(host: string): string {
  if (isIpHost(host)) return host;
  const rooted = host.replace(/\.+$/, '');
  const { subdomain, site } = splitHost(rooted);
  const kept = subdomain.filter((label) => !FORM_LABELS.has(label));
  if (kept.length === subdomain.length) return rooted;
  return [...(kept.length === 0 ? ['www'] : kept), site].join('.');
}

function plainPath(path: string): string {
  const plain = normalisePercents(path)
    .replace(/(.)\/amp\/*$/i, '$1')
    .replace(/(.)\.amp(\.html?)?\/*$/i, '$1$2')
    .replace(/^\/amp\/(?=[^/])/i, '/')
    .replace(/\/+$/, '');
  return plain === '' ? '/' : plain;
}

function plainQuery(search: string): string {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const normal = normalisePercents(pair);
      const [name = '', value = ''] = normal.split(/=(.*)/s);
      return { normal, name: name.toLowerCase(), value: value.toLowerCase() };
    })
    .filter(({ name, value }) => !isTracking(name) && !AMP_PARAMETERS.get(name)?.has(value));
  // By name alone and stable: the order of equal names can matter to a server.
  kept.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return kept.map(({ normal }) => normal).join('&');
}

const isTracking = (name: string): boolean =>
  TRACKING_PARAMETERS.has(name) || TRACKING_PREFIXES.some((prefix) => name.startsWith(prefix));

/** RFC 3986, 6.2.2: escapes in upper case, letters and digits unescaped. The dot stays, lest a path gets new steps. */
const normalisePercents = (text: string): string =>
  text.replace(/%[0-9a-fA-F]{2}/g, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[A-Za-z0-9_~-]/.test(character) ? character : escaped.toUpperCase();
  });
