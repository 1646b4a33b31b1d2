import type { ActorRegistry } from './actor-registry.js';
import { ANSWERERS, NO_SPEAKERS, OWN_VOICE, UNNAMED_SPEAKERS } from './data/transcript-words.js';
import type { Paragraph } from './layout.js';
import { findMentions } from './mentions.js';
import { tokenize } from './tokens.js';
import type { Span } from './types.js';

/** What one speaker of a transcript says until the next one does. */
export interface Turn {
  /** The speaker's name as it heads the turn, a paragraph of its own; places are UTF-16 units of the text. */
  readonly label: Span;
  /** An answer whose speaker is not named: whoever the article says is interviewed. */
  readonly answer: boolean;
  /** What is said, without the label and without remarks such as "(Applause.)". */
  readonly speech: readonly Span[];
}

export interface Transcript {
  readonly paragraphs: readonly Paragraph[];
  /** In the order of the text; none where it is no transcript. */
  readonly turns: readonly Turn[];
}

/** A name, as people are called in transcripts: a few words, maybe with an office or a remark behind them. */
const LABEL =
  /^(?:>>\s?)?(\p{Lu}[\p{L}\p{M}.'’-]*(?:[ \u00a0][\p{L}\p{M}.'’-]+){0,7})(?:,[^:()[\]]{1,60})?(?:\s?[([][^)\]:]{1,40}[)\]])?\s?:(?=\s|$)/u;
const LETTER_LABEL = /^(?:[QA][.:]|Q)(?=\s+[\p{Lu}"“‘'[(])/u;
const LONGEST_LABEL = 120;
/** Remarks of whoever wrote the speech down. */
const REMARK =
  /[([](?:[\p{L}\s]{0,40}\b)?(?:applause|laughter|laughs|laughing|cheers|cheering|cross-?talk|inaudible|indiscernible|unintelligible|pause|silence|music|booing|boos|interruption|in [\p{Lu}][\p{L}]+|through (?:an )?interpreter|via interpreter|speaking [\p{L}\s]{1,30})[\p{L}\s.,]{0,40}[)\]]/giu;
/** Where a transcript is over and the page goes on. */
const END =
  /^(?:\(?ends?\)?\.?|#{2,}|-30-|\*\s?\*\s?\*|[-–—_*]{3,}|transcript (?:provided|by)\b.*|(?:additional )?(?:reporting|editing|writing) by\b.*|this (?:interview|transcript|conversation) (?:has been|was)\b.*)$/i;

interface Head {
  readonly paragraph: number;
  readonly label: Span;
  /** Where speech begins in the paragraph; its end where the label stands alone. */
  readonly speechFrom: number;
  readonly name: string;
  /** In capitals, or "Q" and the like: nothing else looks so. */
  readonly plain: boolean;
  readonly who: 'known' | 'unnamed' | 'stranger';
}

/**
 * Finds the turns of a transcript: paragraphs headed by who speaks, as "PRESIDENT DOE: …", "Q: …", "John Doe: …" or a line with
 * the name alone, with the paragraphs that go on without a head. It takes two turns at least and speech in somebody's own
 * voice: a colon in prose, a list of topics or a headline is none.
 */
export function readTranscript(
  text: string,
  paragraphs: readonly Paragraph[],
  registry: ActorRegistry,
  publishedDay: string,
): Transcript {
  const colons = paragraphs.flatMap((paragraph, at) => headOf(text, paragraph, at, registry, publishedDay) ?? []);
  const named = colons.length > 0 ? colons : namesAlone(text, paragraphs, registry, publishedDay);
  const heads = speakersAmong(named);
  const nothing = { paragraphs, turns: [] };
  if (heads.length < 2 || !heads.some((head) => head.who !== 'stranger')) return nothing;
  const ends = endsOf(text, paragraphs, heads);
  const ownVoice = heads.some((head, at) => {
    if (head.who === 'unnamed') return true;
    const last = paragraphs[(ends[at] ?? 0) - 1];
    return (
      last !== undefined && tokenize(text.slice(head.speechFrom, last.end)).some(({ lower }) => OWN_VOICE.has(lower))
    );
  });
  return ownVoice ? turnsOf(text, paragraphs, heads, ends) : nothing;
}

function headOf(
  text: string,
  paragraph: Paragraph,
  at: number,
  registry: ActorRegistry,
  day: string,
): Head | undefined {
  const line = text.slice(paragraph.start, Math.min(paragraph.end, paragraph.start + LONGEST_LABEL));
  if (!/^Q\s|[:.]/.test(line)) return undefined;
  const found = LABEL.exec(line);
  const letter = found ? undefined : LETTER_LABEL.exec(line);
  const name = found?.[1] ?? letter?.[0].slice(0, 1);
  if (name === undefined) return undefined;
  const whole = (found ?? letter)?.[0] ?? '';
  const who = speakerOf(name, registry, day);
  if (who === undefined) return undefined;
  let speechFrom = paragraph.start + whole.length;
  while (speechFrom < paragraph.end && /\s/.test(text[speechFrom] ?? '')) speechFrom++;
  return {
    paragraph: at,
    label: { start: paragraph.start, end: paragraph.start + whole.length },
    speechFrom,
    name: name.toLowerCase(),
    plain: name === name.toUpperCase() || who === 'unnamed',
    who,
  };
}

/** Lines that are the name of an actor and nothing else, where speakers come again: "ANNA YETIVE" above what she says. */
function namesAlone(text: string, paragraphs: readonly Paragraph[], registry: ActorRegistry, day: string): Head[] {
  const heads = paragraphs.flatMap(({ start, end }, at): Head[] => {
    const name = text.slice(start, end);
    if (name.length > 60 || !/^\p{Lu}[\p{L}\p{M}.'’ -]*\p{L}$/u.test(name)) return [];
    if (speakerOf(name, registry, day) !== 'known' || paragraphs[at + 1] === undefined) return [];
    const plain = name === name.toUpperCase();
    return [{ paragraph: at, label: { start, end }, speechFrom: end, name: name.toLowerCase(), plain, who: 'known' }];
  });
  const names = new Set(heads.map((head) => head.name));
  return names.size > 1 && names.size < heads.length ? heads : [];
}

/** Whether a label is a person the dossier knows or somebody who speaks without a name, or may be any name. */
function speakerOf(name: string, registry: ActorRegistry, day: string): Head['who'] | undefined {
  const tokens = tokenize(name).filter((token) => token.kind === 'word');
  const first = tokens[0];
  if (!first || tokens.length === 0) return undefined;
  if (tokens.every((token) => UNNAMED_SPEAKERS.has(token.lower))) return 'unnamed';
  if (tokens.some((token) => NO_SPEAKERS.has(token.lower))) return undefined;
  const mentions = findMentions(tokens, registry, day, new Set(), false);
  // "The canal and tolls:" is a heading; a name has capitals, but for "of", "the", "de" and for offices.
  const isName = tokens.every(
    (token, at) =>
      token.capital || PARTICLES.has(token.lower) || mentions.some(({ from, to }) => at >= from && at < to),
  );
  if (!isName) return undefined;
  const person = mentions.some(
    ({ form, person }) => form === 'title' || (person && form !== 'unknown' && form !== 'pronoun'),
  );
  if (person && mentions.at(-1)?.to === tokens.length) return 'known';
  return tokens.length < 6 ? 'stranger' : undefined;
}

const PARTICLES = new Set('of the for and de da del van von der den al bin la le'.split(' '));

/** Strangers speak where others do, in the same dress, or where they speak more than once. */
function speakersAmong(heads: readonly Head[]): Head[] {
  const times = new Map<string, number>();
  for (const { name } of heads) times.set(name, (times.get(name) ?? 0) + 1);
  const sure = heads.filter((head) => head.who !== 'stranger');
  const plain = sure.filter((head) => head.plain).length;
  return heads.filter(
    (head) =>
      head.who !== 'stranger' ||
      ((times.get(head.name) ?? 0) > 1 && sure.length > 0) ||
      (head.plain ? plain : sure.length - plain) > 1,
  );
}

/** Behind which paragraph each turn ends: at the next one, or where the page goes on about something else. */
function endsOf(text: string, paragraphs: readonly Paragraph[], heads: readonly Head[]): number[] {
  const ends: number[] = [];
  let longest = 0;
  heads.forEach((head, at) => {
    const next = heads[at + 1]?.paragraph ?? paragraphs.length;
    // Where labels are names like any, the last turn is taken to be no longer than the longest before it.
    const most = at === heads.length - 1 && !head.plain ? head.paragraph + 1 + Math.max(longest, 1) : next;
    const surname = head.name.split(/[\s\u00a0]/).at(-1) ?? '';
    let end = head.paragraph + 1;
    while (end < next && end < most) {
      const paragraph = paragraphs[end];
      if (!paragraph) break;
      const said = text.slice(paragraph.start, paragraph.end);
      const alone = head.speechFrom >= (paragraphs[head.paragraph]?.end ?? 0) && end === head.paragraph + 1;
      if (
        !alone &&
        (END.test(said.slice(0, 200)) || isHeading(said) || (surname.length > 3 && namesItself(said, surname)))
      )
        break;
      if (paragraph.apart) break;
      end++;
    }
    longest = Math.max(longest, end - head.paragraph - 1);
    ends.push(end);
  });
  return ends;
}

/** A few words without an end. */
const isHeading = (said: string): boolean => said.length < 60 && !/[.!?…:,;"”’)\]]$/.test(said);

/** A paragraph that speaks of the speaker by name is told by somebody else. */
function namesItself(said: string, surname: string): boolean {
  return tokenize(said.slice(0, 2_000)).some((token) => token.lower === surname);
}

function turnsOf(
  text: string,
  paragraphs: readonly Paragraph[],
  heads: readonly Head[],
  ends: readonly number[],
): Transcript {
  const out: Paragraph[] = [];
  const turns: Turn[] = [];
  let at = 0;
  heads.forEach((head, index) => {
    out.push(...paragraphs.slice(at, head.paragraph));
    const whole = paragraphs[head.paragraph];
    if (!whole) return;
    const speech: Span[] = [];
    const end = ends[index] ?? head.paragraph + 1;
    out.push({ ...whole, start: head.label.start, end: head.label.end, apart: true });
    if (head.speechFrom < whole.end) out.push({ ...whole, start: head.speechFrom, apart: false });
    out.push(...paragraphs.slice(head.paragraph + 1, end));
    if (head.speechFrom < whole.end) speech.push(...withoutRemarks(text, { start: head.speechFrom, end: whole.end }));
    for (const paragraph of paragraphs.slice(head.paragraph + 1, end)) speech.push(...withoutRemarks(text, paragraph));
    turns.push({ label: head.label, answer: ANSWERERS.has(head.name), speech });
    at = end;
  });
  const rest = paragraphs.slice(at);
  // What follows a transcript is nobody's speech.
  rest.forEach((paragraph, k) => {
    out.push(k === 0 ? { ...paragraph, apart: true } : paragraph);
  });
  return { paragraphs: out, turns };
}

function withoutRemarks(text: string, span: Span): Span[] {
  const out: Span[] = [];
  let { start } = span;
  for (const match of text.slice(span.start, span.end).matchAll(REMARK)) {
    const from = span.start + match.index;
    if (/\S/.test(text.slice(start, from))) out.push({ start, end: from });
    start = from + match[0].length;
  }
  if (/\S/.test(text.slice(start, span.end))) out.push({ start, end: span.end });
  return out;
}
