import { eld } from 'eld/extrasmall';
import { ENGLISH_STOP_WORDS } from './data/function-words.js';

/** What language an article is in, and whether it is read. */
export interface LanguageFinding {
  /** BCP 47; `und` where nothing tells. */
  readonly language: string;
  readonly english: boolean;
  /** What told it: the text, the tag the article came with, or nothing (then short texts pass as English). */
  readonly by: 'text' | 'declared' | 'nothing';
}

/** How many stretches of a text are looked at, and how long each is in UTF-16 units: the detector reads no more of one. */
const STRETCHES = 4;
const STRETCH = 400;
/** Articles in English have 0.3 and more of its commonest words, those in other languages hardly 0.1. */
const SURELY_ENGLISH_WORDS = 0.25;
const HARDLY_ENGLISH_WORDS = 0.16;
/** Fewer words than these have no share worth the name. */
const FEW_WORDS = 12;

/**
 * The language of a text. The text itself decides where it tells, the declared tag where it does not: pages of English
 * editions carry the tag of the outlet's own language, and templates say `en` of everything. An article in several languages
 * is English where at least half of the stretches looked at are. Pure; the time it takes does not grow with the text.
 */
export function languageOf(text: string, declared?: string): LanguageFinding {
  const stretches = stretchesOf(text);
  const { words, share } = commonWords(stretches);
  // Most articles are told by this alone, whatever the detector would say, and it costs little.
  if (words >= FEW_WORDS && share >= SURELY_ENGLISH_WORDS) return { language: 'en', english: true, by: 'text' };
  const votes = new Map<string, number>();
  for (const stretch of stretches) {
    const found = eld.detect(stretch);
    if (found.language !== '' && found.isReliable()) votes.set(found.language, (votes.get(found.language) ?? 0) + 1);
  }
  const english = votes.get('en') ?? 0;
  const all = [...votes.values()].reduce((sum, count) => sum + count, 0);
  if (english > 0 && english * 2 >= all) return { language: 'en', english: true, by: 'text' };
  const [other] = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  // A line of names looks like many a language: only words that are no names tell.
  if (other && (words >= FEW_WORDS || (share === 0 && other[1] === stretches.length)) && !isNames(stretches))
    return { language: other[0], english: false, by: 'text' };
  const tag = declared?.trim() ?? '';
  if (tag !== '') return { language: tag.slice(0, 35), english: /^en(?:$|[-_])/i.test(tag), by: 'declared' };
  return { language: 'und', english: words < FEW_WORDS || share >= HARDLY_ENGLISH_WORDS, by: 'nothing' };
}

/** Stretches from all over a text, beginning at a blank where one is near. */
function stretchesOf(text: string): string[] {
  if (text.length <= STRETCH) return [text];
  const count = Math.min(STRETCHES, Math.ceil(text.length / STRETCH));
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor(((text.length - STRETCH) * at) / (count - 1 || 1));
    const stretch = text.slice(from, from + STRETCH);
    const blank = at === 0 ? -1 : stretch.slice(0, 60).search(/\s/);
    return blank < 0 ? stretch : stretch.slice(blank + 1);
  });
}

const WORD = /\p{L}[\p{L}\p{M}'’]*/gu;

function commonWords(stretches: readonly string[]): { readonly words: number; readonly share: number } {
  let words = 0;
  let known = 0;
  for (const stretch of stretches)
    for (const [word] of stretch.matchAll(WORD)) {
      words++;
      if (ENGLISH_STOP_WORDS.has(word.toLowerCase())) known++;
    }
  return { words, share: words === 0 ? 0 : known / words };
}

/** Hardly a word without a capital, in a script that has both. */
function isNames(stretches: readonly string[]): boolean {
  let capital = 0;
  let small = 0;
  let shouted = 0;
  for (const stretch of stretches)
    for (const [word] of stretch.matchAll(WORD)) {
      if (/^\p{Lu}/u.test(word)) {
        if (word.length > 2 && word === word.toUpperCase()) shouted++;
        else capital++;
      } else if (/^\p{Ll}/u.test(word)) small++;
    }
  return capital > 0 && shouted <= capital && small <= (capital + small) * 0.2;
}
