import { spellingKey } from '../actor-registry.js';
import type { ArticleObservations, SeenSpeaker } from './observe-article.js';

interface Counted {
  times: number;
  articles: number;
  example: { readonly text: string; readonly article: string };
}

/** Somebody who is quoted and is no actor of the dossier. */
export interface SuggestedActor extends Readonly<Counted> {
  readonly name: string;
  readonly kind: SeenSpeaker['kind'];
  readonly aliases: readonly string[];
  readonly titles: readonly { readonly title: string; readonly of: string | null; readonly times: number }[];
}
export interface SuggestedAlias extends Readonly<Counted> {
  readonly actor: string;
  readonly alias: string;
}
export interface SuggestedTopic extends Readonly<Counted> {
  readonly words: string;
}

/** What the articles have that the dossier lacks, what is seen most first. */
export interface Suggestions {
  readonly articles: number;
  readonly unread: number;
  readonly actors: readonly SuggestedActor[];
  readonly aliases: readonly SuggestedAlias[];
  readonly topics: readonly SuggestedTopic[];
}

interface ActorCount extends Counted {
  readonly names: Map<string, number>;
  readonly kinds: Map<SeenSpeaker['kind'], number>;
  readonly titles: Map<string, { readonly title: string; readonly of: string | null; times: number }>;
}

/** How many names, aliases and topics each are kept while counting; beyond that the rarest are let go. */
const KEPT = 20_000;
/** Names and titles kept of one actor. */
const KEPT_EACH = 50;

/**
 * Adds up what articles have. Memory is bounded, whatever is read: where there are too many names, the rarest half is
 * forgotten, which what is frequent outlives. The same articles in the same order give the same suggestions.
 */
export class SuggestionCount {
  private articles = 0;
  private unread = 0;
  private readonly actors = new Map<string, ActorCount>();
  private readonly aliases = new Map<string, Counted & { actor: string; alias: string }>();
  private readonly topics = new Map<string, Counted & { forms: Map<string, number> }>();

  add(article: string, { unread, speakers, aliases, topics }: ArticleObservations): void {
    this.articles++;
    if (unread) this.unread++;
    for (const { name, kind, otherNames, titles, quoted, example } of speakers) {
      const key = plain(name);
      const known = this.actors.get(key) ?? {
        ...none(example, article),
        names: new Map(),
        kinds: new Map(),
        titles: new Map(),
      };
      this.actors.set(key, known);
      count(known, quoted);
      for (const each of [name, ...otherNames]) raise(known.names, each);
      raise(known.kinds, kind);
      for (const { title, of } of titles) {
        const titleKey = `${title}\n${of ?? ''}`;
        const seen = known.titles.get(titleKey);
        if (seen) seen.times++;
        else if (known.titles.size < KEPT_EACH) known.titles.set(titleKey, { title, of, times: 1 });
      }
    }
    for (const { actor, alias, times, example } of aliases) {
      const key = `${actor}\n${plain(alias)}`;
      const known = this.aliases.get(key) ?? { ...none(example, article), actor, alias };
      this.aliases.set(key, known);
      count(known, times);
    }
    for (const { key, words, times, example } of topics) {
      const known = this.topics.get(key) ?? { ...none(example, article), forms: new Map() };
      this.topics.set(key, known);
      count(known, times);
      raise(known.forms, words);
    }
    for (const counts of [this.actors, this.aliases, this.topics]) forgetRarest(counts);
  }

  /** Those seen in at least `articles` articles or `times` times, at most `most` of each. */
  suggestions({ least, most }: { readonly least: number; readonly most: number }): Suggestions {
    const often = <Each extends Readonly<Counted>>(all: readonly Each[], name: (each: Each) => string): Each[] =>
      all
        .filter(({ times }) => times >= least)
        .sort((a, b) => b.times - a.times || b.articles - a.articles || compare(name(a), name(b)))
        .slice(0, most);
    const actors = [...this.merged().values()].map((actor): SuggestedActor => {
      const names = [...actor.names].sort(([a, m], [b, n]) => words(b) - words(a) || n - m || compare(a, b));
      const [[name] = [''], ...others] = names;
      return {
        ...plainCount(actor),
        name,
        kind: mostly(actor.kinds) ?? 'person',
        aliases: others.map(([other]) => other).filter((other) => plain(other) !== plain(name)),
        titles: [...actor.titles.values()].sort(
          (a, b) => b.times - a.times || compare(a.title, b.title) || compare(a.of ?? '', b.of ?? ''),
        ),
      };
    });
    return {
      articles: this.articles,
      unread: this.unread,
      actors: often(actors, ({ name }) => name),
      aliases: often([...this.aliases.values()], ({ actor, alias }) => `${actor} ${alias}`),
      topics: often(
        [...this.topics.values()].map((topic) => ({ ...plainCount(topic), words: mostly(topic.forms) ?? '' })),
        (topic) => topic.words,
      ).filter(({ articles }) => articles > 1 || this.articles === 1),
    };
  }

  /** Spellings of one name are one; a surname alone is whoever alone has it among those with a given name. */
  private merged(): Map<string, ActorCount> {
    const speltAs = new Map<string, string>();
    const spelling = (key: string): string => {
      const parts = key.split(' ');
      const sound = parts.length > 1 ? spellingKey(parts[0] ?? '', parts.at(-1) ?? '') : undefined;
      if (sound === undefined) return key;
      const first = speltAs.get(sound) ?? key;
      speltAs.set(sound, first);
      return first;
    };
    const spelt = new Map([...this.actors.keys()].map((key) => [key, spelling(key)]));
    const full = new Map<string, Set<string>>();
    for (const [key, target] of spelt) {
      const surname = key.split(' ').at(-1) ?? '';
      if (surname !== key) full.set(surname, (full.get(surname) ?? new Set()).add(target));
    }
    const out = new Map<string, ActorCount>();
    for (const [key, actor] of this.actors) {
      const [only, ...others] = full.get(key) ?? [];
      const target = only !== undefined && others.length === 0 ? only : (spelt.get(key) ?? key);
      const known = out.get(target);
      out.set(target, known ? joined(known, actor) : actor);
    }
    return out;
  }
}

const none = (text: string, article: string): Counted => ({ times: 0, articles: 0, example: { text, article } });
const plainCount = ({ times, articles, example }: Counted): Counted => ({ times, articles, example });
const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const words = (name: string): number => name.split(' ').length;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function count(into: Counted, times: number): void {
  into.times += times;
  into.articles++;
}

function raise<Key>(counts: Map<Key, number>, key: Key): void {
  const known = counts.get(key);
  if (known !== undefined) counts.set(key, known + 1);
  else if (counts.size < KEPT_EACH) counts.set(key, 1);
}

function mostly<Key extends string>(counts: ReadonlyMap<Key, number>): Key | undefined {
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || compare(a, b));
  return most?.[0];
}

function joined(a: ActorCount, b: ActorCount): ActorCount {
  const sum = <Key>(one: ReadonlyMap<Key, number>, other: ReadonlyMap<Key, number>) => {
    const out = new Map(one);
    for (const [key, times] of other) out.set(key, (out.get(key) ?? 0) + times);
    return out;
  };
  const titles = new Map([...a.titles].map(([key, title]) => [key, { ...title }]));
  for (const [key, title] of b.titles) {
    const known = titles.get(key);
    if (known) known.times += title.times;
    else titles.set(key, { ...title });
  }
  return {
    times: a.times + b.times,
    articles: a.articles + b.articles,
    example: a.example,
    names: sum(a.names, b.names),
    kinds: sum(a.kinds, b.kinds),
    titles,
  };
}

function forgetRarest(counts: Map<string, Counted>): void {
  if (counts.size <= KEPT) return;
  const rarest = [...counts].sort(([, a], [, b]) => a.times - b.times).slice(0, KEPT / 2);
  for (const [key] of rarest) counts.delete(key);
}
