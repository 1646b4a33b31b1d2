import { type Dossier, isCalendarDay } from '@parley/dossier';
// The engine's own idea of a sentence, so that evidence of both kinds begins and ends alike.
import { type ArticleInput, type ExtractedStatement, type Span, splitSentences } from '@parley/extraction';
import { type AnsweredStatement, answeredStatementSchema, answerSchema } from './answer-shape.js';
import { type ComparableText, comparable, findQuotation } from './find-quotation.js';

/** How many statements of an answer were not taken, by what was wrong with them. */
export interface DroppedFromAnswer {
  readonly quotation: number;
  readonly unknownId: number;
  readonly malformed: number;
  readonly duplicate: number;
}

/** What of an answer is true of the text. */
export interface VerifiedAnswer {
  /** In the order of the text. Every word in them is the text's own. */
  readonly statements: readonly ExtractedStatement[];
  readonly dropped: DroppedFromAnswer;
  /** Days that can't be, in whose place the day of publication stands. */
  readonly invalidDays: number;
}

/** Shorter quotations, in letters and digits, stand in any text and prove nothing. */
const SHORTEST_QUOTATION = 8;
/** No article says so much; each costs a search through the text. */
const MOST_STATEMENTS = 500;
/** Longest evidence, in UTF-16 units: whoever "quotes" the whole article shows nothing either. */
const LONGEST_EVIDENCE = 4_000;

/** Whether an answer has the shape that was asked for, as a whole. */
export const isReadableAnswer = (answer: string): boolean => statementsIn(answer) !== null;

/**
 * Takes from an answer what can be proved by the text: the quotation must stand there, ids must be the dossier's, names,
 * cues and conditions must be the text's own words (else they are left empty), days must be days. Pure; an answer that is
 * no answer gives no statements. Whatever the article or the model made of the question, nothing gets past this but
 * spans of the text with ids of the dossier and words of closed lists.
 */
export function readAnswer(answer: string, article: ArticleInput, dossier: Dossier): VerifiedAnswer {
  const text = comparable(article.text);
  const sentences = splitSentences(article.text);
  const actors = rankOf(dossier.actors);
  const issues = rankOf(dossier.issues);
  const published = article.publishedAt.slice(0, 10);
  const dropped = { quotation: 0, unknownId: 0, malformed: 0, duplicate: 0 };
  let invalidDays = 0;
  const chosen = new Map<string, ExtractedStatement>();

  const entries = statementsIn(answer) ?? [];
  dropped.malformed += Math.max(0, entries.length - MOST_STATEMENTS);
  for (const entry of entries.slice(0, MOST_STATEMENTS)) {
    const parsed = answeredStatementSchema.safeParse(entry);
    if (!parsed.success) {
      dropped.malformed++;
      continue;
    }
    const said = parsed.data;
    if (!actors.has(said.actor) || !issues.has(said.issue)) {
      dropped.unknownId++;
      continue;
    }
    const evidence = evidenceOf(said, text, sentences);
    if (!evidence) {
      dropped.quotation++;
      continue;
    }
    const day = isPossibleDay(said.statedAt, published) ? said.statedAt : published;
    if (day !== said.statedAt) invalidDays++;
    const statement = statementOf(said, evidence, day, text);
    const key = `${said.actor}\n${said.issue}\n${said.stance}`;
    const rival = chosen.get(key);
    if (rival) dropped.duplicate++;
    if (!rival || isBetter(statement, rival)) chosen.set(key, statement);
  }
  const statements = [...chosen.values()].sort(
    (a, b) =>
      a.start - b.start ||
      a.end - b.end ||
      (actors.get(a.actor) ?? 0) - (actors.get(b.actor) ?? 0) ||
      (issues.get(a.issue) ?? 0) - (issues.get(b.issue) ?? 0) ||
      (a.stance < b.stance ? -1 : 1),
  );
  return { statements, dropped, invalidDays };
}

/** The entries of an answer; null where it is none. Models like to put JSON into a fence. */
function statementsIn(answer: string): readonly unknown[] | null {
  const bare = answer
    .trim()
    .replace(/^```(?:json)?\s*\n/i, '')
    .replace(/\n\s*```$/, '');
  try {
    return answerSchema.parse(JSON.parse(bare)).statements;
  } catch {
    return null;
  }
}

const rankOf = (entries: readonly { readonly id: string }[]): ReadonlyMap<string, number> =>
  new Map(entries.map(({ id }, rank) => [id, rank]));

/** The whole sentences a quotation lies in; null where it does not stand in the text, or is no proof of anything. */
function evidenceOf(said: AnsweredStatement, text: ComparableText, sentences: readonly Span[]): Span | null {
  if ((said.quotation.match(/[\p{L}\p{N}]/gu) ?? []).length < SHORTEST_QUOTATION) return null;
  const found = findQuotation(text, said.quotation);
  if (!found) return null;
  const touched = sentences.filter(({ start, end }) => start < found.end && end > found.start);
  const start = Math.min(found.start, ...touched.slice(0, 1).map((sentence) => sentence.start));
  const end = Math.max(found.end, ...touched.slice(-1).map((sentence) => sentence.end));
  return end - start > LONGEST_EVIDENCE ? null : { start, end };
}

function statementOf(
  said: AnsweredStatement,
  { start, end }: Span,
  statedAt: string,
  text: ComparableText,
): ExtractedStatement {
  const { actor, issue, stance, kind } = said;
  const condition = stance === 'conditional' && said.condition !== null ? wordsOf(text, said.condition) : '';
  return {
    actor,
    issue,
    stance,
    kind,
    start,
    end,
    evidence: text.text.slice(start, end),
    statedAt,
    confidence: Math.round(Math.min(1, Math.max(0, said.confidence)) * 1_000) / 1_000,
    speaker: wordsOf(text, said.speaker),
    cue: wordsOf(text, said.cue),
    ...(condition === '' ? {} : { condition }),
  };
}

/** The text's own words for these; empty where it does not have them. */
function wordsOf(text: ComparableText, words: string): string {
  const found = findQuotation(text, words);
  return found ? text.text.slice(found.start, found.end) : '';
}

/** A day of the calendar, not after the day of publication: nobody can report what is said tomorrow. */
const isPossibleDay = (day: string, published: string): boolean =>
  isCalendarDay(day) && day >= '1800-01-01' && day <= published;

/** The surer of two that say the same; of equals the one the text has first. */
const isBetter = (a: ExtractedStatement, b: ExtractedStatement): boolean =>
  a.confidence > b.confidence || (a.confidence === b.confidence && a.start < b.start);
