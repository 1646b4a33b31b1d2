import type { Dossier, DossierActor } from '@parley/dossier';
import { COUNTRIES } from './data/countries.js';
import { FEMALE_NAMES, MALE_NAMES, NAME_PARTICLES } from './data/given-names.js';
import { HEAD_TITLES, TITLE_SYNONYMS } from './data/titles.js';
import { PhraseIndex } from './phrase-index.js';
import { type Token, tokenize } from './tokens.js';

export type Gender = 'f' | 'm' | undefined;

/** What a name in the text leads to. */
export interface NameEntry {
  /** More than one where two actors share a surname. */
  readonly actors: readonly string[];
  /** adjective: "Russian", which names a body only together with what follows. */
  readonly form: 'full' | 'surname' | 'adjective' | 'seat';
}

export interface RegisteredActor {
  readonly id: string;
  readonly kind: DossierActor['kind'];
  readonly person: boolean;
  readonly gender: Gender;
  readonly roles: DossierActor['roles'];
  /** By its name a union, party or association, which is no company. */
  readonly ofMembers: boolean;
}

/** The actors of a dossier, compiled once for looking up. */
export interface ActorRegistry {
  readonly names: PhraseIndex<NameEntry>;
  /** The same names without regard to capitals, for articles that have none or nothing else. */
  readonly caselessNames: PhraseIndex<NameEntry>;
  readonly titles: PhraseIndex<string>;
  readonly actors: ReadonlyMap<string, RegisteredActor>;
  /** First letters of the given names each person of the dossier is known by. */
  readonly initials: ReadonlyMap<string, ReadonlySet<string>>;
  /** The person whose name, spelt in another way ("Sibiga" for "Sybiha"), this may be. */
  transliterated(given: string, surname: string): string | undefined;
  /** The actors who hold a title of a body on a day; `of` absent asks for any body. */
  holders(title: string, day: string, of?: string): readonly string[];
}

const OF_MEMBERS = /\b(?:union|workers|guild|association|federation|confederation|party|congress|committee|council)\b/i;

const GENERAL_TITLES: readonly string[] = [...new Set([...TITLE_SYNONYMS.flat(), ...HEAD_TITLES])];

/** Compiles names, aliases, surnames, demonyms and titles. */
export function compileActors(dossier: Dossier): ActorRegistry {
  const names = new PhraseIndex<NameEntry>((token) => token.lower);
  const caselessNames = new PhraseIndex<NameEntry>((token) => token.lower);
  const actors = new Map<string, RegisteredActor>();
  const taken = new Map<string, string>();
  const weak: { phrase: string; entry: { actors: string[]; form: NameEntry['form'] } }[] = [];
  const weakByPhrase = new Map<string, { actors: string[]; form: NameEntry['form'] }>();

  const add = (phrase: string, entry: NameEntry) => {
    const article = /^the /i.test(phrase);
    const rest = article ? phrase.slice(4) : phrase;
    const tokens = tokenize(rest);
    if (tokens.length === 0) return;
    const generic = article && !/^\p{Lu}/u.test(rest);
    const described = tokens.length > 1 && tokens.every((token, at) => at === 0 || !token.capital);
    // "Small island states": a description, whose only capital is that of its first word.
    const capitals = tokens.map((token) => token.capital && !(described && !article && !token.allCapitals));
    const keys = tokens.map((token) => token.lower);
    const behindThe = (found: readonly Token[], from: number) => !generic || found[from - 1]?.lower === 'the';
    names.add(keys, entry, (found, from) => {
      for (let i = 0; i < capitals.length; i++) if (capitals[i] && !found[from + i]?.capital) return false;
      // "us" is no country and "it" no company: a short name in capitals wants capitals.
      if (tokens.length === 1 && tokens[0]?.allCapitals && tokens[0].lower.length < 5 && !isUpper(found[from]))
        return false;
      return behindThe(found, from);
    });
    if (rest.length > 3) caselessNames.add(keys, entry, behindThe);
  };
  const addWeak = (phrase: string, id: string, form: NameEntry['form']) => {
    const key = phrase.toLowerCase();
    if (taken.has(key)) return;
    const known = weakByPhrase.get(key);
    if (known) {
      if (!known.actors.includes(id)) known.actors.push(id);
      return;
    }
    const entry = { actors: [id], form };
    weakByPhrase.set(key, entry);
    weak.push({ phrase, entry });
  };

  for (const actor of dossier.actors) {
    for (const phrase of [actor.name, ...actor.aliases]) {
      const key = phrase.toLowerCase();
      if (taken.has(key)) continue;
      taken.set(key, actor.id);
      const single = actor.kind === 'person' && !/\s/.test(phrase.trim());
      add(phrase, { actors: [actor.id], form: single ? 'surname' : 'full' });
    }
  }
  for (const actor of dossier.actors) {
    const person = actor.kind === 'person';
    actors.set(actor.id, {
      id: actor.id,
      kind: actor.kind,
      person,
      gender: person ? genderOf(actor) : undefined,
      roles: actor.roles,
      ofMembers: [actor.name, ...actor.aliases].some((name) => OF_MEMBERS.test(name)),
    });
    if (person) {
      const surname = surnameOf(actor.name);
      if (surname) addWeak(surname, actor.id, 'surname');
    } else {
      for (const name of [actor.name, ...actor.aliases]) {
        const initials = initialsOf(name);
        if (initials !== undefined) addWeak(initials, actor.id, 'full');
      }
      for (const country of COUNTRIES) {
        const known = [actor.name, ...actor.aliases].some((name) => country.names.includes(name.replace(/^the /i, '')));
        if (!known) continue;
        for (const name of country.names) addWeak(name, actor.id, 'full');
        for (const people of country.people) addWeak(`the ${people}`, actor.id, 'full');
        for (const people of country.people) addWeak(people, actor.id, 'full');
        for (const adjective of country.adjectives) addWeak(adjective, actor.id, 'adjective');
        for (const seat of country.seats) addWeak(seat, actor.id, 'seat');
      }
    }
  }
  for (const { phrase, entry } of weak) if (!taken.has(phrase.toLowerCase())) add(phrase, entry);

  const tenures = tenuresOf(dossier);
  const initials = new Map<string, Set<string>>();
  const transliterations = new Map<string, string | null>();
  for (const actor of dossier.actors) {
    if (actor.kind !== 'person') continue;
    const firsts = new Set<string>();
    for (const name of [actor.name, ...actor.aliases]) {
      const words = tokenize(name).map((token) => token.lower);
      if (words.length < 2) continue;
      firsts.add((words[0] ?? '').slice(0, 1));
      const key = spellingKey(words[0] ?? '', words.at(-1) ?? '');
      if (key === undefined) continue;
      const other = transliterations.get(key);
      transliterations.set(key, other === undefined || other === actor.id ? actor.id : null);
    }
    initials.set(actor.id, firsts);
  }

  const titles = new PhraseIndex<string>((token) => token.lower);
  const known = new Set<string>();
  const addTitle = (title: string) => {
    const key = title.toLowerCase();
    if (known.has(key)) return;
    known.add(key);
    titles.add(
      tokenize(key).map((token) => token.lower),
      key,
    );
  };
  for (const title of GENERAL_TITLES) addTitle(title);
  for (const actor of dossier.actors) for (const role of actor.roles) addTitle(role.title);

  return {
    names: names.seal(),
    caselessNames: caselessNames.seal(),
    titles: titles.seal(),
    actors,
    initials,
    transliterated: (given, surname) => {
      const key = spellingKey(given, surname);
      return key === undefined ? undefined : (transliterations.get(key) ?? undefined);
    },
    holders: (title, day, of) => holdersOf(tenures.get(title) ?? tenures.get(plainTitle(title)) ?? [], day, of),
  };
}

/** "World Trade Organization": WTO; undefined for names too short to be known by their letters. */
function initialsOf(name: string): string | undefined {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{Lu}\p{Ll}/u.test(word) && word !== 'The');
  if (words.length < 3 || /[&\d]/.test(name)) return undefined;
  return words.map((word) => word.charAt(0)).join('');
}

/** What spellings of one foreign name share: the first letter and the surname's consonants and vowels, roughly. */
export function spellingKey(given: string, surname: string): string | undefined {
  if (surname.length < 5 || given === '') return undefined;
  const sound = surname
    .replace(/kh/g, 'h')
    .replace(/[yj]/g, 'i')
    .replace(/i+/g, 'i')
    .replace(/[gh]/g, 'g')
    .replace(/[ckq]+/g, 'k')
    .replace(/w/g, 'v')
    .replace(/ts|tz/g, 'c')
    .replace(/(.)\1+/g, '$1');
  return `${given.slice(0, 1)}:${sound}`;
}

function isUpper(token: Token | undefined): boolean {
  return token?.allCapitals === true;
}

function genderOf(actor: DossierActor): Gender {
  const first = tokenize(actor.name)[0]?.lower ?? '';
  if (FEMALE_NAMES.has(first)) return 'f';
  if (MALE_NAMES.has(first)) return 'm';
  const titles = actor.roles.map((role) => role.title.toLowerCase()).join(' ');
  if (/woman|queen|princess/.test(titles)) return 'f';
  return /spokesman|chairman|king\b/.test(titles) ? 'm' : undefined;
}

const PARTICLES = new Set([...NAME_PARTICLES, 'st']);

/** The last word of a name with the particles before it: "von der Leyen"; undefined for a name of one word. */
function surnameOf(name: string): string | undefined {
  const words = name.trim().split(/\s+/);
  if (words.length < 2) return undefined;
  let from = words.length - 1;
  if (/^(?:jr|sr|ii|iii)\.?$/i.test(words[from] ?? '') && from > 1) from--;
  while (from > 1 && PARTICLES.has((words[from - 1] ?? '').toLowerCase())) from--;
  const surname = words.slice(from).join(' ');
  return surname.length > 2 ? surname : undefined;
}

const plainTitle = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[-‐]/g, ' ')
    .replace(/defense/g, 'defence')
    .replace(/\s+/g, ' ')
    .trim();

/** What a role's title may be called besides its own words. */
function synonymsOf(title: string): ReadonlySet<string> {
  const plain = plainTitle(title);
  const out = new Set([plain]);
  if (/^(?:deputy|vice|former|assistant|acting)\b/.test(plain)) return out;
  for (const group of TITLE_SYNONYMS) {
    const head = plainTitle(group[0] ?? '');
    if (
      plain === head ||
      plain.startsWith(`${head} for `) ||
      plain.startsWith(`${head} of `) ||
      plain.endsWith(` ${head}`)
    ) {
      for (const other of group) out.add(plainTitle(other));
    }
  }
  return out;
}

interface Tenure {
  readonly actor: string;
  readonly of: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The title in the dossier's own words, not a synonym of it. */
  readonly exact: boolean;
}

/** Every title, plain, with those who have it; worked out once, since each "the president" of an article asks. */
function tenuresOf(dossier: Dossier): ReadonlyMap<string, readonly Tenure[]> {
  const byTitle = new Map<string, Tenure[]>();
  for (const actor of dossier.actors) {
    for (const role of actor.roles) {
      const own = plainTitle(role.title);
      for (const title of synonymsOf(role.title)) {
        const tenure = { actor: actor.id, of: role.of, from: role.from, to: role.to, exact: title === own };
        const known = byTitle.get(title);
        if (known) known.push(tenure);
        else byTitle.set(title, [tenure]);
      }
    }
  }
  return byTitle;
}

function holdersOf(tenures: readonly Tenure[], day: string, of: string | undefined): readonly string[] {
  const inOffice = tenures.filter(
    (tenure) =>
      (of === undefined || tenure.of === of) &&
      (tenure.from === undefined || day >= tenure.from) &&
      (tenure.to === undefined || day <= tenure.to),
  );
  const exact = inOffice.filter((tenure) => tenure.exact);
  return [...new Set((exact.length > 0 ? exact : inOffice).map((tenure) => tenure.actor))];
}
