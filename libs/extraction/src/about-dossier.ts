import type { Dossier } from '@parley/dossier';
import { ABOUT_WEIGHTS } from './data/about-weights.js';
import { CONTENTLESS } from './data/function-words.js';
import type { ArticleDocument, SentenceView } from './document.js';
import { tokenize } from './tokens.js';

/** What bears on whether words are about the negotiation of a dossier, as logarithms. */
export const ABOUT_SIGNS = [
  /** Actors of the dossier that are named. */
  'actors',
  /** Others that are named. */
  'strangers',
  /** Words of the issues that stand there. */
  'words',
  /** How many words there are in all. */
  'length',
  /** How many actors and how many words the dossier has that could stand there. */
  'dossierActors',
  'dossierWords',
] as const;

export type AboutSigns = Readonly<Record<(typeof ABOUT_SIGNS)[number], number>>;

/**
 * Below this likelihood words are taken to be about something else. Leaving out each negotiation in turn, nearly no article
 * of its own is below it, and most of those of the others are (`npm run eval:fit-about`).
 */
const LEAST_ABOUT = 0.1;
/** Longer texts are looked at in stretches of so many tokens: a round-up may have a part about it. */
const STRETCH = 400;
const NAMING: ReadonlySet<string> = new Set(['name', 'body', 'role', 'unknown']);

/** What a sentence, or several together, have of a dossier. */
interface Traces {
  readonly actors: Set<string>;
  readonly strangers: Set<string>;
  readonly words: Set<string>;
  tokens: number;
}

const noTraces = (): Traces => ({
  actors: new Set(),
  strangers: new Set(),
  words: new Set(),
  tokens: 0,
});

/**
 * Tells articles about the negotiation of a dossier from those that only share actors and general words with it ("talks",
 * "a deal", the United States), so that a dossier can be read against all the news.
 */
export class AboutDossier {
  private readonly words: ReadonlySet<string>;
  private readonly actors: number;

  constructor(dossier: Dossier) {
    this.actors = dossier.actors.length;
    this.words = new Set(
      dossier.issues.flatMap(({ terms, label, proposition }) =>
        [...terms, label, proposition].flatMap((said) =>
          tokenize(said).flatMap(({ kind, stem, lower }) =>
            kind === 'word' && lower.length > 2 && !CONTENTLESS.has(stem) ? [stem] : [],
          ),
        ),
      ),
    );
  }

  /** By index, the sentences that may be about it. */
  sentencesOf(document: ArticleDocument): ReadonlySet<number> {
    const traces = document.sentences.map((sentence) => this.tracesOf(document, sentence));
    if (this.isAbout(traces)) return new Set(traces.keys());
    const about = new Set<number>();
    for (let from = 0; from < traces.length; ) {
      const to = endAfter(traces, from, STRETCH);
      if (to - from < traces.length && this.isAbout(traces.slice(from, to)))
        for (let at = from; at < to; at++) about.add(at);
      if (to === traces.length) break;
      // Stretches overlap by half, so that none that belongs together is only ever seen cut.
      from = Math.max(from + 1, endAfter(traces, from, STRETCH / 2));
    }
    return about;
  }

  /** The signs of a whole article. */
  signsOf(document: ArticleDocument): AboutSigns {
    return this.signs(document.sentences.map((sentence) => this.tracesOf(document, sentence)));
  }

  private isAbout(traces: readonly Traces[]): boolean {
    const signs = this.signs(traces);
    let sum: number = ABOUT_WEIGHTS.bias;
    for (const sign of ABOUT_SIGNS) sum += ABOUT_WEIGHTS[sign] * signs[sign];
    return 1 / (1 + Math.exp(-sum)) >= LEAST_ABOUT;
  }

  private signs(traces: readonly Traces[]): AboutSigns {
    const all = noTraces();
    for (const one of traces) {
      for (const actor of one.actors) all.actors.add(actor);
      for (const name of one.strangers) all.strangers.add(name);
      for (const word of one.words) all.words.add(word);
      all.tokens += one.tokens;
    }
    return {
      actors: Math.log1p(all.actors.size),
      strangers: Math.log1p(all.strangers.size),
      words: Math.log1p(all.words.size),
      // What was fitted were short articles: that a longer one is longer tells nothing.
      length: Math.log1p(Math.min(all.tokens, STRETCH)),
      dossierActors: Math.log1p(this.actors),
      dossierWords: Math.log1p(this.words.size),
    };
  }

  private tracesOf(document: ArticleDocument, sentence: SentenceView): Traces {
    const traces = noTraces();
    traces.tokens = sentence.to - sentence.from;
    for (const index of sentence.mentions) {
      const mention = document.mentions[index];
      if (!mention || !NAMING.has(mention.form)) continue;
      for (const actor of mention.actors) traces.actors.add(actor);
      if (mention.actors.length === 0) traces.strangers.add(nameOf(document, mention.from, mention.to));
    }
    for (let i = sentence.from; i < sentence.to; i++) {
      const stem = document.tokens[i]?.stem;
      if (stem !== undefined && this.words.has(stem)) traces.words.add(stem);
    }
    return traces;
  }
}

function nameOf(document: ArticleDocument, from: number, to: number): string {
  return document.tokens
    .slice(from, to)
    .map(({ lower }) => lower)
    .join(' ');
}

/** The first sentence behind `from` with which there are more than `most` tokens; at least one sentence on. */
function endAfter(traces: readonly Traces[], from: number, most: number): number {
  let tokens = 0;
  let at = from;
  while (at < traces.length && (at === from || tokens + (traces[at]?.tokens ?? 0) <= most)) {
    tokens += traces[at]?.tokens ?? 0;
    at++;
  }
  return at;
}
