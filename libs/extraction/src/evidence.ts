import type { ArticleDocument, SentenceView } from './document.js';
import type { Holding } from './holding.js';
import { statedDay } from './stated-day.js';
import type { Span } from './types.js';

/** How many sentences off the words that name a holder or report still belong to what is said. */
const NEAR = 2;

/**
 * Whole sentences that show holder, cue and content: a quotation that goes on without a report of its own is shown with the
 * sentence that reports it. What only a pronoun names is shown by the pronoun.
 */
export function evidenceSpan(document: ArticleDocument, holding: Holding, sentence: SentenceView): Span {
  const near = document.sentences.slice(Math.max(0, sentence.index - NEAR), sentence.index + NEAR + 1);
  const holds = (token: number | undefined) =>
    token === undefined ? undefined : near.find((other) => token >= other.from && token < other.to);
  const mention = document.mentions[holding.mention];
  const shown = [sentence];
  const named = mention && mention.form !== 'pronoun' ? holds(mention.from) : undefined;
  if (named) shown.push(named);
  const reported = holds(holding.cue?.from);
  if (reported?.paragraph === sentence.paragraph) shown.push(reported);
  return {
    start: Math.min(...shown.map(({ start }) => start)),
    end: Math.max(...shown.map(({ end }) => end)),
  };
}

/** How many sentences back a day still holds. */
const DAY_REACH = 6;

/**
 * The day the sentence gives, or else the last that a sentence before it in the paragraph gives, or that of the entry of a live
 * blog; `published` where none is given.
 */
export function dayOfHolding(holding: Holding, document: ArticleDocument, published: string): string {
  const sentence = document.sentences[holding.sentence];
  if (!sentence) return published;
  const day = sentence.day ?? published;
  const cueAt = holding.cue ? (document.tokens[holding.cue.from]?.start ?? sentence.start) - sentence.start : 0;
  const own = statedDay(document.text.slice(sentence.start, sentence.end), Math.max(0, cueAt), day);
  if (own !== undefined) return own;
  for (let index = sentence.index - 1; index >= Math.max(0, sentence.index - DAY_REACH); index--) {
    const before = document.sentences[index];
    if (!before || before.paragraph !== sentence.paragraph) break;
    const text = document.text.slice(before.start, before.end);
    const known = statedDay(text, text.length, day);
    if (known !== undefined) return known;
  }
  return day;
}
