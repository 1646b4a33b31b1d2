import type { Span } from '@parley/extraction';

/** What models write otherwise than the text does without meaning anything by it, one character for one. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ...[...'“”„«»″'].map((mark): [string, string] => [mark, '"']),
  ...[...'‘’‚‹›′`'].map((mark): [string, string] => [mark, "'"]),
  ...[...'–—‐‑−'].map((dash): [string, string] => [dash, '-']),
]);
const SPACE = /\s/u;

/** A text with runs of white space as one space and typographic marks as plain ones, and where each unit came from. */
export interface ComparableText {
  readonly text: string;
  readonly plain: string;
  /** For each unit of `plain` its unit in `text`. */
  readonly origin: Uint32Array;
}

/** Prepares a text for `findQuotation`; linear in its length. */
export function comparable(text: string): ComparableText {
  const origin = new Uint32Array(text.length);
  const units: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    const space = SPACE.test(unit);
    if (space && units.at(-1) === ' ') continue;
    origin[units.length] = at;
    units.push(space ? ' ' : (SAME_AS.get(unit) ?? unit));
  }
  return { text, plain: units.join(''), origin };
}

/**
 * Where a quotation stands in a text: its first place, exactly as written or, failing that, with white space, quotation
 * marks and dashes taken as alike. Null where it does not stand there. What is found are always the text's own units.
 */
export function findQuotation(article: ComparableText, quotation: string): Span | null {
  const wanted = quotation.normalize('NFC').trim();
  if (wanted === '') return null;
  const exact = article.text.indexOf(wanted);
  if (exact >= 0) return { start: exact, end: exact + wanted.length };
  const { plain } = comparable(wanted);
  const at = article.plain.indexOf(plain);
  const start = article.origin[at];
  const last = article.origin[at + plain.length - 1];
  if (at < 0 || start === undefined || last === undefined) return null;
  return { start, end: last + 1 };
}
