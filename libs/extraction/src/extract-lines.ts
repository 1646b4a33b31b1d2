import type { ArticleExplanation } from './explain/explanation.js';
import { type Extractor, RULE_SET } from './extractor.js';
import { dayOf } from './stated-day.js';
import type { ArticleInput, Attribution, ExtractedStatement, RuleSet, Unread } from './types.js';

/** Longest article text that is read, in UTF-16 units. */
export const MAX_ARTICLE_LENGTH = 2_000_000;

/** Why a line can't be read. */
export type ArticleLineErrorCode = 'invalid-json' | 'not-an-object' | 'missing-field' | 'invalid-field';

/** A line that is refused: a code, the field if one is to blame, and a sentence for a person. */
export interface ArticleLineError {
  readonly code: ArticleLineErrorCode;
  readonly field?: string;
  readonly message: string;
}

export type ArticleLineResult =
  | { readonly ok: true; readonly id: string; readonly article: ArticleInput }
  | { readonly ok: false; readonly error: ArticleLineError };

/** A line of `parley extract`. */
export interface StatementsLine {
  readonly id: string;
  readonly statements: readonly ExtractedStatement[];
  /** What read it: lines of two rule sets can be compared. */
  readonly ruleSet: RuleSet;
  /** Absent where the article was read. */
  readonly unread?: Unread;
}

/** A line of `parley extract --explain --json`. */
export interface ExplanationLine extends ArticleExplanation {
  readonly id: string;
}

/** A line of `parley extract --all`. */
export interface AttributionsLine {
  readonly id: string;
  readonly attributions: readonly Attribution[];
}

export type LineOutcome<T> =
  | { readonly ok: true; readonly line: T }
  | { readonly ok: false; readonly error: ArticleLineError };

/**
 * Reads one article from a line of JSON or a parsed object. Fields it does not know are passed over; `url` stands in for a
 * missing `id`.
 */
export function readArticleLine(line: unknown): ArticleLineResult {
  let value = line;
  if (typeof line === 'string') {
    try {
      value = JSON.parse(line.replace(/^\uFEFF/, ''));
    } catch {
      return refused('invalid-json', undefined, 'The line is not valid JSON.');
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('not-an-object', undefined, 'The line is not a JSON object.');
  }
  const field = (name: string): unknown => (Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined);
  const idField = field('id') ?? field('url');
  if (idField === undefined || idField === null) return refused('missing-field', 'id', 'The article has no "id".');
  if (typeof idField !== 'string' && typeof idField !== 'number')
    return refused('invalid-field', 'id', 'The "id" is not text.');
  const id = String(idField);
  if (id === '') return refused('invalid-field', 'id', 'The "id" is empty.');
  const text = field('text');
  if (text === undefined || text === null) return refused('missing-field', 'text', 'The article has no "text".');
  if (typeof text !== 'string') return refused('invalid-field', 'text', 'The "text" is not text.');
  if (text.length > MAX_ARTICLE_LENGTH)
    return refused('invalid-field', 'text', `The "text" is longer than ${MAX_ARTICLE_LENGTH} characters.`);
  const publishedAt = field('publishedAt');
  if (publishedAt === undefined || publishedAt === null)
    return refused('missing-field', 'publishedAt', 'The article has no "publishedAt".');
  if (typeof publishedAt !== 'string' || dayOf(publishedAt) === undefined) {
    return refused(
      'invalid-field',
      'publishedAt',
      'The "publishedAt" is no ISO date or instant (2025-05-10, 2025-05-10T08:00:00Z).',
    );
  }
  const article: Record<'title' | 'publisher' | 'language', string | undefined> = {
    title: undefined,
    publisher: undefined,
    language: undefined,
  };
  for (const name of ['title', 'publisher', 'language'] as const) {
    const given = field(name);
    if (given === undefined || given === null) continue;
    if (typeof given !== 'string') return refused('invalid-field', name, `The "${name}" is not text.`);
    article[name] = given;
  }
  const { title, publisher, language } = article;
  return {
    ok: true,
    id,
    article: {
      id,
      text,
      publishedAt,
      ...(title === undefined ? {} : { title }),
      ...(publisher === undefined ? {} : { publisher }),
      ...(language === undefined ? {} : { language }),
    },
  };
}

/** One article line to its statements. */
export function extractLine(extractor: Extractor, line: unknown): LineOutcome<StatementsLine> {
  const read = readArticleLine(line);
  if (!read.ok) return read;
  const { statements, unread } = extractor.read(read.article);
  return { ok: true, line: { id: read.id, statements, ruleSet: RULE_SET, ...(unread ? { unread } : {}) } };
}

/** One article line to what led to each of its statements, and why there are no others. */
export function explainLine(extractor: Extractor, line: unknown): LineOutcome<ExplanationLine> {
  const read = readArticleLine(line);
  if (!read.ok) return read;
  return { ok: true, line: { id: read.id, ...extractor.explain(read.article) } };
}

/** One article line to everything that anybody is said to have said in it, known to the dossier or not. */
export function extractAttributionsLine(extractor: Extractor, line: unknown): LineOutcome<AttributionsLine> {
  const read = readArticleLine(line);
  if (!read.ok) return read;
  return { ok: true, line: { id: read.id, attributions: extractor.attributions(read.article) } };
}

function refused(
  code: ArticleLineErrorCode,
  field: string | undefined,
  message: string,
): { readonly ok: false; readonly error: ArticleLineError } {
  return { ok: false, error: { code, ...(field === undefined ? {} : { field }), message } };
}
