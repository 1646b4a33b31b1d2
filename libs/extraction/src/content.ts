import { AUXILIARIES } from './data/function-words.js';
import type { ArticleDocument, SentenceView } from './document.js';
import type { Holding } from './holding.js';
import type { AnchorMatch } from './issues/anchor.js';
import type { Token } from './tokens.js';

/**
 * "Their walkout had been 'deeply disappointing'": a quotation without a report of its own that goes on with the sentence
 * before it says it of what that names.
 */
export function withItsClause(
  document: ArticleDocument,
  holding: Holding,
  sentence: SentenceView,
  anchors: readonly AnchorMatch[],
): readonly number[] {
  const { tokens, quoteOf } = document;
  const first = holding.content[0];
  const last = holding.content.at(-1);
  if (first === undefined || last === undefined || holding.cue || (quoteOf[first] ?? -1) < 0) return holding.content;
  if (anchors.some((anchor) => anchor.from >= first && anchor.to <= last + 1)) return holding.content;
  let from = first;
  while (from > sentence.from) {
    const before = tokens[from - 1];
    if (!before || (before.kind === 'mark' && !QUOTATION_MARK.test(before.lower))) break;
    from--;
  }
  if (from === first || !tokens.slice(from, first).some((token) => token.kind === 'word')) return holding.content;
  return [...Array.from({ length: first - from }, (_, k) => from + k), ...holding.content];
}

export interface Said {
  readonly tokens: readonly Token[];
  /** Of each of these tokens, its index in the document. */
  readonly indexes: readonly number[];
  readonly places: ReadonlyMap<number, number>;
}

/**
 * The content as one run of words: without quotation marks and without the words of reporting that stand inside it, so that
 * "the walkout, he said, was 'unconscionable'" reads as "the walkout was unconscionable".
 */
export function contentOf(
  document: ArticleDocument,
  content: readonly number[],
  acts: boolean,
  sentence: SentenceView,
): Said {
  const { tokens } = document;
  const indexes: number[] = acts ? negationBefore(tokens, content[0] ?? 0, sentence.from) : [];
  for (const i of content) {
    const token = tokens[i];
    if (!token || i < sentence.from || i >= sentence.to || QUOTATION_MARK.test(token.lower)) continue;
    const before = indexes.at(-1);
    // What is left of ", he said," is a comma on each side of the gap.
    if (before !== undefined && i !== before + 1 && token.lower === ',' && tokens[before]?.lower === ',') continue;
    indexes.push(i);
  }
  const kept = indexes.filter((i, k) => {
    if (tokens[i]?.lower !== ',') return true;
    const next = indexes[k + 1];
    if (next === undefined || next === i + 1) return true;
    // A gap in the middle of a clause is none: its verb follows.
    const between = tokens.slice(i + 1, next).some((token) => token.kind === 'word');
    return !(between && AUXILIARIES.has(tokens[next]?.lower ?? ''));
  });
  return {
    tokens: kept.flatMap((i) => tokens[i] ?? []),
    indexes: kept,
    places: new Map(kept.map((i, k) => [i, k])),
  };
}

/** "Nor do they accept": a negation that stands before the subject reaches what follows. */
function negationBefore(tokens: readonly Token[], first: number, start: number): number[] {
  for (let i = first - 1; i >= start && i >= first - 5; i--) {
    const word = tokens[i];
    if (!word || word.kind === 'mark') return [];
    if (/^(?:nor|neither|never)$/.test(word.lower)) return [i];
  }
  return [];
}

const QUOTATION_MARK = /^["“”„«»‘‟]$/;
