import type { ActorRegistry, Gender } from './actor-registry.js';
import { MONTHS_AND_DAYS } from './data/function-words.js';
import { SPOKESPERSONS } from './data/titles.js';
import type { ArticleDocument, SentenceView } from './document.js';
import type { Mention } from './mention.js';

/** What a mention comes to: actors of the dossier (none for somebody it does not know). */
export interface Resolution {
  readonly actors: readonly string[];
  /** Tells two people the registry lacks apart. */
  readonly key: string;
  readonly person: boolean;
  readonly plural: boolean;
  readonly gender: Gender;
}

export interface Seen extends Resolution {
  readonly token: number;
  readonly sentence: number;
  readonly title: string;
}

const LONGEST_MEMORY = 400;

const NOBODY: Resolution = { actors: [], key: '', person: false, plural: false, gender: undefined };

/**
 * Follows who is talked about through an article. `enter` is called for each mention in reading order, `focus` when a
 * sentence turns out to have a speaker or subject. One object serves one article.
 */
export class CoreferenceChain {
  protected readonly seen: Seen[] = [];
  protected focusPerson: Resolution | undefined;
  protected focusBody: Resolution | undefined;
  protected focusGroup: Resolution | undefined;
  private signatories: readonly string[] = [];
  private readonly resolved: (Resolution | undefined)[] = [];

  constructor(
    protected readonly document: ArticleDocument,
    private readonly registry: ActorRegistry,
    private readonly day: string,
  ) {}

  /** Resolves every mention of a sentence, in order; to be called once for each sentence, in order. */
  enterSentence(sentence: SentenceView): void {
    // Nobody is referred back to over hundreds of names; forgetting the first keeps long documents linear.
    if (this.seen.length > LONGEST_MEMORY) this.seen.splice(0, LONGEST_MEMORY / 2);
    let subject: Resolution | undefined;
    for (const index of sentence.mentions) {
      const mention = this.document.mentions[index];
      if (!mention) continue;
      const resolution = this.resolve(mention, sentence, subject);
      this.resolved[index] = resolution;
      if (resolution === NOBODY) continue;
      const described = mention.form === 'generic' && mention.to - mention.from === 1;
      if (mention.form !== 'pronoun' && mention.form !== 'document' && !described) {
        this.seen.push({
          ...resolution,
          token: mention.from,
          sentence: sentence.index,
          title: mention.form === 'title' ? mention.key : this.titleBefore(mention) || this.titleWithin(mention),
        });
      }
      const quoted = (this.document.quoteOf[mention.from] ?? -1) >= 0;
      if (!subject && !quoted && !mention.modifier && !this.afterPreposition(mention)) subject = resolution;
    }
    this.noteLists(sentence);
    if (subject) this.focus(subject);
  }

  /** What a mention came to; empty before its sentence was entered. */
  of(index: number): Resolution {
    return this.resolved[index] ?? NOBODY;
  }

  /** Says who a sentence is about or who speaks in it; later pronouns turn to them first. */
  focus(resolution: Resolution): void {
    if (resolution.plural) this.focusGroup = resolution;
    if (resolution.person && !resolution.plural) this.focusPerson = resolution;
    else if (!resolution.plural) this.focusBody = resolution;
  }

  /** Those who signed the joint statement the article reports, if it does. */
  jointSignatories(): readonly string[] {
    return this.signatories;
  }

  protected resolve(mention: Mention, sentence: SentenceView, subject: Resolution | undefined): Resolution {
    if (mention.form === 'pronoun') return this.pronoun(mention, subject);
    if (mention.form === 'title') return this.title(mention);
    if (mention.form === 'group') return this.group(mention, sentence);
    if (mention.form === 'generic') {
      const kinds = mention.key.split(' ');
      const fits = (known: Resolution) =>
        known.actors.length === 1 && kinds.includes(this.registry.actors.get(known.actors[0] ?? '')?.kind ?? '');
      const last =
        this.focusBody && fits(this.focusBody)
          ? this.focusBody
          : this.seen.findLast((known) => !known.person && fits(known));
      // "the union's chair": one who speaks for it.
      return last ? { ...last, person: mention.to - mention.from > 1 } : NOBODY;
    }
    if (mention.form === 'document') {
      const signed = this.signatoryResolution();
      if (signed) return signed;
      if (mention.key === 'the' && this.focusPerson) this.focusBody = this.focusPerson;
      return mention.key === 'the' ? (this.focusPerson ?? this.focusBody ?? NOBODY) : NOBODY;
    }
    if (mention.form === 'unknown') {
      const earlier = this.seen.findLast((known) => known.key !== '' && known.key === mention.key && known.person);
      return {
        actors: earlier?.actors ?? [],
        key: mention.key,
        person: mention.person,
        plural: false,
        gender: mention.gender ?? earlier?.gender,
      };
    }
    let actors = mention.actors;
    if (actors.length > 1) {
      const last = this.seen.findLast((known) => known.actors.length === 1 && actors.includes(known.actors[0] ?? ''));
      actors = last ? last.actors : [];
    }
    const group =
      mention.form === 'body' &&
      this.registry.actors.get(actors[0] ?? '')?.kind === 'bloc' &&
      /s$/.test(this.document.tokens[mention.to - 1]?.lower ?? '');
    return {
      actors,
      key: mention.key,
      person: mention.person,
      plural: mention.plural || group,
      gender: mention.gender,
    };
  }

  private pronoun(mention: Mention, subject: Resolution | undefined): Resolution {
    if (mention.plural) return this.focusGroup ?? this.signatoryResolution() ?? NOBODY;
    if (!mention.person) {
      const here =
        subject && !subject.person && subject.actors.length > 0 && (this.document.quoteOf[mention.from] ?? -1) < 0;
      return here ? subject : (this.focusBody ?? NOBODY);
    }
    const fits = (known: Resolution | undefined): known is Resolution =>
      known?.person === true && !known.plural && (known.gender === undefined || known.gender === mention.gender);
    const quoted = (this.document.quoteOf[mention.from] ?? -1) >= 0;
    if (fits(subject) && !quoted) return subject;
    if (fits(this.focusPerson)) return this.focusPerson;
    for (let i = this.seen.length - 1; i >= 0 && i >= this.seen.length - 12; i--) {
      const known = this.seen[i];
      if (fits(known)) return known;
    }
    return NOBODY;
  }

  /** "the prime minister": the last one named who holds or is given that title. */
  private title(mention: Mention): Resolution {
    const holders = this.registry.holders(mention.key, this.day);
    for (let i = this.seen.length - 1; i >= 0; i--) {
      const known = this.seen[i];
      if (!known?.person) continue;
      const actor = known.actors[0];
      if (actor !== undefined && holders.includes(actor)) return { ...known };
      if (
        known.title !== '' &&
        (known.title === mention.key ||
          known.title.endsWith(mention.key) ||
          (mention.key === 'minister' && known.title.endsWith('secretary')))
      )
        return { ...known };
    }
    // Nobody of that title was named: the only one whose body was.
    const bodies = holders.filter((id) =>
      this.registry.actors.get(id)?.roles.some((role) => this.seen.some((known) => known.actors.includes(role.of))),
    );
    if (bodies.length === 1 && bodies[0] !== undefined) {
      return {
        actors: bodies,
        key: bodies[0],
        person: true,
        plural: false,
        gender: this.registry.actors.get(bodies[0])?.gender,
      };
    }
    // "the secretary general" of a body that is itself the actor.
    return this.focusPerson && this.focusPerson.actors.length > 0 && !holders.length
      ? this.focusPerson
      : { ...NOBODY, key: mention.key, person: true };
  }

  private group(mention: Mention, sentence: SentenceView): Resolution {
    const count = Number(mention.key);
    const noun = this.document.tokens[mention.to - 1]?.lower ?? '';
    if (/^(?:signatories|authors)$/.test(noun) && this.signatories.length > 0)
      return this.signatoryResolution() ?? NOBODY;
    if (
      /^(?:sides|parties|countries|nations|governments|capitals|delegations|powers|neighbours|neighbors|unions|companies)$/.test(
        noun,
      )
    ) {
      const bodies = this.distinct(sentence.index, (known) => !known.person && known.actors.length === 1, 2, 4);
      return bodies.length === 2 && (count === 2 || count === 0) ? groupOf(bodies) : { ...NOBODY, plural: true };
    }
    if (count >= 2) {
      for (let back = 1; back <= 4; back++) {
        const people = this.distinct(
          sentence.index,
          (known) => known.person && !known.plural && known.sentence < sentence.index,
          count + 1,
          back,
        );
        if (people.length === count) return groupOf(people);
        if (people.length > count) break;
      }
      if (count === 2) return groupOf(this.distinct(sentence.index, (known) => known.person && !known.plural, 2, 3));
      return this.focusGroup && this.focusGroup.actors.length === count ? this.focusGroup : { ...NOBODY, plural: true };
    }
    return this.signatoryResolution() ?? this.focusGroup ?? { ...NOBODY, plural: true };
  }

  private signatoryResolution(): Resolution | undefined {
    return this.signatories.length > 0 ? groupOf(this.signatories) : undefined;
  }

  /** The last distinct actors in the sentences back to `back` before this one, latest first. */
  private distinct(sentence: number, accept: (known: Seen) => boolean, limit: number, back: number): string[] {
    const out: string[] = [];
    for (let i = this.seen.length - 1; i >= 0; i--) {
      const known = this.seen[i];
      if (!known || known.sentence < sentence - back) break;
      const id = known.actors.length === 1 ? known.actors[0] : undefined;
      if (id === undefined || !accept(known) || out.includes(id)) continue;
      out.push(id);
      if (out.length >= limit) break;
    }
    return out;
  }

  /** "A government spokesperson", later "the spokesperson". */
  private titleWithin(mention: Mention): string {
    if (mention.form !== 'body' && mention.form !== 'generic') return '';
    for (let i = mention.from; i < mention.to; i++) {
      const word = this.document.tokens[i]?.lower ?? '';
      if (SPOKESPERSONS.has(word)) return word;
    }
    return '';
  }

  private titleBefore(mention: Mention): string {
    const { tokens } = this.document;
    for (let i = mention.from - 1; i >= 0 && i >= mention.from - 2; i--) {
      const match = this.registry.titles.longest(tokens, i);
      if (match && match.to === mention.from) return match.value;
    }
    return '';
  }

  private afterPreposition(mention: Mention): boolean {
    const { tokens } = this.document;
    let i = mention.from - 1;
    // "In April he": the month is what the preposition governs.
    while (
      !isDated(tokens[i]?.lower ?? '') &&
      i >= 0 &&
      i >= mention.from - 8 &&
      (tokens[i]?.lower === 'the' ||
        tokens[i]?.lower === 'president' ||
        (tokens[i]?.capital && tokens[i]?.kind === 'word'))
    ) {
      if (
        /^(?:In|On|At|After|With|For|From|By)$/.test(
          this.document.text.slice(tokens[i]?.start ?? 0, tokens[i]?.end ?? 0),
        )
      )
        return true;
      i--;
    }
    return /^(?:of|in|on|at|from|by|with|for|about|against|between|among|to|after|before|under|over|into|near|via|beside|alongside|including|toward|towards)$/.test(
      tokens[i]?.lower ?? '',
    );
  }

  /** Remembers "A, B and C": what "the three" and "they" mean, and who signed where a joint statement is reported. */
  private noteLists(sentence: SentenceView): void {
    const { mentions, tokens } = this.document;
    let run: string[] = [];
    let lastTo = -1;
    let best: string[] = [];
    const close = () => {
      if (run.length >= 2 && run.length > best.length) best = run;
      run = [];
    };
    for (const index of sentence.mentions) {
      const mention = mentions[index];
      const actors = this.resolved[index]?.actors ?? [];
      if (!mention || mention.form === 'pronoun') continue;
      const linked =
        lastTo >= 0 &&
        mention.from - lastTo <= 4 &&
        onlyJoins(tokens.slice(lastTo, mention.from).map((token) => token.lower));
      if (!linked) close();
      for (const actor of actors) if (!run.includes(actor)) run.push(actor);
      lastTo = mention.to;
    }
    close();
    if (best.length >= 2) this.focusGroup = groupOf(best);
    const words = tokens
      .slice(sentence.from, sentence.to)
      .map((token) => token.lower)
      .join(' ');
    const joint =
      / (?:joint (?:statement|declaration|letter|communique|appeal|article|paper)|signed by|co-signed|signatories|bears the names) /.test(
        ` ${words} `,
      );
    if (joint) {
      const people = best.length >= 3 ? best : [];
      if (people.length >= 3) this.signatories = people;
      else if (/the (?:two|three|four|five|six|seven|eight|nine|ten) /.test(words)) {
        for (const index of sentence.mentions) {
          const resolution = this.resolved[index];
          if (mentions[index]?.form === 'group' && resolution && resolution.actors.length >= 2)
            this.signatories = resolution.actors;
        }
      }
      if (this.signatories.length === 0 && this.focusGroup && this.focusGroup.actors.length > 0)
        this.signatories = this.focusGroup.actors;
      const signed = this.signatoryResolution();
      if (signed) {
        this.focusBody = signed;
        this.focusGroup = signed;
      }
      this.jointSince = sentence.index;
    } else if (
      this.jointSince >= 0 &&
      sentence.index - this.jointSince <= 3 &&
      this.signatories.length === 0 &&
      best.length >= 3
    ) {
      this.signatories = best;
      this.focusBody = groupOf(best);
    }
  }

  private jointSince = -1;
}

const isDated = (word: string): boolean => MONTHS_AND_DAYS.has(word) || /^\d+$/.test(word);

function groupOf(actors: readonly string[]): Resolution {
  return { actors, key: actors.join('+'), person: true, plural: true, gender: undefined };
}

const JOINS = new Set([
  ',',
  'and',
  '&',
  'the',
  'president',
  'chancellor',
  'premier',
  'mr',
  'ms',
  'with',
  'as',
  'well',
  'prime',
  'minister',
  "'s",
  'pm',
  'also',
  'both',
]);
function onlyJoins(words: readonly string[]): boolean {
  return (
    words.length > 0 &&
    words.every((word) => JOINS.has(word)) &&
    (words.includes(',') || words.includes('and') || words.includes('&'))
  );
}
