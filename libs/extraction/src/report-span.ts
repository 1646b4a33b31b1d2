import type { Cue } from './cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  MODALS,
  PREPOSITIONS,
  RELATIVES,
} from './data/function-words.js';
import { HONORIFICS, OFFICIAL_NOUNS } from './data/titles.js';
import type { ArticleDocument, SentenceView } from './document.js';
import type { Frame } from './frame.js';
import { isIndependent } from './subjects.js';

const RECIPIENTS = new Set([
  'reporters',
  'journalists',
  'reuters',
  'afp',
  'ap',
  'bbc',
  'cnn',
  'bloomberg',
  'parliament',
  'lawmakers',
  'deputies',
  'mps',
  'fox',
  'broadcaster',
  'newspaper',
  'news',
  'media',
]);

/** The first token of the words that name a holder: "spokesman", "the", "retired general" before the name belong to it. */
function phraseStart(document: ArticleDocument, sentence: SentenceView, from: number): number {
  let i = from;
  while (i > sentence.from && i > from - 9) {
    const token = document.tokens[i - 1];
    if (!token || token.kind === 'mark' || (document.quoteOf[i - 1] ?? -1) >= 0) break;
    const m = document.mentionOf[i - 1] ?? -1;
    const named = m >= 0 && document.mentions[m]?.modifier === true;
    const plainWord =
      DETERMINERS.has(token.lower) ||
      token.capital ||
      token.lower === "'s" ||
      token.lower === 'of' ||
      token.lower === 'for' ||
      HONORIFICS.has(token.lower) ||
      OFFICIAL_NOUNS.has(token.lower) ||
      /^(?:foreign|prime|deputy|chief|top|senior|retired|former|economic|trade|finance|defence|defense|its|country's|state|vice|ministry|government|general)$/.test(
        token.lower,
      );
    if (!named && !plainWord) break;
    i--;
  }
  return i;
}

/** "…, X said": text stands before the report and leads up to it with a comma or a closing quotation mark. */
export function hasContentBefore(document: ArticleDocument, sentence: SentenceView, frame: Frame): boolean {
  const { tokens, quoteOf } = document;
  let i = phraseStart(document, sentence, frame.from) - 1;
  if (i < sentence.from) return false;
  if ((quoteOf[i] ?? -1) >= 0) return true;
  if (/^(?:which|what|as|so)$/.test(tokens[i]?.lower ?? '') && tokens[i - 1]?.lower === ',') i--;
  const before = tokens[i]?.lower ?? '';
  if (before !== ',' && before !== '—' && before !== '–' && before !== '-' && before !== '?' && before !== '!') {
    // "his terms, he told journalists in Bishkek, have not changed": a report set in between commas.
    return false;
  }
  if (frame.participle) return false;
  i--;
  // A fronted phrase ("In a statement on Monday, X said …") is no content where content follows.
  const after = tokens[frame.to];
  const follows =
    after !== undefined && frame.to < sentence.to && !(after.kind === 'mark' && /^[,.;]$/.test(after.lower));
  if (!follows) return true;
  if (document.tokens[frame.to]?.lower === ':') return i - sentence.from > 5;
  const first = tokens[sentence.from]?.lower ?? '';
  if (
    PREPOSITIONS.has(first) ||
    /^(?:when|while|as|if|once|asked|speaking|but|earlier|later|meanwhile|however)$/.test(first) ||
    /ing$/.test(first)
  ) {
    return endsSoon(document, sentence, frame);
  }
  return endsSoon(document, sentence, frame);
}

/** Where the time, place or addressee behind a closing report ends; the report's own end where there is none. */
export function circumstanceEnd(document: ArticleDocument, sentence: SentenceView, frame: Frame): number {
  const { tokens, quoteOf } = document;
  // Behind a quotation the reporter goes on, until another quotation opens.
  if ((quoteOf[sourceStart(document, sentence, frame) - 1] ?? -1) >= 0 && tokens[frame.to]?.lower !== ':') {
    let open = frame.to;
    while (open < sentence.to && (quoteOf[open] ?? -1) < 0 && tokens[open]?.lower !== ';') open++;
    const clause = tokens.slice(frame.to, open).findIndex((token) => /^(?:and|but)$/.test(token.lower));
    return clause >= 0 && open - frame.to - clause > 2 ? sentence.to : open;
  }
  const first = tokens[frame.to]?.lower ?? '';
  if (!PREPOSITIONS.has(first) && !ADVERBS.has(first) && !/^(?:as|when|while|reporters|journalists)$/.test(first))
    return frame.to;
  let end = frame.to;
  while (end < sentence.to && tokens[end]?.kind !== 'mark' && (quoteOf[end] ?? -1) < 0) end++;
  return end;
}

/** After the report only time, place or addressee come until the sentence ends or a comma resumes the speech. */
function endsSoon(document: ArticleDocument, sentence: SentenceView, frame: Frame): boolean {
  const { tokens } = document;
  let words = 0;
  for (let i = frame.to; i < sentence.to; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.lower === 'that') return false;
    if (token.kind === 'mark') return true;
    if (
      i === frame.to &&
      !PREPOSITIONS.has(token.lower) &&
      !ADVERBS.has(token.lower) &&
      !RECIPIENTS.has(token.lower) &&
      !/ly$/.test(token.lower) &&
      !/^(?:as|when|while|afterwards|his|her|them|him|moments|hours|days)$/.test(token.lower) &&
      !isSomeTime(document, i)
    )
      return false;
    words++;
  }
  return words <= 40;
}

/** "the same day", "a few days earlier", "the reporters". */
function isSomeTime(document: ArticleDocument, at: number): boolean {
  if (!/^(?:the|a|an|this|that)$/.test(document.tokens[at]?.lower ?? '')) return false;
  for (let i = at + 1; i <= at + 3; i++) {
    const word = document.tokens[i]?.lower ?? '';
    if (RECIPIENTS.has(word) || TIME_NOUNS.test(word)) return true;
  }
  return false;
}

const TIME_NOUNS =
  /^(?:time|day|days|week|weeks|month|months|year|years|hour|hours|moment|moments|minutes|morning|evening|night|afternoon|reporter|journalist|crowd|newspaper|conference|interview|briefing)$/;

/** Where the words that name a report's source begin. */
export function sourceStart(document: ArticleDocument, sentence: SentenceView, frame: Frame): number {
  return document.mentionOf[frame.from] === -1 || frame.inverted
    ? frame.from
    : phraseStart(document, sentence, frame.from);
}

/** Where what a report gives ends at the latest: with the aside it stands in, or before what the same source does next. */
export function reportEnd(
  document: ArticleDocument,
  sentence: SentenceView,
  frame: Frame,
  frames: readonly Frame[],
): number {
  const { tokens, quoteOf } = document;
  const next = frames.find(
    (other) =>
      other.type === 'frame' &&
      other.from > frame.to &&
      other.from === other.cue.from &&
      !other.passive &&
      !other.participle &&
      other.cue.attitude &&
      other.mentions[0] === frame.mentions[0] &&
      CONJUNCTIONS.has(tokens[other.from - 1]?.lower ?? ''),
  );
  const end = next ? next.from - 1 : sentence.to;
  if (frame.participle && frame.cue.from === sentence.from) return frontedEnd(document, frame, end);
  if (!isAside(document, sentence, frame)) return end;
  for (let i = frame.to; i < end; i++)
    if (tokens[i]?.lower === ',' && (quoteOf[i] ?? -1) < 0 && goesOnBehind(document, sentence, i)) return i;
  return end;
}

/** Where a participle that opens the sentence ends: at the comma before its subject. */
function frontedEnd(document: ArticleDocument, frame: Frame, end: number): number {
  const subject = document.mentions[frame.mentions[0] ?? -1];
  for (let i = subject?.from ?? end; i > frame.to; i--)
    if (document.tokens[i]?.lower === ',' && (document.quoteOf[i] ?? -1) < 0) return i;
  return end;
}

/** "X, who said …, now wants": the report stands in a relative clause that commas set off. */
function isAside(document: ArticleDocument, sentence: SentenceView, frame: Frame): boolean {
  if (frame.inverted || frame.from !== frame.cue.from) return false;
  for (let i = frame.from - 1; i > sentence.from && i > frame.from - 8; i--) {
    const word = document.tokens[i]?.lower ?? '';
    if (RELATIVES.has(word)) return document.tokens[i - 1]?.lower === ',';
    if (word === ',') return false;
  }
  return false;
}

/** Behind a comma the main clause takes its verb up. */
function goesOnBehind(document: ArticleDocument, sentence: SentenceView, comma: number): boolean {
  const { tokens } = document;
  let i = comma + 1;
  while (i < comma + 4 && (ADVERBS.has(tokens[i]?.lower ?? '') || /ly$/.test(tokens[i]?.lower ?? ''))) i++;
  return AUXILIARIES.has(tokens[i]?.lower ?? '') || sentence.cues.some((cue) => cue.from === i && cue.verb);
}

/** The tokens a position frame speaks of: from its cue to the end of the clause, or back from it in the passive. */
export function frameContent(
  document: ArticleDocument,
  sentence: SentenceView,
  frame: Frame,
  frames: readonly Frame[],
): number[] {
  const content: number[] = [];
  const { tokens } = document;
  if (frame.passive) {
    const asides = asidesOf(document, sentence);
    const own = asides.find((aside) => frame.cue.from >= aside.from && frame.cue.from < aside.to);
    for (let i = sentence.from; i < sentence.to; i++) {
      // "The canal, which is backed by X, was rejected by Y": each verb has its own clause.
      if (own ? i >= own.to : asides.some((aside) => i >= aside.from && i < aside.to)) continue;
      if (i < frame.from || i >= frame.to || (i >= frame.cue.from && i < frame.cue.to)) content.push(i);
    }
    return content;
  }
  const next = frames.find(
    (other) =>
      other.from >= frame.to &&
      other.mentions[0] !== frame.mentions[0] &&
      !other.participle &&
      isIndependent(document, other),
  );
  const whole = next ? next.from : sentence.to;
  const end = frame.participle && frame.cue.from === sentence.from ? frontedEnd(document, frame, whole) : whole;
  const opening = conditionBefore(document, sentence, frame, frames);
  if (opening > sentence.from) for (let i = sentence.from; i < frame.cue.from; i++) content.push(i);
  for (let i = opening > sentence.from ? frame.cue.from : Math.min(frame.cue.from, frame.from); i < end; i++) {
    const token = tokens[i];
    if (token?.lower === ';') break;
    if (i >= frame.cue.from || isPolar(tokens[i]?.lower ?? '')) content.push(i);
  }
  return content;
}

/** Relative clauses that two commas set off from their sentence. */
function asidesOf(document: ArticleDocument, sentence: SentenceView): { from: number; to: number }[] {
  const { tokens, quoteOf } = document;
  const asides: { from: number; to: number }[] = [];
  for (let i = sentence.from + 1; i < sentence.to; i++) {
    if (!RELATIVES.has(tokens[i]?.lower ?? '') || tokens[i - 1]?.lower !== ',' || (quoteOf[i] ?? -1) >= 0) continue;
    let to = i + 1;
    while (to < sentence.to && (tokens[to]?.lower !== ',' || (quoteOf[to] ?? -1) >= 0)) to++;
    if (to >= sentence.to) break;
    asides.push({ from: i, to });
    i = to;
  }
  return asides;
}

const CONDITION_OPENERS = new Set(['if', 'unless', 'should', 'once', 'provided', 'providing', 'until']);

/** "If Norland pays, X will accept it": the end of the condition that the sentence opens with, or its start where none does. */
function conditionBefore(
  document: ArticleDocument,
  sentence: SentenceView,
  frame: Frame,
  frames: readonly Frame[],
): number {
  const { tokens } = document;
  const first = tokens[sentence.from]?.lower ?? '';
  const only = first === 'only' && CONDITION_OPENERS.has(tokens[sentence.from + 1]?.lower ?? '');
  if (!CONDITION_OPENERS.has(first) && !only) return sentence.from;
  if (frames.some((other) => other !== frame && other.from < frame.from && other.from > sentence.from + 1))
    return sentence.from;
  for (let i = frame.from - 1; i > sentence.from && i > frame.from - 6; i--) if (tokens[i]?.lower === ',') return i + 1;
  return sentence.from;
}

function isPolar(word: string): boolean {
  return (
    AUXILIARIES.has(word) ||
    MODALS.has(word) ||
    word === 'not' ||
    word === 'never' ||
    word === 'no' ||
    word === 'longer'
  );
}

/** "left no doubt about what would follow: “…”": where and of what it was said leads up to the quotation that says it. */
function quotationBehindColon(document: ArticleDocument, sentence: SentenceView, from: number): number | undefined {
  const { tokens, quoteOf } = document;
  for (let i = from; i < Math.min(sentence.to - 1, from + 12); i++) {
    if ((quoteOf[i] ?? -1) >= 0) return undefined;
    if (tokens[i]?.lower === ':') return (quoteOf[i + 1] ?? -1) >= 0 ? i + 1 : undefined;
    if (tokens[i]?.kind === 'mark' || tokens[i]?.lower === 'that') return undefined;
  }
  return undefined;
}

export function phraseEnd(document: ArticleDocument, sentence: SentenceView, cue: Cue): number {
  const { tokens, quoteOf } = document;
  let end = cue.to;
  // "told reporters (in Paris) (on Monday) that"
  if (
    RECIPIENTS.has(tokens[end]?.lower ?? '') ||
    /^(?:tell|told|tells|telling|assure|assured|informed|remind|reminded)$/.test(tokens[cue.from]?.lower ?? '')
  ) {
    for (let i = end; i < Math.min(sentence.to, end + 10); i++) {
      if ((quoteOf[i] ?? -1) >= 0) break;
      if (tokens[i]?.lower === 'that') return i + 1;
      if (tokens[i]?.kind === 'mark') break;
      if (RECIPIENTS.has(tokens[i]?.lower ?? '')) end = i + 1;
    }
  }
  if (tokens[end]?.lower === 'that') return end + 1;
  // "said a moment earlier that", "hinted in Paris on Monday that"
  const first = tokens[end]?.lower ?? '';
  const told = PREPOSITIONS.has(first) ? quotationBehindColon(document, sentence, end) : undefined;
  if (told !== undefined) return told;
  if (PREPOSITIONS.has(first) || ADVERBS.has(first) || /ly$/.test(first) || isSomeTime(document, end))
    for (let i = end; i < Math.min(sentence.to, end + 10); i++) {
      if ((quoteOf[i] ?? -1) >= 0 || tokens[i]?.kind === 'mark' || AUXILIARIES.has(tokens[i]?.lower ?? '')) break;
      if (tokens[i]?.lower === 'that' && i > end) return i + 1;
    }
  return end;
}
