import {
  type ArticleObserved,
  type ExtractionUsage,
  type Statement,
  type StatementsExtracted,
  statementIdOf,
  type Unread,
} from '@parley/contracts';
import { type ArticleInput, type ExtractedStatement, type Extractor, RULE_SET } from '@parley/extraction';
import type { DossierInForce } from '../dossiers/dossier-registry.js';

/** A dossier in force, with its compiled engine. */
export interface CompiledDossier extends DossierInForce {
  readonly extractor: Extractor;
}

/** What was read out of a revision under one dossier. */
export interface DossierReading extends DossierInForce {
  readonly statements: readonly ExtractedStatement[];
}

/** Most UTF-16 units of context kept on either side of the evidence. */
const CONTEXT_UNITS = 120;

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** The text before `start`, never beginning in the middle of a surrogate pair. */
function contextBefore(text: string, start: number): string {
  let from = Math.max(0, start - CONTEXT_UNITS);
  if (isLowSurrogate(text.charCodeAt(from))) from++;
  return text.slice(Math.min(from, start), start);
}

/** The text after `end`, never ending in the middle of a surrogate pair. */
function contextAfter(text: string, end: number): string {
  let to = Math.min(text.length, end + CONTEXT_UNITS);
  if (to < text.length && isLowSurrogate(text.charCodeAt(to))) to--;
  return text.slice(end, Math.max(to, end));
}

/** An observed revision as the engine reads it. */
export const articleInputOf = (article: ArticleObserved): ArticleInput => ({
  id: article.articleId,
  title: article.title,
  text: article.text,
  publishedAt: article.publishedOn,
  publisher: article.publisher,
  ...(article.language === null ? {} : { language: article.language }),
});

/** The dossiers whose negotiation had begun when the article was printed. */
export const relevantTo = <Entry extends DossierInForce>(
  article: ArticleObserved,
  dossiers: readonly Entry[],
): readonly Entry[] => dossiers.filter(({ dossier }) => dossier.from <= article.publishedOn);

/**
 * Reads one revision by the rules, under every dossier in force whose negotiation had begun when it was printed.
 * Pure: the same revision and dossiers give the same data.
 */
export function readArticle(article: ArticleObserved, dossiers: readonly CompiledDossier[]): StatementsExtracted {
  const input = articleInputOf(article);
  let unread: Unread | null = null;
  const readings = relevantTo(article, dossiers).map(({ dossier, version, extractor }) => {
    const reading = extractor.read(input);
    // Whether an article can be read hangs on it alone, not on the dossier.
    unread = reading.unread;
    return { dossier, version, statements: reading.statements };
  });
  return statementsExtractedOf(article, readings, RULES, null, unread);
}

/** Who reads, where the rules do. */
export const RULES: StatementsExtracted['extractor'] = { kind: 'rules', id: RULE_SET.id, version: RULE_SET.version };

/** The payload of `statements.extracted`: what was read under each dossier, with the names it speaks of. Pure. */
export function statementsExtractedOf(
  article: ArticleObserved,
  readings: readonly DossierReading[],
  extractor: StatementsExtracted['extractor'],
  usage: ExtractionUsage | null,
  unread: Unread | null = null,
): StatementsExtracted {
  const result: StatementsExtracted = {
    article: {
      id: article.articleId,
      url: article.url,
      title: article.title,
      publisher: article.publisher,
      publishedAt: article.publishedAt,
      publishedOn: article.publishedOn,
    },
    revision: article.revision,
    extractor,
    dossiers: readings.map(({ dossier, version }) => ({ id: dossier.dossier, version })),
    actors: [],
    issues: [],
    statements: [],
    usage,
    unread,
    reextraction: null,
  };
  for (const { dossier, statements } of readings) {
    for (const statement of statements) result.statements.push(recordedStatement(article, dossier.dossier, statement));
    const named = new Set(statements.map((statement) => statement.actor));
    for (const { id, name, kind } of dossier.actors)
      if (named.has(id)) result.actors.push({ dossier: dossier.dossier, id, name, kind });
    const asked = new Set(statements.map((statement) => statement.issue));
    for (const { id, label, proposition } of dossier.issues)
      if (asked.has(id)) result.issues.push({ dossier: dossier.dossier, id, label, proposition });
  }
  return result;
}

function recordedStatement(article: ArticleObserved, dossier: string, statement: ExtractedStatement): Statement {
  const { actor, issue, stance, start, end } = statement;
  const named = { dossier, actor, issue, stance, start, end };
  return {
    id: statementIdOf({ ...named, articleId: article.articleId, revisionHash: article.revision.hash }),
    ...named,
    kind: statement.kind,
    evidence: article.text.slice(start, end),
    before: contextBefore(article.text, start),
    after: contextAfter(article.text, end),
    statedOn: statement.statedAt,
    confidence: statement.confidence,
    speaker: statement.speaker.slice(0, 500),
    cue: statement.cue.slice(0, 500),
    condition: statement.condition?.slice(0, 1_000) ?? null,
  };
}
