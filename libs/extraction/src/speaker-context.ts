import { type CoreferenceChain, type Resolution } from './coreference.js';
import type { Cue } from './cues.js';
import type { ArticleDocument, SentenceView } from './document.js';
import type { Holding } from './holding.js';
import { isSubject } from './subjects.js';

/** Who spoke last, from sentence to sentence. */
export class SpeakerContext {
  private last:
    | {
        resolution: Resolution;
        mention: number;
        cue: Cue | undefined;
        paragraph: number;
        sentence: number;
        report: boolean;
      }
    | undefined;

  /** What comes now is another text: nobody goes on speaking. */
  restart(): void {
    this.last = undefined;
  }

  note(holding: Holding, sentence: SentenceView): void {
    this.last = {
      resolution: holding.resolution,
      mention: holding.mention,
      cue: holding.cue,
      paragraph: sentence.paragraph,
      sentence: sentence.index,
      report: holding.type === 'report',
    };
  }

  /** A sentence without a holder of its own; one about somebody else ends what was being reported. */
  pass(sentence: SentenceView, other: boolean): void {
    if (this.last && other && sentence.paragraph !== this.last.paragraph) this.last = { ...this.last, report: false };
    if (this.last && other) this.broken = sentence.index;
  }

  private broken = -1;
  private named: { resolution: Resolution; mention: number; sentence: number; paragraph: number } | undefined;

  /** A person whom a sentence without a holder is about; a quotation right behind it is theirs. */
  about(document: ArticleDocument, sentence: SentenceView, chain: CoreferenceChain): void {
    const mention = sentence.mentions.find((m) => isSubject(document, sentence, m));
    const resolution = mention === undefined ? undefined : chain.of(mention);
    if (mention !== undefined && resolution?.person && !resolution.plural)
      this.named = { resolution, mention, sentence: sentence.index, paragraph: sentence.paragraph };
  }

  /** The speaker of a quotation that no report goes with. */
  inherit(
    document: ArticleDocument,
    sentence: SentenceView,
    quotation: number,
    chain: CoreferenceChain,
  ): { resolution: Resolution; mention: number; cue: Cue | undefined; weight: number } | undefined {
    const subject = sentence.mentions.find((m) => isSubject(document, sentence, m));
    const quote = document.quotations[quotation];
    if (subject !== undefined && quote && quote.start > sentence.start) {
      return { resolution: chain.of(subject), mention: subject, cue: undefined, weight: 0.55 };
    }
    const last = this.last;
    const named = this.named;
    if (
      named &&
      named.sentence === sentence.index - 1 &&
      named.paragraph === sentence.paragraph &&
      named.sentence > (last?.sentence ?? -1)
    )
      return { resolution: named.resolution, mention: named.mention, cue: undefined, weight: 0.65 };
    if (!last) return undefined;
    if (last.paragraph === sentence.paragraph)
      return { resolution: last.resolution, mention: last.mention, cue: last.cue, weight: 0.85 };
    if (sentence.index - last.sentence <= 3 && sentence.paragraph - last.paragraph <= 1)
      return { resolution: last.resolution, mention: last.mention, cue: last.cue, weight: 0.65 };
    return undefined;
  }

  /** The speaker whose speech a sentence without one may go on with. */
  continued(
    document: ArticleDocument,
    sentence: SentenceView,
  ): { resolution: Resolution; mention: number; cue: Cue | undefined } | undefined {
    const last = this.last;
    if (
      !last ||
      last.paragraph !== sentence.paragraph ||
      sentence.index - last.sentence > 2 ||
      this.broken > last.sentence + 1
    )
      return undefined;
    for (let i = sentence.from; i < sentence.to; i++) {
      const word = document.tokens[i]?.lower ?? '';
      if (word === 'must' || word === 'should' || word === 'would' || word === 'will') return last;
    }
    return undefined;
  }
}
