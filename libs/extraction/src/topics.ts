import type { ArticleDocument, SentenceView } from './document.js';
import type { AnchorMatch } from './issues/anchor.js';
import type { IssueIndex } from './issues/issue-index.js';

/** From this weight on words name an issue. */
export const NAMED = 0.56;

const ANAPHORS = new Set(['it', 'this', 'that', 'them', 'they', 'so', 'these', 'those', 'such']);
const ANAPHORIC_NOUNS = new Set(
  'decision agreement announcement outcome result ruling breakthrough idea proposal plan offer move suggestion terms demand demands invitation step measure measures request condition conditions action approach policy result refusal stance attempt scheme draft initiative option arrangement deal prospect notion question matter issue point'.split(
    ' ',
  ),
);

/** What words may point back at. */
interface Topic {
  readonly issue: number;
  readonly weight: number;
  /** The direction of the surest words that name it. */
  readonly sign: 1 | -1;
}

/** From this weight on a sentence is about an issue. */
const TOPICAL = 0.7;
/** How surely words that point back mean what stands right before them. */
const POINTING_BACK = 0.62;

/** What the sentences before were about, for content that only points back ("has rejected such terms", "can form a basis"). */
export class TopicChain {
  private readonly known = new Map<number, readonly Topic[]>();
  private readonly anchors = new Map<number, readonly AnchorMatch[]>();
  private shares: readonly number[] | undefined;

  constructor(
    private readonly document: ArticleDocument,
    private readonly issues: IssueIndex,
  ) {}

  /** Every anchor of a sentence, at its tokens in the document. */
  anchorsOf(sentence: SentenceView): readonly AnchorMatch[] {
    const known = this.anchors.get(sentence.index);
    if (known) return known;
    const found = this.issues
      .find(this.document.tokens.slice(sentence.from, sentence.to))
      .map((anchor) => ({ ...anchor, from: anchor.from + sentence.from, to: anchor.to + sentence.from }));
    this.anchors.set(sentence.index, found);
    return found;
  }

  /** How much of the article is about an issue, beside the one that most of it is about: 0 to 1. */
  share(issue: number): number {
    this.shares ??= this.allShares();
    return this.shares[issue] ?? 0;
  }

  private allShares(): readonly number[] {
    const sums = this.issues.issues.map(() => 0);
    for (const sentence of this.document.sentences) {
      if (sentence.repeated) continue;
      const strongest = new Map<number, number>();
      for (const { issue, weight, needsChange } of this.anchorsOf(sentence))
        if (!needsChange && weight > (strongest.get(issue) ?? 0)) strongest.set(issue, weight);
      for (const [issue, weight] of strongest) sums[issue] = (sums[issue] ?? 0) + weight ** 2;
    }
    const most = Math.max(...sums, 1e-9);
    return sums.map((sum) => sum / most);
  }

  /** Anchors for the words that point back, where the content names no issue itself. */
  anaphors(sentence: SentenceView, content: ReadonlySet<number>, anchors: readonly AnchorMatch[]): AnchorMatch[] {
    const named = new Map<number, number>();
    for (const anchor of anchors)
      if (content.has(anchor.from))
        named.set(anchor.issue, 1 - (1 - (named.get(anchor.issue) ?? 0)) * (1 - anchor.weight));
    if ([...named.values()].some((weight) => weight >= NAMED)) return [];
    // "Will it take part? The ministry would not say.": what is left open is what was asked about.
    const open = sentence.cues.find(
      (cue) =>
        cue.open && content.has(cue.from) && (cue.to >= sentence.to || this.document.tokens[cue.to]?.kind === 'mark'),
    );
    const at = this.pointer(sentence, content) ?? (open ? { from: open.from, to: open.to } : undefined);
    if (!at) return [];
    // "Its proposal earned no thanks: the union called it paltry", "said of the strike".
    const here = this.topicsAmong(anchors.filter((anchor) => !content.has(anchor.from)));
    if (here.length > 0) return this.pointingBack(here, at, sentence, POINTING_BACK);
    for (let back = 1; back <= 3; back++) {
      const before = this.document.sentences[sentence.index - back];
      if (!before || sentence.paragraph - before.paragraph > 1) return [];
      const topics = this.topicsOf(before);
      if (topics.length > 0) return this.pointingBack(topics, at, before, POINTING_BACK - 0.06 * (back - 1));
    }
    return [];
  }

  private pointingBack(
    topics: readonly Topic[],
    at: { readonly from: number; readonly to: number },
    origin: SentenceView,
    most: number,
  ): AnchorMatch[] {
    return topics.map((topic) => ({
      issue: topic.issue,
      weight: Math.min(most, topic.weight),
      alone: Math.min(most, topic.weight),
      mode: 'fixed',
      sign: this.isOfDeed(at) ? topic.sign : 1,
      needsChange: false,
      source: 'concept',
      key: 'anaphor',
      origin: this.document.text.slice(origin.start, origin.end),
      from: at.from,
      to: at.to,
    }));
  }

  /** "such terms", "the idea": what was proposed as a whole, and not the thing it was about. */
  private isOfDeed(at: { readonly from: number; readonly to: number }): boolean {
    const last = this.document.tokens[at.to - 1]?.lower ?? '';
    return at.to - at.from === 1
      ? /^(?:this|these|those|they|them|that)$/.test(last)
      : /^(?:actions?|acts?|measures?|moves?|steps?|practices?|policy|policies|conduct|behaviour|behavior)$/.test(last);
  }

  private pointer(sentence: SentenceView, content: ReadonlySet<number>): { from: number; to: number } | undefined {
    const { tokens } = this.document;
    for (let i = sentence.from; i < sentence.to; i++) {
      if (!content.has(i)) continue;
      const word = tokens[i]?.lower ?? '';
      const next = tokens[i + 1]?.lower ?? '';
      if (/^(?:the|this|that|such|these|those|its|an?)$/.test(word) && ANAPHORIC_NOUNS.has(next))
        return { from: i, to: i + 2 };
      if (!ANAPHORS.has(word)) continue;
      if (
        (word === 'that' ||
          word === 'so' ||
          word === 'this' ||
          word === 'these' ||
          word === 'those' ||
          word === 'such') &&
        tokens[i + 1]?.kind === 'word' &&
        !/^(?:is|was|would|will|can|could|must|should|has|had|may|might|means|cannot)$/.test(next)
      )
        continue;
      if (
        word === 'it' &&
        /^(?:is|was|'s)$/.test(next) &&
        tokens[i + 2]?.lower !== undefined &&
        /^(?:time|clear|true|said|reported|not|up|possible|hard|difficult|easy)$/.test(tokens[i + 2]?.lower ?? '')
      )
        continue;
      return { from: i, to: i + 1 };
    }
    return undefined;
  }

  private topicsOf(sentence: SentenceView): readonly Topic[] {
    const known = this.known.get(sentence.index);
    if (known) return known;
    const topics = this.topicsAmong(this.anchorsOf(sentence));
    this.known.set(sentence.index, topics);
    return topics;
  }

  /** The one or two issues that the anchors are surely about; nothing where they are more. */
  private topicsAmong(anchors: readonly AnchorMatch[]): readonly Topic[] {
    const weights = new Map<number, number>();
    for (const { issue, weight, needsChange } of anchors)
      if (!needsChange) weights.set(issue, 1 - (1 - (weights.get(issue) ?? 0)) * (1 - Math.min(0.98, weight)));
    const best = Math.max(0, ...weights.values());
    const topics = [...weights]
      .filter(([, weight]) => weight >= TOPICAL && weight >= best - 0.05)
      .map(([issue, weight]): Topic => ({ issue, weight, sign: surestSign(anchors, issue) }));
    return topics.length <= 2 ? topics : [];
  }
}

/** "The tolls are designed to harm us. They must end.": what words point back to is named by the surest single word. */
function surestSign(anchors: readonly AnchorMatch[], issue: number): 1 | -1 {
  let best: AnchorMatch | undefined;
  for (const anchor of anchors)
    if (anchor.issue === issue && !anchor.needsChange && (!best || anchor.weight > best.weight)) best = anchor;
  return best?.mode === 'relative' ? best.sign : 1;
}
