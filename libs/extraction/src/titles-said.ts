import type { ActorRegistry } from './actor-registry.js';
import { SPOKESPERSONS } from './data/titles.js';
import type { ArticleDocument } from './document.js';
import type { Mention } from './mention.js';

/** The titles that an article says of people, and who holds them by the dossier on the article's day. */
export class TitlesSaid {
  constructor(
    private readonly document: ArticleDocument,
    private readonly registry: ActorRegistry,
    private readonly day: string,
  ) {}

  /** "its chief executive", "the national security adviser", "a spokesperson": the words behind the determiner, if that. */
  describedBy(mention: Mention): readonly string[] | undefined {
    const tokens = this.document.tokens.slice(mention.from, mention.to);
    const [first, ...rest] = tokens;
    if (!first || mention.plural || mention.modifier || rest.length === 0) return undefined;
    if (rest.at(-1)?.capital && !rest.every((token) => token.allCapitals)) return undefined;
    const words = rest.map((token) => token.lower);
    const next = this.document.tokens[mention.to];
    // "the executive chair", of which "the executive" was read as the mention.
    if (next?.kind === 'word' && this.isTitleEnd(next.lower) && !this.isTitleEnd(words.at(-1) ?? ''))
      words.push(next.lower);
    if (/^(?:the|its|their|his|her)$/.test(first.lower)) return words;
    return first.lower === 'a' && SPOKESPERSONS.has(words.at(-1) ?? '') ? words : undefined;
  }

  private isTitleEnd(word: string): boolean {
    this.titleEnds ??= new Set(
      [...this.registry.actors.values()].flatMap((actor) =>
        actor.roles.map((role) => role.title.toLowerCase().split(' ').at(-1) ?? ''),
      ),
    );
    return this.titleEnds.has(word);
  }
  private titleEnds: ReadonlySet<string> | undefined;

  /** Who holds a title that is said in full or by its last words ("the executive", "the Russian envoy"). */
  holdersOf(mention: Mention, words: readonly string[]): readonly string[] {
    if (mention.form === 'title') {
      const exact = this.registry.holders(mention.key, this.day);
      if (exact.length > 0) return exact;
    }
    const at = Math.max(mention.from, mention.to - words.length);
    const body = this.registry.names.longest(this.document.tokens, at)?.value.actors ?? [];
    for (let k = 0; k < words.length; k++) {
      const said = ` ${words.slice(k).join(' ')}`;
      const alike = [...this.registry.actors]
        .filter(
          ([, actor]) =>
            actor.person &&
            actor.roles.some(
              (role) =>
                (body.length === 0 || body.includes(role.of)) &&
                (role.from === undefined || role.from <= this.day) &&
                (role.to === undefined || role.to >= this.day) &&
                spokenFor(` ${role.title.toLowerCase()}`).endsWith(spokenFor(said)),
            ),
        )
        .map(([id]) => id);
      if (alike.length > 0) return alike;
    }
    return [];
  }

  /** "A government spokesperson", later "the spokesperson". */
  within(mention: Mention): string {
    if (mention.form !== 'body' && mention.form !== 'generic') return '';
    for (let i = mention.from; i < mention.to; i++) {
      const word = this.document.tokens[i]?.lower ?? '';
      if (SPOKESPERSONS.has(word)) return word;
    }
    return '';
  }

  /** The title right before a name, or "". */
  before(mention: Mention): string {
    const { tokens } = this.document;
    for (let i = mention.from - 1; i >= 0 && i >= mention.from - 2; i--) {
      const match = this.registry.titles.longest(tokens, i);
      if (match && match.to === mention.from) return match.value;
    }
    return '';
  }
}

/** All words for one who speaks for a body as one. */
const spokenFor = (title: string): string => title.replace(/spokes(?:man|woman|person)$/, 'spokesperson');
