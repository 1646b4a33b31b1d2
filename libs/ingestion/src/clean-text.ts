import { isJunkLine, mendEncoding, misreadCharacters } from '@parley/article-text';

/** Line and paragraph separators of Unicode and of terminals that mean "new line". */
const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
const LONE_SURROGATES = /\p{Surrogate}/gu;
/**
 * Characters that show nothing and can hide or reorder what is shown: controls; soft hyphen; zero-width spaces and
 * joiners; directional marks, embeddings, overrides and isolates; invisible operators; annotation marks; tags.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the purpose
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const INVISIBLE_BELOW_SURROGATES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the purpose
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const ANY_SURROGATE = /[\ud800-\udfff]/;
/** Latin letters with their accents and general punctuation are in NFC as they are; of all else it is asked. */
const NOT_SURELY_NFC = /[^\n -\u02ff\u2010-\u205e]/;
/** A soft hyphen that shows, because the line ends there. */
const BROKEN_WORD = /(\p{L})\u00ad+[ \t]*\n[ \t]*(?=\p{L})/gu;
const SPACES = /[\t\p{Space_Separator}]+/gu;

/**
 * Characters brought into one form: as they were meant where UTF-8 was misread (mendEncoding), NFC, LF, plain spaces, nothing
 * invisible, no half of a surrogate pair; cells of a table apart. Lines keep
 * their order; runs of spaces become one, lines lose spaces at both ends, runs of empty lines become one.
 */
export function normaliseCharacters(text: string): string {
  // First, since some of a misread character looks like a control and would be lost.
  const lines = tableRows(mendEncoding(text).replace(LINE_BREAKS, '\n')).replace(BROKEN_WORD, '$1');
  // Most text has no surrogates at all, and then the costly forms of these expressions have nothing to find.
  const seen = ANY_SURROGATE.test(lines)
    ? lines.replace(LONE_SURROGATES, '\ufffd').replace(INVISIBLE, '')
    : lines.replace(INVISIBLE_BELOW_SURROGATES, '');
  const spaced = seen.replace(SPACES, ' ');
  const normal = (NOT_SURELY_NFC.test(spaced) ? spaced.normalize('NFC') : spaced)
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^[\n ]+|[\n ]+$/g, '');
  // What did not show may have stood within a misread character.
  return misreadCharacters(normal).length > 0 ? normaliseCharacters(normal) : normal;
}

/** A tab between words. */
const CELLS = /(\S)[ ]*\t[\t ]*(?=\S)/g;

/**
 * Rows of a table whose cells are told apart by tabs, with " | " in their place, since spaces are made alike below: lines with
 * two tabs between words, or with one beside another line that has any.
 */
function tableRows(text: string): string {
  if (!text.includes('\t')) return text;
  const lines = text.split('\n');
  const tabs = lines.map((line) => line.trim().match(CELLS)?.length ?? 0);
  return lines
    .map((line, at) => {
      const here = tabs[at] ?? 0;
      const row = here > 1 || (here === 1 && ((tabs[at - 1] ?? 0) > 0 || (tabs[at + 1] ?? 0) > 0));
      return row ? line.trim().replace(CELLS, '$1 | ') : line;
    })
    .join('\n');
}

/** A title or a name: one line, in the same characters as the text. */
export const cleanLine = (text: string): string => normaliseCharacters(text).replaceAll(/\n+/g, ' ');

/** Text that any store takes: NUL and halves of surrogate pairs become U+FFFD, all else stays as it was received. */
export const storableText = (text: string): string =>
  text.replaceAll('\u0000', '\ufffd').replace(LONE_SURROGATES, '\ufffd');

/**
 * The text that statements are read from: characters normalised, junk lines gone (@parley/article-text), the headline
 * gone where it is repeated as the first line, and each paragraph of three words or more kept once. Cleaning what is
 * clean changes nothing. May be empty.
 */
export function cleanText(text: string, title = ''): string {
  const lines = normaliseCharacters(text)
    .split('\n')
    .filter((line) => line === '' || !isJunkLine(line));
  const paragraphs = dropHeadline(paragraphsOf(lines), cleanLine(title));
  return keepFirst(paragraphs)
    .map((paragraph) => paragraph.join('\n'))
    .join('\n\n');
}

function paragraphsOf(lines: readonly string[]): string[][] {
  const paragraphs: string[][] = [];
  let open: string[] | null = null;
  for (const line of lines) {
    if (line === '') open = null;
    else if (open) open.push(line);
    else {
      open = [line];
      paragraphs.push(open);
    }
  }
  return paragraphs;
}

/** A text that is nothing but its headline keeps it: a news flash says all in one sentence. */
function dropHeadline(paragraphs: readonly string[][], title: string): readonly string[][] {
  let rest = paragraphs;
  while (title !== '' && rest[0]?.[0] === title) {
    const [first = [], ...others] = rest;
    const shorter = first.length > 1 ? [first.slice(1), ...others] : others;
    if (shorter.length === 0) break;
    rest = shorter;
  }
  return rest;
}

/** Shorter ones are kept: "Yes." may well be said twice. */
const isRepeatable = (paragraph: string): boolean => !/\S\s+\S+\s+\S/.test(paragraph);

/** Feeds repeat paragraphs; where a text has no blank lines, its lines are its paragraphs. */
function keepFirst(paragraphs: readonly string[][]): readonly string[][] {
  const seen = new Set<string>();
  const isNew = (paragraph: string): boolean => {
    if (isRepeatable(paragraph)) return true;
    if (seen.has(paragraph)) return false;
    seen.add(paragraph);
    return true;
  };
  const [only] = paragraphs;
  if (paragraphs.length === 1 && only) return [only.filter(isNew)];
  return paragraphs.filter((paragraph) => isNew(paragraph.join('\n')));
}
