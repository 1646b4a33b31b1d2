import type { AttributionKind, Span } from '@parley/extraction';
import { type Rates, ratesOf, tally } from './score-statements.js';

/** What is scored of an attribution, annotated or extracted. */
export interface ScoredAttribution {
  readonly source: Span & { readonly actor: string | null };
  readonly cue: Span;
  readonly content: readonly Span[];
  readonly kind: AttributionKind;
}

export interface AttributedArticle {
  readonly text: string;
  readonly expected: readonly ScoredAttribution[];
  readonly got: readonly ScoredAttribution[];
}

export interface AttributionScore {
  /** The content found. */
  readonly span: Rates;
  /** The content found, and who says it. */
  readonly speaker: Rates;
}

export interface AttributionScores {
  readonly direct: AttributionScore;
  readonly mixed: AttributionScore;
  readonly indirect: AttributionScore;
  /** All together, whatever kind each was taken for. */
  readonly all: AttributionScore;
  /** Of the contents found in `all`, the share whose cue was found too. */
  readonly cue: number;
}

/** Contents that overlap by less are not the same. */
const SAME_CONTENT = 0.5;

/**
 * Pairs attributions by their content, the best overlap first, each once. A pair counts where letters and digits in both
 * contents are at least half of those in either (so that quotation marks and commas do not decide); with the speaker, where
 * the sources overlap or are the same actor of the dossier. By kind, both have to be of that kind.
 */
export function scoreAttributions(articles: readonly AttributedArticle[]): AttributionScores {
  const score = (kind: AttributionKind | undefined) => {
    const span = tally();
    const speaker = tally();
    let cues = 0;
    for (const article of articles) {
      const expected = article.expected.filter((one) => kind === undefined || one.kind === kind);
      const got = article.got.filter((one) => kind === undefined || one.kind === kind);
      const pairs = pairUp(article.text, expected, got);
      const named = pairs.filter(([a, b]) => sameSource(a, b)).length;
      count(span, pairs.length, got.length, expected.length);
      count(speaker, named, got.length, expected.length);
      cues += pairs.filter(([a, b]) => overlap(a.cue, b.cue)).length;
    }
    return { score: { span: ratesOf(span), speaker: ratesOf(speaker) }, cue: cues / (span.tp || 1) };
  };
  const all = score(undefined);
  return {
    direct: score('direct').score,
    mixed: score('mixed').score,
    indirect: score('indirect').score,
    all: all.score,
    cue: all.cue,
  };
}

function count(counts: { tp: number; fp: number; fn: number }, hits: number, got: number, expected: number): void {
  counts.tp += hits;
  counts.fp += got - hits;
  counts.fn += expected - hits;
}

function pairUp(
  text: string,
  expected: readonly ScoredAttribution[],
  got: readonly ScoredAttribution[],
): (readonly [ScoredAttribution, ScoredAttribution])[] {
  const signs = (one: ScoredAttribution) => signsOf(text, one.content);
  const expectedSigns = expected.map(signs);
  const gotSigns = got.map(signs);
  const candidates: { readonly iou: number; readonly e: number; readonly g: number }[] = [];
  for (const [e, a] of expectedSigns.entries())
    for (const [g, b] of gotSigns.entries()) {
      const iou = overlapOf(a, b);
      if (iou >= SAME_CONTENT) candidates.push({ iou, e, g });
    }
  candidates.sort((a, b) => b.iou - a.iou || a.e - b.e || a.g - b.g);
  const takenExpected = new Set<number>();
  const takenGot = new Set<number>();
  const pairs: (readonly [ScoredAttribution, ScoredAttribution])[] = [];
  for (const { e, g } of candidates) {
    const a = expected[e];
    const b = got[g];
    if (!a || !b || takenExpected.has(e) || takenGot.has(g)) continue;
    takenExpected.add(e);
    takenGot.add(g);
    pairs.push([a, b]);
  }
  return pairs;
}

/** The places of the letters and digits that spans cover. */
function signsOf(text: string, spans: readonly Span[]): Set<number> {
  const signs = new Set<number>();
  for (const { start, end } of spans)
    for (let i = start; i < end; i++) if (/[\p{L}\p{N}]/u.test(text.charAt(i))) signs.add(i);
  return signs;
}

function overlapOf(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0;
  for (const sign of a) if (b.has(sign)) both++;
  return both / (a.size + b.size - both || 1);
}

function sameSource(a: ScoredAttribution, b: ScoredAttribution): boolean {
  return overlap(a.source, b.source) || (a.source.actor !== null && a.source.actor === b.source.actor);
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
