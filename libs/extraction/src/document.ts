import type { ActorRegistry } from './actor-registry.js';
import { type Cue, findCues } from './cues.js';
import type { Mention } from './mention.js';
import { findMentions } from './mentions.js';
import { type Quotation, scanQuotations } from './quotations.js';
import { splitParagraphs, splitSentences } from './sentences.js';
import { type Token, tokenize } from './tokens.js';

/** A sentence as the stages see it. */
export interface SentenceView {
  readonly index: number;
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
  /** Token range. */
  readonly from: number;
  readonly to: number;
  /** Indexes into `mentions` and `cues`. */
  readonly mentions: readonly number[];
  readonly cues: readonly Cue[];
  /** The paragraph stood before in the article, word for word. */
  readonly repeated: boolean;
}

/** An article taken apart once; every later stage reads this. */
export interface ArticleDocument {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly sentences: readonly SentenceView[];
  readonly quotations: readonly Quotation[];
  /** For each token the quotation it stands in, or -1. */
  readonly quoteOf: Int32Array;
  readonly mentions: readonly Mention[];
  /** For each token the mention it belongs to, or -1. */
  readonly mentionOf: Int32Array;
}

/** A "sentence" longer than this many tokens is cut: no person writes one, and every stage stays linear. */
const LONGEST_SENTENCE = 160;

/** Tokens, sentences, quotations, mentions and cues of a text. */
export function readDocument(text: string, registry: ActorRegistry, day: string): ArticleDocument {
  const tokens = tokenize(text);
  const paragraphs = splitParagraphs(text);
  const sentences = splitSentences(text);
  const quotations = scanQuotations(text, paragraphs);

  const quoteOf = new Int32Array(tokens.length).fill(-1);
  let q = 0;
  tokens.forEach((token, i) => {
    while (q < quotations.length && (quotations[q]?.end ?? 0) <= token.start) q++;
    const quotation = quotations[q];
    if (quotation && token.start >= quotation.start && token.end <= quotation.end) quoteOf[i] = q;
  });

  const ranges: { start: number; end: number; paragraph: number; from: number; to: number }[] = [];
  let at = 0;
  for (const sentence of sentences) {
    while (at < tokens.length && (tokens[at]?.start ?? 0) < sentence.start) at++;
    const from = at;
    while (at < tokens.length && (tokens[at]?.start ?? 0) < sentence.end) at++;
    for (let cut = from; cut < at; cut += LONGEST_SENTENCE) {
      const to = Math.min(at, cut + LONGEST_SENTENCE);
      const start = cut === from ? sentence.start : (tokens[cut]?.start ?? sentence.start);
      const end = to === at ? sentence.end : (tokens[to - 1]?.end ?? sentence.end);
      ranges.push({ start, end, paragraph: sentence.paragraph, from: cut, to });
    }
  }
  const starts = new Set<number>();
  for (const range of ranges) {
    let first = range.from;
    while (first < range.to && tokens[first]?.kind === 'mark') first++;
    starts.add(first);
  }
  const mentions = findMentions(tokens, registry, day, starts, isCaseless(tokens));
  const mentionOf = new Int32Array(tokens.length).fill(-1);
  mentions.forEach((mention, index) => {
    for (let i = mention.from; i < mention.to; i++) mentionOf[i] = index;
  });
  const cues = findCues(tokens);

  const repeated = repeatedParagraphs(text, paragraphs);
  let m = 0;
  let c = 0;
  const views = ranges.map((range, index): SentenceView => {
    while (m < mentions.length && (mentions[m]?.from ?? 0) < range.from) m++;
    const inside: number[] = [];
    while (m < mentions.length && (mentions[m]?.from ?? 0) < range.to) inside.push(m++);
    while (c < cues.length && (cues[c]?.from ?? 0) < range.from) c++;
    const found: Cue[] = [];
    while (c < cues.length && (cues[c]?.from ?? 0) < range.to) {
      const cue = cues[c];
      if (cue) found.push(cue);
      c++;
    }
    return { index, ...range, mentions: inside, cues: found, repeated: repeated.has(range.paragraph) };
  });
  return { text, tokens, sentences: views, quotations, quoteOf, mentions, mentionOf };
}

/** True for text all in capitals or with hardly a capital: there names can't be told by theirs. */
function isCaseless(tokens: readonly Token[]): boolean {
  let words = 0;
  let upper = 0;
  let capital = 0;
  for (const token of tokens) {
    if (token.kind !== 'word' || token.lower.length < 2) continue;
    words++;
    if (token.allCapitals) upper++;
    if (token.capital) capital++;
  }
  return words > 8 && (upper > words * 0.7 || capital < words * 0.01);
}

function repeatedParagraphs(text: string, paragraphs: readonly { start: number; end: number }[]): Set<number> {
  const seen = new Set<string>();
  const repeated = new Set<number>();
  paragraphs.forEach((paragraph, index) => {
    const key = text.slice(paragraph.start, paragraph.end).replace(/\s+/g, ' ');
    if (key.length > 20 && seen.has(key)) repeated.add(index);
    seen.add(key);
  });
  return repeated;
}
