import type { Span } from './types.js';

/** A sentence with the number of the paragraph it stands in. */
export interface Sentence extends Span {
  readonly paragraph: number;
}

const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof sen rep gov gen lt col capt sgt maj adm st jr sr no vs etc inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun approx est dept fig al rev hon pres'.split(
    ' ',
  ),
);
/** Words that begin a sentence rather than go on after an initialism: "… in the U.S. The president …" */
const STARTERS = new Set(
  'the a an he she it they we you i this that these those but and in on at after before when while if as for there his her its their our however meanwhile asked'.split(
    ' ',
  ),
);
const CLOSERS = new Set(['"', "'", '”', '’', '»', ')', ']', '›']);
const OPENERS = new Set(['"', "'", '“', '‘', '«', '(', '[', '„', '‹', '•', '–', '—', '-']);

/** Marks at which a line begins that is an item of a list. */
const BULLETS = new Set(['•', '◦', '▪', '‣', '·', '*', '-', '–', '—', '>', '|']);

/**
 * Paragraphs: stretches between line breaks. A break inside a running sentence (hard-wrapped text) does not count.
 * @param lowerCase whether the text has hardly a capital: there a line without one goes on with the line before only in text
 *   that is broken to a width.
 * @param width what lines were broken to, in UTF-16 units; 0 where they were not.
 */
export function splitParagraphs(text: string, lowerCase = false, width = wrapWidth(text)): Span[] {
  const spans: Span[] = [];
  let start = 0;
  let lineStart = 0;
  const push = (end: number) => {
    let from = start;
    let to = end;
    while (from < to && isSpace(text.charCodeAt(from))) from++;
    while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
    if (to > from) spans.push({ start: from, end: to });
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10 && code !== 13 && code !== 0x2028 && code !== 0x2029) continue;
    let next = i + 1;
    let breaks = 1;
    if (code === 13 && text.charCodeAt(next) === 10) next++;
    while (next < text.length && isSpace(text.charCodeAt(next))) {
      if (text.charCodeAt(next) === 10) breaks++;
      next++;
    }
    const following = text[next] ?? '';
    const goesOn = !lowerCase && following !== following.toUpperCase() && !endsSentence(text, start, i);
    const full = width > 0 && !BULLETS.has(following) && i - lineStart + 1 + wordLength(text, next) > width - RAGGED;
    const wrapped = breaks === 1 && (goesOn || full);
    lineStart = next;
    if (!wrapped) {
      push(i);
      start = next;
    }
    i = next - 1;
  }
  push(text.length);
  return spans;
}

/** Lines broken to a width are no wider than this, and there are some of them. */
const WIDEST = 130;
const NARROWEST = 35;
const FEWEST_LINES = 3;
/** How much short of the width a full line may fall. */
const RAGGED = 6;

/**
 * The width that the lines of a text were broken to, in UTF-16 units, or 0 where they were not: of the lines that end within a
 * sentence nearly all are so long that the first word of the next would not have fitted.
 */
export function wrapWidth(text: string): number {
  const lines = text.slice(0, WIDTH_WINDOW).split('\n');
  const broken: { length: number; ends: boolean; word: number }[] = [];
  let width = 0;
  for (let at = 0; at < lines.length - 1; at++) {
    const line = lines[at]?.trimEnd() ?? '';
    const next = lines[at + 1]?.trimStart() ?? '';
    if (line === '' || next === '') continue;
    if (line.length > WIDEST) return 0;
    width = Math.max(width, line.length);
    broken.push({ length: line.length, ends: endsSentence(line, 0, line.length), word: wordLength(next, 0) });
  }
  if (width < NARROWEST) return 0;
  const running = broken.filter(({ ends }) => !ends);
  const full = running.filter(({ length, word }) => length + 1 + word > width - RAGGED);
  return full.length >= FEWEST_LINES && full.length >= running.length * 0.8 ? width : 0;
}

/** As much of a text as tells how its lines are broken. */
const WIDTH_WINDOW = 20_000;

function wordLength(text: string, from: number): number {
  let to = from;
  while (to < text.length && to - from < WIDEST && !isSpace(text.charCodeAt(to))) to++;
  return to - from;
}

function endsSentence(text: string, from: number, end: number): boolean {
  let i = end - 1;
  while (i > from && (isSpace(text.charCodeAt(i)) || CLOSERS.has(text[i] ?? ''))) i--;
  return '.!?:'.includes(text[i] ?? ' ');
}

function isSpace(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x2028 || code === 0x2029 || code === 0x3000
  );
}

/**
 * Sentences of every paragraph, in order; marks that close a quotation go with the sentence they end.
 * @param lowerCase whether the text has hardly a capital, so that a sentence may begin without one.
 */
export function splitSentences(
  text: string,
  paragraphs: readonly Span[] = splitParagraphs(text),
  lowerCase = false,
): Sentence[] {
  const sentences: Sentence[] = [];
  paragraphs.forEach((paragraph, index) => {
    let start = paragraph.start;
    const push = (end: number) => {
      let from = start;
      while (from < end && isSpace(text.charCodeAt(from))) from++;
      let to = end;
      while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
      if (to > from) sentences.push({ start: from, end: to, paragraph: index });
      start = end;
    };
    for (let i = paragraph.start; i < paragraph.end; i++) {
      const char = text[i] ?? '';
      if (char !== '.' && char !== '!' && char !== '?' && char !== '…') continue;
      let end = i + 1;
      while (end < paragraph.end && '.!?…'.includes(text[end] ?? ' ')) end++;
      while (end < paragraph.end && CLOSERS.has(text[end] ?? '')) end++;
      if (end >= paragraph.end) break;
      if (!isSpace(text.charCodeAt(end))) {
        i = end - 1;
        continue;
      }
      let next = end;
      while (next < paragraph.end && isSpace(text.charCodeAt(next))) next++;
      if (isBoundary(text, i, char, next, lowerCase && mayEnd(text, i, end))) push(end);
      i = end - 1;
    }
    push(paragraph.end);
  });
  return sentences;
}

/** In text without capitals: "…", "what?" he asked and the like go on. */
function mayEnd(text: string, mark: number, end: number): boolean {
  if (text[mark] === '…' || (text[mark] === '.' && text[mark + 1] === '.')) return false;
  return text[mark] === '.' || !CLOSERS.has(text[end - 1] ?? '');
}

function isBoundary(text: string, dot: number, char: string, next: number, lowerCase: boolean): boolean {
  let first = next;
  while (first < next + 3 && OPENERS.has(text[first] ?? '')) first++;
  const opener = first > next;
  const following = text[first] ?? '';
  const capital =
    lowerCase || following !== following.toLowerCase() || /\p{N}/u.test(following) || !/\p{L}/u.test(following);
  if (!capital && !(opener && char !== '.')) return false;
  if (char !== '.') return !(char === '…' && !capital);
  let from = dot;
  while (from > 0 && dot - from < 16 && /[\p{L}.]/u.test(text[from - 1] ?? ' ')) from--;
  const before = text.slice(from, dot).toLowerCase();
  // "No. We will not." is an answer, "No. 5" a number.
  if (before === 'no') return !/\p{N}/u.test(following);
  if (ABBREVIATIONS.has(before)) return false;
  if (/^[a-z]$/.test(before) || /^(?:[a-z]\.)+[a-z]$/.test(before)) {
    const word = /^\p{L}+/u.exec(text.slice(first, first + 16))?.[0] ?? '';
    return opener || STARTERS.has(word.toLowerCase());
  }
  return true;
}
