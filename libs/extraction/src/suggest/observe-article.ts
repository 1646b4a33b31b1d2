import type { Dossier } from '@parley/dossier';
import type { ActorRegistry } from '../actor-registry.js';
import type { CoreferenceChain } from '../coreference.js';
import { findCues } from '../cues.js';
import { COUNTRIES } from '../data/countries.js';
import { ADVERBS, CONTENTLESS, ENGLISH_STOP_WORDS, MODALS, MONTHS_AND_DAYS } from '../data/function-words.js';
import { FEMALE_NAMES, MALE_NAMES } from '../data/given-names.js';
import { HONORIFICS, OFFICIAL_NOUNS, SPOKESPERSONS } from '../data/titles.js';
import type { ArticleDocument, SentenceView } from '../document.js';
import type { Holding } from '../holding.js';
import type { IssueIndex } from '../issues/issue-index.js';
import type { Mention } from '../mention.js';
import { NOT_A_NAME } from '../mention.js';
import type { Token } from '../tokens.js';
import type { Unread } from '../types.js';

/** Somebody the dossier lacks, as one article has them. */
export interface SeenSpeaker {
  /** As the article writes it in full. */
  readonly name: string;
  readonly kind: 'person' | 'government' | 'organisation';
  /** The name in other words: the surname, other spellings, a capital. */
  readonly otherNames: readonly string[];
  /** Titles, with the actor of the dossier they are of, where one is named. */
  readonly titles: readonly { readonly title: string; readonly of: string | null }[];
  /** How often they are said to say or do something. */
  readonly quoted: number;
  readonly example: string;
}

/** A name of an actor of the dossier that the dossier does not have. */
export interface SeenAlias {
  readonly actor: string;
  readonly alias: string;
  readonly times: number;
  readonly example: string;
}

/** Words that what is said is about, where no issue covers it. */
export interface SeenTopic {
  /** Stems, to count word forms together. */
  readonly key: string;
  readonly words: string;
  readonly times: number;
  readonly example: string;
}

/** What an article has that the dossier lacks. */
export interface ArticleObservations {
  readonly unread: Unread | null;
  readonly speakers: readonly SeenSpeaker[];
  readonly aliases: readonly SeenAlias[];
  readonly topics: readonly SeenTopic[];
}

export interface ObservationSources {
  readonly document: ArticleDocument;
  readonly holdings: readonly Holding[];
  readonly chain: CoreferenceChain;
  readonly registry: ActorRegistry;
  readonly issues: IssueIndex;
  readonly dossier: Dossier;
}

/** Longest example, in UTF-16 units. */
const EXAMPLE = 280;
/** From here on the words of a sentence are about an issue that the dossier has. */
const COVERED = 0.56;

/** News agencies and broadcasters are quoted as sources of everything; who starts a dossier looks for parties. */
const MEDIA =
  /^(?:Reuters|AFP|Agence France-Presse|AP|Associated Press|BBC(?: News)?|CNN|Bloomberg|Sky News|Fox News|The Guardian|Guardian|New York Times|Washington Post|Financial Times|Wall Street Journal|Politico|Axios|Xinhua|TASS|Interfax|dpa|NBC(?: News)?|CBS(?: News)?|ABC(?: News)?|Twitter|Facebook|X|Telegram|Truth Social)$/i;
const BODY_WORDS =
  /(?:Union|Unions|Institute|Institution|International|Association|Federation|Group|Party|Ministry|Department|Council|Agency|Bank|Commission|University|Committee|Organi[sz]ation|Alliance|Coalition|Network|Foundation|Fund|Trust|Society|Centre|Center|Office|Authority|Assembly|Parliament|Court|Service|Company|Corp|Inc|Ltd|Chamber|Congress|Forum|Confederation|Board|Nations|Workers|Teachers|Campaign|Watch|House)$/;

/** Pure: the same article and dossier give the same observations. */
export function observe(sources: ObservationSources): Omit<ArticleObservations, 'unread'> {
  return { speakers: speakersOf(sources), aliases: aliasesOf(sources), topics: topicsOf(sources) };
}

function exampleOf(document: ArticleDocument, sentence: SentenceView | undefined): string {
  const text = sentence ? document.text.slice(sentence.start, sentence.end).replace(/\s+/g, ' ').trim() : '';
  return text.length <= EXAMPLE ? text : `${text.slice(0, text.lastIndexOf(' ', EXAMPLE))} …`;
}

interface Named {
  readonly name: string;
  readonly from: number;
}

/** The proper name at the end of a mention: without titles, bodies and what is written small. */
function nameIn({ document, registry }: ObservationSources, mention: Mention): Named | undefined {
  const { tokens } = document;
  let from = mention.to;
  while (from > mention.from) {
    const token = tokens[from - 1];
    if (token?.kind !== 'word') break;
    // "He Yadong": a surname that looks like a pronoun.
    const surname = from < mention.to && /^(?:he|she)$/.test(token.lower);
    const particle =
      /^(?:von|van|de|del|der|den|da|di|dos|du|la|le|bin|al|el|ben)$/.test(token.lower) && from < mention.to;
    if (!particle && (!token.capital || isTitleWord(token) || (NOT_A_NAME.has(token.lower) && !surname))) break;
    from--;
  }
  while (from < mention.to && (!tokens[from]?.capital || registry.titles.longest(tokens, from))) from++;
  if (from >= mention.to) return undefined;
  const name = document.text.slice(tokens[from]?.start ?? 0, tokens[mention.to - 1]?.end ?? 0).replace(/\s+/g, ' ');
  return name.length < 2 || name.length > 100 || MEDIA.test(name) ? undefined : { name, from };
}

const isTitleWord = ({ lower }: Token): boolean =>
  HONORIFICS.has(lower) || OFFICIAL_NOUNS.has(lower) || SPOKESPERSONS.has(lower) || MONTHS_AND_DAYS.has(lower);

/** "prime minister" before the name, "the finance minister of Ruritania" behind a comma; with the body it is of. */
function titlesAt(
  { document, registry }: ObservationSources,
  mention: Mention,
  from: number,
): { title: string; of: string | null }[] {
  const { tokens } = document;
  const titles: { title: string; of: string | null }[] = [];
  const bodyIn = (start: number, end: number): string | null => {
    for (let i = Math.max(0, start); i < end; i++) {
      const [actor] = registry.names.longest(tokens, i)?.value.actors ?? [];
      if (actor !== undefined && registry.actors.get(actor)?.person === false) return actor;
    }
    return null;
  };
  for (let i = from - 1; i >= Math.max(0, from - 5); i--) {
    if (tokens[i]?.kind === 'mark') break;
    const title = registry.titles.longest(tokens, i);
    if (title?.to === from) titles.push({ title: title.value, of: bodyIn(i - 3, i) });
  }
  if (titles.length === 0) {
    const word = tokens[from - 1];
    if (word && (OFFICIAL_NOUNS.has(word.lower) || SPOKESPERSONS.has(word.lower)))
      titles.push({ title: word.lower, of: mention.actors[0] ?? bodyIn(from - 5, from - 1) });
  }
  if (tokens[mention.to]?.lower === ',') {
    let end = mention.to + 1;
    while (end < mention.to + 10 && tokens[end] && tokens[end]?.kind !== 'mark') end++;
    for (let i = mention.to + 1; i < end; i++) {
      const title = registry.titles.longest(tokens, i);
      if (!title || title.to > end) continue;
      titles.push({ title: title.value, of: bodyIn(mention.to + 1, end) });
      break;
    }
  }
  // The longest says most: "president" inside "vice president" is no title of its own.
  const [longest] = titles.sort((a, b) => b.title.length - a.title.length);
  return longest ? [longest] : [];
}

function kindOf(name: string): SeenSpeaker['kind'] {
  const [first = ''] = name.split(' ');
  if (FEMALE_NAMES.has(first.toLowerCase()) || MALE_NAMES.has(first.toLowerCase())) return 'person';
  if (BODY_WORDS.test(name) || /^\p{Lu}{2,}s?$/u.test(name)) return 'organisation';
  return 'person';
}

/** The country a name, adjective or capital stands for. */
const countryOf = (name: string) =>
  COUNTRIES.find(({ names, adjectives, people, seats }) =>
    [...names, ...adjectives, ...people, ...seats].includes(name),
  );

interface Person {
  readonly names: Map<string, number>;
  readonly titles: { readonly title: string; readonly of: string | null }[];
  quoted: number;
  example: string;
  /** The example has the name in it. */
  named: boolean;
}

function speakersOf(sources: ObservationSources): SeenSpeaker[] {
  const { document, holdings, dossier } = sources;
  const known = new Set(dossier.actors.flatMap(({ name, aliases }) => [name, ...aliases]));
  const people = new Map<string, Person>();
  const at = (key: string): Person => {
    const seen = people.get(key) ?? { names: new Map(), titles: [], quoted: 0, example: '', named: false };
    people.set(key, seen);
    return seen;
  };
  for (const mention of document.mentions) {
    const official = mention.form === 'body' && mention.person;
    if ((mention.form !== 'unknown' && !official) || mention.key === '' || mention.key === 'unknown') continue;
    const named = nameIn(sources, mention);
    if (!named || known.has(named.name)) continue;
    const seen = at(mention.key);
    seen.names.set(named.name, (seen.names.get(named.name) ?? 0) + 1);
    seen.titles.push(...titlesAt(sources, mention, named.from));
  }
  for (const holding of holdings) {
    const mention = document.mentions[holding.mention];
    if (!mention || holding.resolution.plural || document.sentences[holding.sentence]?.repeated) continue;
    const official = holding.resolution.actors.length === 1 && holding.resolution.key !== holding.resolution.actors[0];
    if (holding.resolution.actors.length > 0 && !official) continue;
    const seen = people.get(holding.resolution.key);
    if (!seen) continue;
    seen.quoted++;
    // A sentence that names them says more than one that points back.
    const named = mention.form !== 'pronoun' && mention.form !== 'title';
    if (seen.example === '' || (named && !seen.named))
      seen.example = exampleOf(document, document.sentences[holding.sentence]);
    seen.named ||= named;
  }
  const out: SeenSpeaker[] = [];
  for (const { names, titles, quoted, example } of people.values()) {
    if (quoted === 0) continue;
    const [name = '', ...others] = [...names.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    const country = countryOf(name);
    const official = country?.names[0];
    // What a country is called besides follows from its name; the rules know it.
    const otherNames = others.filter((other) => other !== official && !countryOf(other));
    out.push({
      name: official ?? name,
      kind: country ? 'government' : titles.length > 0 ? 'person' : kindOf(name),
      otherNames,
      titles: uniqueTitles(titles),
      quoted,
      example,
    });
  }
  return out;
}

const uniqueTitles = (titles: SeenSpeaker['titles']): SeenSpeaker['titles'] => [
  ...new Map(titles.map((title) => [`${title.title}\n${title.of}`, title])).values(),
];

/** Full names and other spellings of people the dossier has under others. */
function aliasesOf({ document, chain, dossier }: ObservationSources): SeenAlias[] {
  const seen = new Map<string, { actor: string; alias: string; times: number; example: string }>();
  document.mentions.forEach((mention, index) => {
    if (mention.form !== 'name' || !mention.person) return;
    const [id] = chain.of(index).actors;
    const actor = dossier.actors.find((other) => other.id === id);
    if (!actor) return;
    const alias = document.text
      .slice(document.tokens[mention.from]?.start ?? 0, document.tokens[mention.to - 1]?.end ?? 0)
      .replace(/\s+/g, ' ')
      .replace(/[’']s?$/, '');
    // All in capitals is a matter of type, not another name.
    if (alias === alias.toUpperCase() || !/\p{L}/u.test(alias)) return;
    const plain = alias.toLowerCase();
    if ([actor.name, ...actor.aliases].some((name) => name.toLowerCase() === plain)) return;
    if (actor.name.toLowerCase().endsWith(` ${plain}`)) return;
    const key = `${actor.id}\n${plain}`;
    const known = seen.get(key);
    if (known) known.times++;
    else {
      const sentence = document.sentences.find(({ from, to }) => mention.from >= from && mention.from < to);
      seen.set(key, { actor: actor.id, alias, times: 1, example: exampleOf(document, sentence) });
    }
  });
  return [...seen.values()];
}

/** Runs of two or three telling words in what is said, where the sentence names no issue. */
function topicsOf({ document, holdings, issues }: ObservationSources): SeenTopic[] {
  const topics = new Map<string, { key: string; words: string; times: number; example: string }>();
  const looked = new Set<number>();
  for (const holding of holdings) {
    const sentence = document.sentences[holding.sentence];
    if (!sentence || sentence.repeated || looked.has(sentence.index)) continue;
    looked.add(sentence.index);
    const tokens = document.tokens.slice(sentence.from, sentence.to);
    const links = new Map<number, number>();
    for (const { issue, weight } of issues.find(tokens))
      links.set(issue, 1 - (1 - (links.get(issue) ?? 0)) * (1 - Math.min(0.98, weight)));
    if ([...links.values()].some((link) => link >= COVERED)) continue;
    const example = exampleOf(document, sentence);
    for (const { key, words } of phrasesOf(document, sentence, tokens)) {
      const known = topics.get(key);
      if (known) known.times++;
      else topics.set(key, { key, words, times: 1, example });
    }
  }
  return [...topics.values()];
}

function phrasesOf(
  document: ArticleDocument,
  sentence: SentenceView,
  tokens: readonly Token[],
): { readonly key: string; readonly words: string }[] {
  const cues = findCues(tokens).filter((cue) => (cue.verb || cue.adjective) && !cue.noun);
  const tells = (token: Token, i: number): boolean =>
    token.kind === 'word' &&
    token.lower.length > 2 &&
    !token.capital &&
    !ENGLISH_STOP_WORDS.has(token.lower) &&
    !CONTENTLESS.has(token.lower) &&
    !ADVERBS.has(token.lower) &&
    !MODALS.has(token.lower) &&
    !MONTHS_AND_DAYS.has(token.lower) &&
    !isTitleWord(token) &&
    !/(?:ly|'t)$/.test(token.lower) &&
    (document.mentionOf[sentence.from + i] ?? -1) < 0 &&
    !cues.some((cue) => i >= cue.from && i < cue.to);
  const out: { key: string; words: string }[] = [];
  let run: Token[] = [];
  const close = () => {
    // The last two words of a run are the noun and what tells it apart ("retirement age", "prisoner exchange").
    const last = run.slice(-2);
    if (last.length === 2 && !/(?:ed|ing)$/.test(last.at(-1)?.lower ?? ''))
      out.push({
        key: last.map(({ stem }) => stem).join(' '),
        words: last.map(({ lower }) => lower).join(' '),
      });
    run = [];
  };
  tokens.forEach((token, i) => {
    if (tells(token, i)) run.push(token);
    else close();
  });
  close();
  return out;
}
