import { stem } from './morphology.js';

/** A word, number or mark of the text. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Lower case, curly apostrophes straight, accents and invisible characters gone. */
  readonly lower: string;
  /** As `lower`, without the ending: what two forms of a word share. */
  readonly stem: string;
  readonly kind: 'word' | 'number' | 'mark';
  /** Begins with a capital letter. */
  readonly capital: boolean;
  /** More than one letter, and all of them capitals. */
  readonly allCapitals: boolean;
}

/** Words longer than this are cut to it before they are looked up: no name or term is as long. */
const LONGEST_WORD = 64;

const WORD = 1;
const DIGIT = 2;
const SPACE = 3;
const INVISIBLE = 4;
const MARK = 5;

const letter = /\p{L}|\p{M}/u;
const digit = /\p{N}/u;
const space = /\s/u;
const invisible = /\p{Cf}|\p{Cs}/u;

function classify(code: number, text: string, at: number): number {
  if (code < 128) {
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return WORD;
    if (code >= 48 && code <= 57) return DIGIT;
    if (code === 32 || (code >= 9 && code <= 13)) return SPACE;
    return code < 32 || code === 127 ? INVISIBLE : MARK;
  }
  const point = text.codePointAt(at) ?? code;
  if (isPicture(point)) return SPACE;
  const char = String.fromCodePoint(point);
  if (letter.test(char)) return WORD;
  if (digit.test(char)) return DIGIT;
  if (space.test(char)) return SPACE;
  return invisible.test(char) ? INVISIBLE : MARK;
}

/** Emoji and dingbats, with what gives them a colour or a form: they stand between words and are none of them. */
function isPicture(point: number): boolean {
  return (
    (point >= 0x1f000 && point <= 0x1faff) ||
    (point >= 0x2600 && point <= 0x27bf) ||
    (point >= 0xfe00 && point <= 0xfe0f)
  );
}

function isApostrophe(code: number): boolean {
  return code === 39 || code === 0x2019 || code === 0x02bc;
}

function isHyphen(code: number): boolean {
  return code === 45 || code === 0x2010 || code === 0x2011;
}

/**
 * Splits text into tokens, left to right, in linear time. "don't" and "cease-fire" are one word, "Kyiv's" is two
 * ("Kyiv", "'s"), "U.S." is one. Invisible characters inside a word belong to its span and not to its `lower`.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const longWords = new Map<string, WordForm>();
  const length = text.length;
  let at = 0;
  const classAt = (i: number): number => (i < length ? classify(text.charCodeAt(i), text, i) : SPACE);
  const width = (i: number): number => ((text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1);
  while (at < length) {
    const kind = classAt(at);
    if (kind === SPACE || kind === INVISIBLE) {
      at += width(at);
      continue;
    }
    const start = at;
    if (kind === MARK) {
      at += width(at);
      const raw = text.slice(start, at);
      tokens.push({ start, end: at, lower: raw, stem: raw, kind: 'mark', capital: false, allCapitals: false });
      continue;
    }
    let letters = kind === WORD;
    let cut = -1;
    at += width(at);
    while (at < length) {
      const code = text.charCodeAt(at);
      const here = classAt(at);
      if (here === WORD || here === DIGIT) {
        if (here === WORD) letters = true;
        at += width(at);
      } else if (here === INVISIBLE) {
        at += width(at);
      } else if (isApostrophe(code) && classAt(at + 1) === WORD && letters) {
        // "Kyiv's" is cut before the mark, "don't" and "O'Brien" are not.
        const after = text.charCodeAt(at + 1) | 32;
        if (after === 115 && classAt(at + 2) !== WORD && classAt(at + 2) !== DIGIT) {
          cut = at;
          break;
        }
        at += 1;
      } else if (isHyphen(code) && (classAt(at + 1) === WORD || classAt(at + 1) === DIGIT)) {
        at += 1;
      } else if (code === 46 && isInitialism(text, start, at)) {
        at += 1;
      } else if ((code === 46 || code === 44) && !letters && classAt(at + 1) === DIGIT) {
        at += 1;
      } else if (code === 37 && !letters) {
        at += 1;
        break;
      } else break;
    }
    tokens.push(word(text, start, at, letters, longWords));
    if (cut >= 0) {
      at = cut + 2;
      tokens.push({ start: cut, end: at, lower: "'s", stem: "'s", kind: 'word', capital: false, allCapitals: false });
    }
  }
  return tokens;
}

/** True at the dot of "U.S" or "U.S.": single letters with dots between. */
function isInitialism(text: string, start: number, dot: number): boolean {
  if (dot - start > 12) return false;
  for (let i = start; i < dot; i += 2) {
    const code = text.charCodeAt(i);
    if (!((code >= 65 && code <= 90) || (code >= 97 && code <= 122))) return false;
    if (i + 1 < dot && text.charCodeAt(i + 1) !== 46) return false;
  }
  if ((dot - start) % 2 !== 1) return false;
  if (dot - start > 1) return true;
  // A single letter counts only where another letter and dot follow: "U.S.", not "plan B."
  const next = text.charCodeAt(dot + 1);
  return ((next >= 65 && next <= 90) || (next >= 97 && next <= 122)) && text.charCodeAt(dot + 2) === 46;
}

interface WordForm {
  readonly lower: string;
  readonly stem: string;
  readonly capital: boolean;
  readonly allCapitals: boolean;
}

/**
 * Forms of words that were read lately, by the word: the same few thousand make up most of every article. A pure function
 * remembered, so that nothing that comes out depends on it.
 */
const remembered = new Map<string, WordForm>();
const MOST_REMEMBERED = 20_000;
/** Longer words may be stretches of the article's text to the engine and keep all of it in memory: they go with the article. */
const LONGEST_REMEMBERED = 12;

function word(text: string, start: number, end: number, letters: boolean, longWords: Map<string, WordForm>): Token {
  const raw = text.slice(start, Math.min(end, start + LONGEST_WORD));
  const known = raw.length <= LONGEST_REMEMBERED ? remembered : longWords;
  let form = known.get(raw);
  if (form === undefined) {
    form = formOf(raw, letters);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    known.set(raw, form);
  }
  const { lower, stem, capital, allCapitals } = form;
  return { start, end, lower, stem, kind: letters ? 'word' : 'number', capital, allCapitals };
}

function formOf(raw: string, letters: boolean): WordForm {
  const lower = normalizeWord(raw);
  const first = raw[0] ?? '';
  const capital = letters && first !== first.toLowerCase();
  const allCapitals = capital && raw.length > 1 && raw === raw.toUpperCase();
  // "US" must not meet "us".
  const apart = allCapitals && (lower === 'us' || lower === 'who' || lower === 'it');
  return { lower, stem: apart ? lower.toUpperCase() : stem(lower), capital, allCapitals };
}

/** Lower case, straight apostrophes and hyphens, no accents, no invisible characters; "U.S." becomes "us". */
export function normalizeWord(raw: string): string {
  let plain = raw.toLowerCase();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is for anything outside ASCII
  if (/[^\x00-\x7f]/.test(plain)) {
    plain = plain
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}\p{Cs}]/gu, '')
      .replace(/[’ʼ]/g, "'")
      .replace(/[‐‑]/g, '-')
      .replace(/ı/g, 'i')
      .replace(/ł/g, 'l')
      .replace(/ø/g, 'o')
      .replace(/đ/g, 'd')
      .replace(/ß/g, 'ss');
  }
  return plain.includes('.') && /^[a-z](?:\.[a-z])*\.?$/.test(plain) ? plain.replace(/\./g, '') : plain;
}
