import type { ArticleDocument, SentenceView } from './document.js';
import type { Holding } from './holding.js';
import { statedDay } from './stated-day.js';
import type { Span } from './types.js';

/** Whole sentences from the holder's words, where they stand near, to the content's. */
export function evidenceSpan(document: ArticleDocument, holding: Holding, sentence: SentenceView): Span {
  const mention = document.mentions[holding.mention];
  if (mention && mention.form !== 'pronoun') {
    const named = document.sentences
      .slice(Math.max(0, sentence.index - 2), sentence.index + 3)
      .find((other) => mention.from >= other.from && mention.from < other.to);
    if (named && named.index !== sentence.index && Math.abs(named.index - sentence.index) <= 2) {
      return { start: Math.min(named.start, sentence.start), end: Math.max(named.end, sentence.end) };
    }
  }
  return { start: sentence.start, end: sentence.end };
}

/** How many sentences back a day still holds. */
const DAY_REACH = 6;

/** The day the sentence gives, or else the last that a sentence before it in the paragraph gives. */
export function dayOfHolding(holding: Holding, document: ArticleDocument, day: string): string {
  const sentence = document.sentences[holding.sentence];
  if (!sentence) return day;
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
