import type { ActorRegistry } from './actor-registry.js';
import { type Cue, findCues } from './cues.js';
import { layOut } from './layout.js';
import type { Mention } from './mention.js';
import { findMentions } from './mentions.js';
import { type Quotation, scanQuotations } from './quotations.js';
import { type ReadingText, readingText } from './reading-text.js';
import { splitSentences, wrapWidth } from './sentences.js';
import { type Token, tokenize } from './tokens.js';
import { readTranscript, type Turn } from './transcript.js';
import type { Span } from './types.js';

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
  /** It begins something that stands apart from what is before: an entry of a live blog, a cell, a turn of a transcript. */
  readonly apart: boolean;
  /** The day that the entry of a live blog it belongs to gives, YYYY-MM-DD. */
  readonly day: string | undefined;
}

/** Who is heard in a quotation that is a turn of a transcript. */
export interface TurnSpeaker {
  /** Index into `mentions`, or -1 for somebody unnamed. */
  readonly mention: number;
  /** The token that ends the label: its colon, where it has one. */
  readonly cue: number;
}

/** An article taken apart once; every later stage reads this. */
export interface ArticleDocument {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly sentences: readonly SentenceView[];
  readonly quotations: readonly Quotation[];
  /** Of quotations that are speech of a transcript, by their index: who speaks. */
  readonly turns: ReadonlyMap<number, TurnSpeaker>;
  /** For each token the quotation it stands in, or -1. */
  readonly quoteOf: Int32Array;
  readonly mentions: readonly Mention[];
  /** For each token the mention it belongs to, or -1. */
  readonly mentionOf: Int32Array;
}

/** A "sentence" longer than this many tokens is cut: no person writes one, and every stage stays linear. */
const LONGEST_SENTENCE = 160;

/** Tokens, sentences, quotations, mentions and cues of a text, all with offsets into it as given. */
export function readDocument(given: string, registry: ActorRegistry, day: string): ArticleDocument {
  const reading = readingText(given);
  const { text } = reading;
  const tokens = tokenize(text);
  const letters = lettersOf(tokens);
  const { paragraphs, turns } = readTranscript(
    text,
    layOut(text, day, letters === 'lower', wrapWidth(given)),
    registry,
    day,
  );
  const sentences = splitSentences(text, paragraphs, letters === 'lower');
  const { quotations, turnOf } = withTurns(scanQuotations(text, paragraphs), turns);

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
  const mentions = mentionsOf(tokens, ranges, registry, day, letters !== 'both');
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
    const { apart = false, day: entryDay } = paragraphs[range.paragraph] ?? {};
    const first = range.from === 0 || ranges[index - 1]?.paragraph !== range.paragraph;
    return {
      index,
      ...range,
      mentions: inside,
      cues: found,
      repeated: repeated.has(range.paragraph),
      apart: apart && first,
      day: entryDay,
    };
  });
  const read = { text, tokens, sentences: views, quotations, quoteOf, mentions, mentionOf, turns: NO_TURNS };
  const turnSpeakers = turns.length === 0 ? NO_TURNS : speakersOf(read, turns, turnOf);
  return inGivenText({ ...read, turns: turnSpeakers }, given, reading);
}

/** The mentions of each paragraph: no name or title goes on from one to the next, also where no full stop is between them. */
function mentionsOf(
  tokens: readonly Token[],
  sentences: readonly { readonly paragraph: number; readonly from: number; readonly to: number }[],
  registry: ActorRegistry,
  day: string,
  caseless: boolean,
): Mention[] {
  const mentions: Mention[] = [];
  for (let s = 0; s < sentences.length; ) {
    const { from, paragraph } = sentences[s] ?? { from: 0, paragraph: -1 };
    const starts = new Set<number>();
    let to = from;
    for (let next = sentences[s]; next?.paragraph === paragraph; next = sentences[++s]) {
      let first = next.from;
      while (first < next.to && tokens[first]?.kind === 'mark') first++;
      starts.add(first - from);
      to = next.to;
    }
    for (const mention of findMentions(tokens.slice(from, to), registry, day, starts, caseless))
      mentions.push({ ...mention, from: mention.from + from, to: mention.to + from });
  }
  return mentions;
}

const NO_TURNS: ReadonlyMap<number, TurnSpeaker> = new Map();

/** What the capitals of a text tell: nothing where it is all in capitals or has hardly one. */
function lettersOf(tokens: readonly Token[]): 'both' | 'upper' | 'lower' {
  let words = 0;
  let upper = 0;
  let capital = 0;
  for (const token of tokens) {
    if (token.kind !== 'word' || token.lower.length < 2) continue;
    words++;
    if (token.allCapitals) upper++;
    if (token.capital) capital++;
  }
  if (words <= 8) return 'both';
  if (upper > words * 0.7) return 'upper';
  return capital < words * 0.01 ? 'lower' : 'both';
}

/** The speech of each turn is a quotation; quotation marks within it are nested. */
function withTurns(
  scanned: readonly Quotation[],
  turns: readonly Turn[],
): { readonly quotations: readonly Quotation[]; readonly turnOf: ReadonlyMap<number, Turn> } {
  const turnOf = new Map<number, Turn>();
  if (turns.length === 0) return { quotations: scanned, turnOf };
  const speech = turns.flatMap((turn) => turn.speech.map((span, at) => ({ span, turn, continued: at > 0 })));
  const quotations: Quotation[] = [];
  let s = 0;
  const take = (before: number) => {
    for (let next = speech[s]; next && next.span.start < before; next = speech[++s]) {
      const { start, end } = next.span;
      turnOf.set(quotations.length, next.turn);
      quotations.push({ start, end, innerStart: start, innerEnd: end, open: false, continued: next.continued });
    }
  };
  for (const quotation of scanned) {
    take(quotation.end);
    if ((quotations.at(-1)?.end ?? 0) <= quotation.start) quotations.push(quotation);
  }
  take(Number.POSITIVE_INFINITY);
  return { quotations, turnOf };
}

/** Whom the labels of turns name; an unnamed answerer is the one person that the article speaks of before. */
function speakersOf(
  document: ArticleDocument,
  turns: readonly Turn[],
  turnOf: ReadonlyMap<number, Turn>,
): Map<number, TurnSpeaker> {
  const { tokens, mentions } = document;
  const speakers = new Map<Turn, TurnSpeaker>();
  let t = 0;
  let m = 0;
  let people = new Map<string, number>();
  for (const turn of turns) {
    while (t < tokens.length && (tokens[t]?.start ?? 0) < turn.label.start) t++;
    while (m < mentions.length && (mentions[m]?.from ?? 0) < t) {
      const mention = mentions[m];
      if (speakers.size === 0 && mention?.person && mention.form === 'name') people.set(mention.key, m);
      m++;
    }
    if (speakers.size === 0 && people.size !== 1) people = new Map();
    const from = t;
    while (t < tokens.length && (tokens[t]?.end ?? 0) <= turn.label.end) t++;
    let named = -1;
    for (; m < mentions.length && (mentions[m]?.from ?? 0) < t; m++) {
      const mention = mentions[m];
      if (!mention || mention.form === 'pronoun') continue;
      if (named < 0 || (mention.person && mention.form !== 'unknown')) named = m;
    }
    if (named < 0 && turn.answer) named = [...people.values()][0] ?? -1;
    speakers.set(turn, { mention: named, cue: Math.max(from, t - 1) });
  }
  return new Map(
    [...turnOf].flatMap(([quotation, turn]) => {
      const speaker = speakers.get(turn);
      return speaker ? [[quotation, speaker] as const] : [];
    }),
  );
}

/** The same document with every place in the text as it was given. */
function inGivenText(document: ArticleDocument, given: string, reading: ReadingText): ArticleDocument {
  if (reading.text === given) return document;
  const placed = <T extends Span>(span: T): T => ({
    ...span,
    start: reading.givenStart(span.start),
    end: reading.givenEnd(span.end),
  });
  return {
    ...document,
    text: given,
    tokens: document.tokens.map(placed),
    sentences: document.sentences.map(placed),
    quotations: document.quotations.map((quotation) => ({
      ...placed(quotation),
      innerStart: reading.givenStart(quotation.innerStart),
      innerEnd: reading.givenEnd(quotation.innerEnd),
    })),
  };
}

function repeatedParagraphs(text: string, paragraphs: readonly { start: number; end: number }[]): Set<number> {
  const seen = new Set<string>();
  const repeated = new Set<number>();
  paragraphs.forEach((paragraph, index) => {
    const said = text.slice(paragraph.start, paragraph.end);
    const key = /\s\s|[^\S ]/.test(said) ? said.replace(/\s+/g, ' ') : said;
    if (key.length > 20 && seen.has(key)) repeated.add(index);
    seen.add(key);
  });
  return repeated;
}
