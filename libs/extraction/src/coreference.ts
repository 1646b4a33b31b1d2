import type { ActorRegistry, Gender } from './actor-registry.js';
import { RELATIVES } from './data/function-words.js';
import { SPOKESPERSONS } from './data/titles.js';
import type { ArticleDocument, SentenceView } from './document.js';
import type { Mention } from './mention.js';
import { isJoint, namedTogether, wordsOf } from './named-together.js';
import { followsPreposition } from './subjects.js';
import { TitlesSaid } from './titles-said.js';

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
  /** One past the mention's last token. */
  readonly to: number;
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
  private subjectMention: Mention | undefined;
  private readonly resolved: (Resolution | undefined)[] = [];
  private readonly titles: TitlesSaid;

  constructor(
    protected readonly document: ArticleDocument,
    private readonly registry: ActorRegistry,
    private readonly day: string,
  ) {
    this.titles = new TitlesSaid(document, registry, day);
  }

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
          to: mention.to,
          sentence: sentence.index,
          title: mention.form === 'title' ? mention.key : this.titles.before(mention) || this.titles.within(mention),
        });
      }
      const quoted = (this.document.quoteOf[mention.from] ?? -1) >= 0;
      if (!subject && !quoted && !mention.modifier && !followsPreposition(this.document, mention)) {
        subject = resolution;
        this.subjectMention = mention;
      }
    }
    this.noteLists(sentence);
    subject ??= this.owner(sentence);
    if (subject) this.focus(subject);
  }

  /** "Ford's first answer had been a sharp one.": whose it is, where the sentence is about nobody else. */
  private owner(sentence: SentenceView): Resolution | undefined {
    const index = sentence.mentions[0] ?? -1;
    const mention = this.document.mentions[index];
    const first = this.document.tokens[sentence.from]?.lower === 'the' ? 1 : 0;
    if (!mention || mention.from > sentence.from + first || mention.form === 'pronoun') return undefined;
    if (this.document.tokens[mention.to]?.lower !== "'s" && this.document.tokens[mention.to - 1]?.lower !== "'s")
      return undefined;
    const resolution = this.resolved[index];
    return resolution && resolution.actors.length === 1 ? resolution : undefined;
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

  /** Says whose the letter or statement is that a sentence tells of ("In a letter, X wrote"). */
  wrote(sentence: SentenceView, resolution: Resolution): void {
    if (resolution.actors.length === 0) return;
    for (const index of sentence.mentions) {
      const mention = this.document.mentions[index];
      if (mention?.form === 'document' && mention.key !== 'the')
        this.author = { noun: this.document.tokens[mention.from]?.lower ?? '', resolution };
    }
  }
  private author: { readonly noun: string; readonly resolution: Resolution } | undefined;

  /** Those who signed the joint statement the article reports, if it does. */
  jointSignatories(): readonly string[] {
    return this.signatories;
  }

  protected resolve(mention: Mention, sentence: SentenceView, subject: Resolution | undefined): Resolution {
    if (!mention.behalf) return this.resolveWords(mention, sentence, subject);
    return this.behalfOf(this.resolveWords({ ...mention, plural: false }, sentence, subject), mention);
  }

  /** "his government": the body that somebody holds office in; nobody where the dossier does not tell. */
  private behalfOf(holder: Resolution, mention: Mention): Resolution {
    const bodies = new Set<string>();
    for (const id of holder.actors)
      for (const role of this.registry.actors.get(id)?.roles ?? [])
        if ((role.from ?? this.day) <= this.day && this.day <= (role.to ?? this.day)) bodies.add(role.of);
    const [only, ...others] = [...bodies].filter((id) => this.registry.actors.has(id));
    if (only === undefined || others.length > 0) return NOBODY;
    const word = this.document.tokens[mention.to - 1]?.lower ?? '';
    const person = SPOKESPERSONS.has(word) || this.document.tokens[mention.to - 1]?.capital === true;
    return { actors: [only], key: only, person, plural: false, gender: undefined };
  }

  private resolveWords(mention: Mention, sentence: SentenceView, subject: Resolution | undefined): Resolution {
    if (mention.form === 'pronoun') return this.pronoun(mention, subject, sentence);
    if (mention.form === 'title') {
      const own = this.document.tokens[mention.from - 1]?.lower === 'its';
      return this.title(mention, subject, mention.key.split(' '), own);
    }
    if (mention.form === 'group') return this.group(mention, sentence);
    if (mention.form === 'generic') {
      const kinds = mention.key.split(' ');
      const noun = this.document.tokens[mention.from]?.lower ?? '';
      const fits = (known: Resolution) => {
        const actor = this.registry.actors.get(known.actors[0] ?? '');
        if (known.actors.length !== 1 || !actor || !kinds.includes(actor.kind)) return false;
        return !(actor.ofMembers && COMPANIES.has(noun));
      };
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
      if (mention.key === 'the' && this.author && this.author.noun === this.document.tokens[mention.from]?.lower)
        return this.author.resolution;
      if (mention.key === 'the' && this.focusPerson) this.focusBody = this.focusPerson;
      return mention.key === 'the' ? (this.focusPerson ?? this.focusBody ?? NOBODY) : NOBODY;
    }
    if (mention.form === 'unknown') {
      const words = this.titles.describedBy(mention);
      if (words) {
        const own = /^(?:its|their)$/.test(this.document.tokens[mention.from]?.lower ?? '');
        const holder = this.title(mention, subject, words, own);
        if (holder.actors.length > 0) return holder;
      }
      const official = this.official(mention);
      if (official) return official;
      const earlier = this.namedBefore(mention);
      const home = earlier?.actors.length ? undefined : this.homeOf(mention, sentence);
      if (home) return { actors: [home], key: mention.key, person: true, plural: false, gender: mention.gender };
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

  private pronoun(mention: Mention, subject: Resolution | undefined, sentence: SentenceView): Resolution {
    if (mention.plural) {
      const body = this.focusBody;
      const many =
        body?.actors.length === 1 &&
        /^(?:organisation|bloc)$/.test(this.registry.actors.get(body.actors[0] ?? '')?.kind ?? '');
      return this.focusGroup ?? this.signatoryResolution() ?? (many && body ? body : NOBODY);
    }
    if (!mention.person) {
      const here =
        subject && !subject.person && subject.actors.length > 0 && (this.document.quoteOf[mention.from] ?? -1) < 0;
      return here ? subject : (this.focusBody ?? NOBODY);
    }
    const fits = (known: Resolution | undefined): known is Resolution =>
      known?.person === true && !known.plural && (known.gender === undefined || known.gender === mention.gender);
    const quoted = (this.document.quoteOf[mention.from] ?? -1) >= 0;
    // "Biden wants mandates, he said": who is spoken of is not who speaks.
    const spokenOf = !quoted && this.closesReport(mention, sentence) ? subject : undefined;
    if (fits(subject) && !quoted && !spokenOf) return subject;
    if (fits(this.focusPerson) && this.focusPerson.key !== spokenOf?.key) return this.focusPerson;
    for (let i = this.seen.length - 1; i >= 0 && i >= this.seen.length - 12; i--) {
      const known = this.seen[i];
      if (fits(known) && known.key !== spokenOf?.key) return known;
    }
    return spokenOf && fits(spokenOf) ? spokenOf : NOBODY;
  }

  /** "…, he said": a report behind its content, whose subject said nothing itself. */
  private closesReport(mention: Mention, sentence: SentenceView): boolean {
    const before = this.document.tokens[mention.from - 1];
    const named = this.subjectMention;
    if (before?.kind !== 'mark' || !named || named.from < sentence.from || named.form === 'pronoun') return false;
    // "…, all of whom, he told his viewers, endorse it": set into a clause that is told, not behind it.
    if (RELATIVES.has(this.document.tokens[mention.from - 2]?.lower ?? '')) return false;
    if (this.document.tokens.slice(named.to, mention.from).some((token) => /^[:;]$/.test(token.lower))) return false;
    if (!sentence.cues.some((cue) => cue.reports && cue.from >= mention.to && cue.from <= mention.to + 2)) return false;
    return !sentence.cues.some(
      (cue) =>
        cue.reports && cue.verb && !cue.noun && cue.to <= mention.from && (this.document.quoteOf[cue.from] ?? -1) < 0,
    );
  }

  /** "the prime minister": the last one named who holds or is given that title; "its chief executive": that body's. */
  private title(mention: Mention, subject: Resolution | undefined, words: readonly string[], own: boolean): Resolution {
    const holders = this.titles.holdersOf(mention, words);
    const body = own ? (subject && !subject.person ? subject : this.focusBody) : undefined;
    const ofBody = body ? holders.filter((id) => this.speaksFor(id, body.actors)) : [];
    if (ofBody.length === 1 && ofBody[0] !== undefined) return this.personOf(ofBody[0]);
    const last = words.at(-1) ?? '';
    const spoke = this.focusPerson?.actors.length === 1 ? this.focusPerson.actors[0] : undefined;
    if (spoke !== undefined && holders.includes(spoke)) return this.personOf(spoke);
    for (let i = this.seen.length - 1; i >= 0; i--) {
      const known = this.seen[i];
      if (!known?.person) continue;
      const actor = known.actors[0];
      if (actor !== undefined && holders.includes(actor)) return { ...known };
      if (
        known.title !== '' &&
        (known.title === mention.key ||
          known.title.endsWith(mention.key) ||
          (SPOKESPERSONS.has(known.title) && SPOKESPERSONS.has(last)) ||
          (mention.key === 'minister' && known.title.endsWith('secretary')))
      )
        return { ...known };
    }
    // Nobody of that title was named: the one whose body was, and last.
    for (let i = this.seen.length - 1; i >= 0; i--) {
      const named = this.seen[i]?.actors ?? [];
      const bodies = holders.filter((id) => this.speaksFor(id, named));
      if (bodies.length === 1 && bodies[0] !== undefined) return this.personOf(bodies[0]);
    }
    // "A spokesperson wrote": of the body that the text is about.
    if (SPOKESPERSONS.has(last) && this.focusBody && this.focusBody.actors.length === 1)
      return { ...this.focusBody, person: true };
    // "the secretary general" of a body that is itself the actor.
    return mention.form === 'title' && this.focusPerson && this.focusPerson.actors.length > 0 && !holders.length
      ? this.focusPerson
      : { ...NOBODY, key: mention.key, person: true };
  }

  /** "the Russian envoy": who of that body holds such a title, or else was named last. */
  private official(mention: Mention): Resolution | undefined {
    const [body, noun] = mention.key.split(' ');
    const before = this.document.tokens[mention.from - 1]?.lower ?? '';
    if (
      body === undefined ||
      noun === undefined ||
      !this.registry.actors.has(body) ||
      /^(?:an?|one|another)$/.test(before)
    )
      return undefined;
    const titled = [...this.registry.actors].filter(
      ([, actor]) =>
        actor.person && actor.roles.some((role) => role.of === body && role.title.toLowerCase().endsWith(noun)),
    );
    if (titled.length === 1 && titled[0]) return this.personOf(titled[0][0]);
    const own = !OFFICES_OF_ONE.has(noun)
      ? this.seen.findLast(
          (known) => known.person && known.actors.length === 1 && this.speaksFor(known.actors[0] ?? '', [body]),
        )
      : undefined;
    if (own && this.registry.actors.get(own.actors[0] ?? '')?.person) return { ...own };
    // "Norland's ambassador in Sudport": there is one of them, and the body is known.
    if (!SOLE_OFFICIALS.has(noun) || !this.isDefinite(mention)) return undefined;
    return { actors: [body], key: `${body} ${noun}`, person: true, plural: false, gender: undefined };
  }

  /** Who was named in full by the same last word, or by the same first one where that is the family's ("Mao Ning"). */
  private namedBefore(mention: Mention): Seen | undefined {
    if (mention.key === '') return undefined;
    const last = this.seen.findLast((known) => known.key === mention.key && known.person);
    if (last || mention.to - mention.from > 1 || !this.document.tokens[mention.from]?.capital) return last;
    const { tokens } = this.document;
    return this.seen.findLast(
      (known) =>
        known.person && tokens[known.to - 2]?.lower === mention.key && tokens[known.to - 1]?.lower === known.key,
    );
  }

  /** "the Norlandish ambassador", "Norland's ambassador", not "a Norlandish ambassador". */
  private isDefinite(mention: Mention): boolean {
    const { tokens } = this.document;
    for (let i = mention.from; i < mention.to; i++) if (tokens[i]?.lower === "'s") return true;
    return /^(?:the|its)$/.test(tokens[mention.from - 1]?.lower ?? '');
  }

  /** The body that somebody the dossier lacks is of: "At Ford, Ann Other", "Ann Other, who speaks for the company". */
  private homeOf(mention: Mention, sentence: SentenceView): string | undefined {
    const { tokens, mentions, mentionOf } = this.document;
    if (!mention.person || mention.plural || !tokens[mention.to - 1]?.capital) return undefined;
    // "…, said spokesman Otto Reed": of the body that was named last.
    if (SPOKESPERSONS.has(tokens[mention.from - 1]?.lower ?? '') && tokens[mention.from]?.capital) {
      const last = this.seen.findLast((known) => !known.person && !known.plural && known.actors.length === 1);
      return last && sentence.index - last.sentence <= 2 ? last.actors[0] : undefined;
    }
    const bodyAt = (at: number): string | undefined => {
      const index = mentionOf[at] ?? -1;
      const found = mentions[index];
      if (!found || found.person || found === mention) return undefined;
      const { actors } = this.resolved[index] ?? this.resolve(found, sentence, undefined);
      const only = actors.length === 1 ? actors[0] : undefined;
      return only !== undefined && this.registry.actors.get(only)?.kind !== 'person' ? only : undefined;
    };
    if (
      /^(?:at|for)$/.test(tokens[sentence.from]?.lower ?? '') &&
      tokens[mention.from - 1]?.lower === ',' &&
      mention.from - sentence.from <= 8
    )
      return bodyAt(mention.from - 2);
    if (tokens[mention.to]?.lower !== ',') return undefined;
    for (let i = mention.to + 1; i < Math.min(sentence.to, mention.to + 9); i++) {
      const word = tokens[i]?.lower ?? '';
      if (tokens[i]?.kind === 'mark') return undefined;
      const leads =
        /^(?:heads?|leads?|runs|chairs?|represents?)$/.test(word) ||
        (word === 'for' && tokens[i - 1]?.lower === 'speaks');
      if (!leads) continue;
      for (let j = i + 1; j <= i + 3 && j < sentence.to; j++) {
        const body = bodyAt(j);
        if (body !== undefined) return body;
      }
      return undefined;
    }
    return undefined;
  }

  private speaksFor(id: string, bodies: readonly string[]): boolean {
    return this.registry.actors.get(id)?.roles.some((role) => bodies.includes(role.of)) ?? false;
  }

  private personOf(id: string): Resolution {
    return { actors: [id], key: id, person: true, plural: false, gender: this.registry.actors.get(id)?.gender };
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
      if (count === 2) {
        const pair = this.distinct(sentence.index, (known) => known.person && !known.plural, 2, 3);
        if (pair.length === 2 || !/^(?:two|both)$/.test(noun)) return groupOf(pair);
        if (this.focusGroup?.actors.length === 2) return this.focusGroup;
        const bodies = this.distinct(sentence.index, (known) => !known.person && known.actors.length === 1, 2, 2);
        return bodies.length === 2 ? groupOf(bodies) : { ...NOBODY, plural: true };
      }
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

  /** Remembers "A, B and C": what "the three" and "they" mean, and who signed where a joint statement is reported. */
  private noteLists(sentence: SentenceView): void {
    const { mentions } = this.document;
    const best = namedTogether(this.document, sentence, (index) => this.of(index).actors);
    if (best.length >= 2) this.focusGroup = groupOf(best);
    const words = wordsOf(this.document, sentence);
    if (isJoint(words)) {
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

/** What no union, party or association is called. */
const COMPANIES = new Set('company firm chipmaker carmaker airline studio studios employers'.split(' '));

/** Offices that say themselves who is meant, so that it is not just whoever of that body was named last. */
const OFFICES_OF_ONE = new Set('minister ambassador commissioner secretary president spokesman'.split(' '));

/** Offices whose holder speaks for the body without being named. */
const SOLE_OFFICIALS = new Set('minister ambassador envoy commissioner secretary negotiator'.split(' '));

function groupOf(actors: readonly string[]): Resolution {
  return { actors, key: actors.join('+'), person: true, plural: true, gender: undefined };
}
