import { type ArticleObserved, type StatementsExtracted, statementIdOf } from '@parley/contracts';
import { RULE_SET } from '@parley/extraction';
import type { DossierInForce } from '../dossiers/dossier-registry.js';

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

/**
 * Reads one revision under every dossier in force whose negotiation had begun when it was printed.
 * Pure: the same revision and dossiers give the same data.
 */
export function readArticle(article: ArticleObserved, dossiers: readonly DossierInForce[]): StatementsExtracted {
  const relevant = dossiers.filter(({ dossier }) => dossier.from <= article.publishedOn);
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
    extractor: { kind: 'rules', id: RULE_SET.id, version: RULE_SET.version },
    dossiers: relevant.map(({ dossier, version }) => ({ id: dossier.dossier, version })),
    actors: [],
    issues: [],
    statements: [],
    usage: null,
  };
  for (const { dossier, extractor } of relevant) {
    const found = extractor.extract({
      id: article.articleId,
      title: article.title,
      text: article.text,
      publishedAt: article.publishedOn,
      publisher: article.publisher,
      ...(article.language === null ? {} : { language: article.language }),
    });
    for (const statement of found) {
      const named = {
        dossier: dossier.dossier,
        actor: statement.actor,
        issue: statement.issue,
        stance: statement.stance,
        start: statement.start,
        end: statement.end,
      };
      result.statements.push({
        id: statementIdOf({ ...named, articleId: article.articleId, revisionHash: article.revision.hash }),
        ...named,
        kind: statement.kind,
        evidence: article.text.slice(statement.start, statement.end),
        before: contextBefore(article.text, statement.start),
        after: contextAfter(article.text, statement.end),
        statedOn: statement.statedAt,
        confidence: statement.confidence,
        speaker: statement.speaker.slice(0, 500),
        cue: statement.cue.slice(0, 500),
        condition: statement.condition?.slice(0, 1_000) ?? null,
      });
    }
    const named = new Set(found.map((statement) => statement.actor));
    for (const { id, name, kind } of dossier.actors)
      if (named.has(id)) result.actors.push({ dossier: dossier.dossier, id, name, kind });
    const asked = new Set(found.map((statement) => statement.issue));
    for (const { id, label, proposition } of dossier.issues)
      if (asked.has(id)) result.issues.push({ dossier: dossier.dossier, id, label, proposition });
  }
  return result;
}
