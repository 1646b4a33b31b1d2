import type { HtmlDocument } from './parse-html.js';

/** What a page says of itself; each null where it does not. Nothing here is checked. */
export interface HtmlMetadata {
  readonly canonical: string | null;
  readonly title: string | null;
  readonly publishedAt: string | null;
  readonly publisher: string | null;
  readonly language: string | null;
}

/** Above this, an embedded JSON-LD block is not parsed. */
const MAX_JSON_LD = 512 * 1024;

/** Reads the head of a page: link and meta elements, JSON-LD, the first `<time>`. Call it before Readability. */
export function htmlMetadata(document: HtmlDocument): HtmlMetadata {
  const linked = newsArticleIn(document);
  const meta = (...names: string[]): string | null => {
    for (const name of names) {
      for (const attribute of ['property', 'name', 'itemprop']) {
        const value = document.querySelector(`meta[${attribute}="${name}"]`)?.getAttribute('content')?.trim();
        if (value) return value;
      }
    }
    return null;
  };
  return {
    canonical: canonicalLink(document) ?? meta('og:url'),
    title: meta('og:title') ?? stringIn(linked?.headline),
    publishedAt:
      meta('article:published_time') ??
      stringIn(linked?.datePublished) ??
      meta('datePublished', 'date', 'dc.date', 'DC.date.issued', 'pubdate', 'parsely-pub-date') ??
      (document.querySelector('time[datetime]')?.getAttribute('datetime')?.trim() || null),
    publisher: meta('og:site_name') ?? nameIn(linked?.publisher) ?? meta('application-name'),
    language: document.documentElement.getAttribute('lang') ?? stringIn(linked?.inLanguage),
  };
}

/** The page's `<link rel="canonical">`, as written. */
export function canonicalLink(document: HtmlDocument): string | null {
  for (const link of document.querySelectorAll('link[rel][href]')) {
    const relations = (link.getAttribute('rel') ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('canonical')) return link.getAttribute('href')?.trim() || null;
  }
  return null;
}

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const stringIn = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);
const nameIn = (value: unknown): string | null =>
  stringIn(value) ?? (Array.isArray(value) ? nameIn(value[0]) : isObject(value) ? stringIn(value.name) : null);

function newsArticleIn(document: HtmlDocument): JsonObject | null {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const source = script.textContent ?? '';
    if (source.length > MAX_JSON_LD) continue;
    const found = articleNodes(parsed(source))[0];
    if (found) return found;
  }
  return null;
}

/** Broken JSON-LD is common and says nothing about the article. */
function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}

/** The objects of schema.org that are articles: a node itself, those of an array, those of an `@graph`. */
export function articleNodes(value: unknown): readonly JsonObject[] {
  const candidates = Array.isArray(value)
    ? value
    : isObject(value) && Array.isArray(value['@graph'])
      ? value['@graph']
      : [value];
  return candidates.filter(
    (candidate): candidate is JsonObject => isObject(candidate) && isArticleType(candidate['@type']),
  );
}

/** NewsArticle and its kin: every type of schema.org below Article is named with one of these endings. */
const isArticleType = (type: unknown): boolean =>
  Array.isArray(type) ? type.some(isArticleType) : typeof type === 'string' && /(Article|Posting|Report)$/.test(type);
