import type { Candidate, CandidateStatement, WeighedStatement } from '../choose.js';
import { confidenceOf, LEAST_CONFIDENCE, SIGNALS, type Signals } from '../confidence.js';
import { CONFIDENCE_WEIGHTS } from '../data/confidence-weights.js';
import { STANCE_WEIGHTS } from '../data/stance-weights.js';
import type { ArticleDocument, SentenceView } from '../document.js';
import type { Holding } from '../holding.js';
import type { AnchorMatch } from '../issues/anchor.js';
import type { IssueIndex } from '../issues/issue-index.js';
import type { Reading } from '../stance.js';
import { EVIDENCE } from '../stance-evidence.js';
import { NAMED } from '../topics.js';
import type {
  AnchorCount,
  AnchorLeft,
  CandidateLeft,
  DirectionStep,
  HoldingLeft,
  ReadingTrace,
  StanceParts,
  Trace,
} from '../trace.js';
import type {
  ArticleExplanation,
  ExplainedAttribution,
  ExplainedStep,
  ExplainedWords,
  MentionStep,
  NoStatement,
  Reasons,
  StatementExplanation,
  Words,
} from './explanation.js';
import { holderSteps, type MentionSources, wordsOf } from './holder-steps.js';

interface ReadHolding {
  readonly holding: Holding;
  readonly why?: HoldingLeft;
  /** Of the content's tokens, those of the document. */
  readonly indexes: readonly number[];
  readonly left: { readonly anchor: AnchorMatch; readonly why: AnchorLeft }[];
  readonly counted: { readonly anchor: AnchorMatch; readonly count: AnchorCount }[];
  readonly read: Map<number, { readonly reading: Reading; readonly parts: StanceParts }>;
  readonly refused: Map<number, Parameters<ReadingTrace['refused']>[1]>;
  readonly passedOver: { readonly issue: number; readonly signals: Signals; readonly why: CandidateLeft }[];
  readonly candidates: { readonly issue: number; readonly candidate: Candidate }[];
}

/** Keeps all that the stages tell about one article. */
export class TraceRecord implements Trace {
  readonly holdings: ReadHolding[] = [];
  /** By the candidate that is shown: the statement as it came out, and what each stance weighed. */
  readonly shown = new Map<
    CandidateStatement,
    { readonly weighed: WeighedStatement; readonly totals: ReadonlyMap<string, number> }
  >();

  left(holding: Holding, why: HoldingLeft): void {
    this.holdings.push({ ...entryOf(holding, []), why });
  }

  reading(holding: Holding, indexes: readonly number[], anchors: readonly AnchorMatch[]): ReadingTrace {
    const entry = entryOf(holding, indexes);
    this.holdings.push(entry);
    const inside = new Map(indexes.map((index, place) => [index, place]));
    for (const anchor of anchors) {
      // Told in the content's own tokens, as all else is; negative where it has none.
      if (!inside.has(anchor.from) || !inside.has(anchor.to - 1))
        entry.left.push({ anchor: { ...anchor, from: -anchor.from - 1, to: -anchor.to - 1 }, why: 'outside-content' });
    }
    return {
      left: (anchor, why) => void entry.left.push({ anchor, why }),
      counted: (anchor, count) => void entry.counted.push({ anchor, count }),
      read: (issue, reading, parts) => void entry.read.set(issue, { reading, parts }),
      refused: (issue, why) => void entry.refused.set(issue, why),
    };
  }

  passedOver(_holding: Holding, issue: number, signals: Signals, why: CandidateLeft): void {
    this.holdings.at(-1)?.passedOver.push({ issue, signals, why });
  }

  candidate(issue: number, candidate: Candidate): void {
    this.holdings.at(-1)?.candidates.push({ issue, candidate });
  }

  chosen(candidate: CandidateStatement, weighed: WeighedStatement, totals: ReadonlyMap<string, number>): void {
    this.shown.set(candidate, { weighed, totals });
  }
}

const entryOf = (holding: Holding, indexes: readonly number[]): ReadHolding => ({
  holding,
  indexes,
  left: [],
  counted: [],
  read: new Map(),
  refused: new Map(),
  passedOver: [],
  candidates: [],
});

/** What an explanation is made of, beside the record of the stages. */
export interface ExplanationSources extends MentionSources {
  readonly issues: IssueIndex;
}

/** Turns the record of one article into reasons that a person can check against the text. */
export function explainArticle(
  sources: ExplanationSources,
  record: TraceRecord,
): Pick<ArticleExplanation, 'statements' | 'noStatements'> {
  const statements: StatementExplanation[] = [];
  const noStatements: NoStatement[] = [];
  for (const entry of record.holdings) {
    for (const { issue, candidate } of entry.candidates) {
      const shown = record.shown.get(candidate.statement);
      if (!shown || shown.weighed.statement.confidence < LEAST_CONFIDENCE) continue;
      const { actor, issue: id, start, end } = shown.weighed.statement;
      const reasons = reasonsOf(sources, entry, issue, candidate, shown.weighed);
      if (reasons) statements.push({ actor, issue: id, start, end, ...reasons, totals: totalsOf(shown.totals) });
    }
    noStatements.push(...withoutStatement(sources, record, entry));
  }
  noStatements.push(...background(sources, record));
  return {
    statements: statements.sort((a, b) => a.start - b.start || compare(a.actor, b.actor) || compare(a.issue, b.issue)),
    noStatements: noStatements.sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function reasonsOf(
  sources: ExplanationSources,
  entry: ReadHolding,
  issue: number,
  candidate: Candidate,
  { statement: { actor, confidence }, signals }: WeighedStatement,
): Reasons | undefined {
  const read = entry.read.get(issue);
  if (!read) return undefined;
  const { reading, parts } = read;
  return {
    holder: holderOf(sources, entry.holding, actor),
    attribution: attributionOf(sources, entry),
    words: issueWords(sources, entry, issue),
    stance: {
      stance: candidate.statement.stance,
      told: candidate.told,
      vote: rounded(parts.vote),
      weighing: weighingOf(candidate),
      condition: reading.condition
        ? (contentWords(sources, entry, reading.condition.from, reading.condition.to) ?? null)
        : null,
      open: parts.open,
      refusalDenied: parts.refusalDenied,
      dropped: parts.dropped,
      clear: parts.clear,
    },
    confidence: {
      base: CONFIDENCE_WEIGHTS.bias,
      signals: SIGNALS.map((signal) => ({
        signal,
        value: rounded(signals[signal]),
        adds: rounded(signals[signal] * CONFIDENCE_WEIGHTS[signal]),
      }))
        .filter(({ value }) => value !== 0)
        .sort((one, other) => Math.abs(other.adds) - Math.abs(one.adds)),
      confidence,
    },
  };
}

/** Null where the rules alone decided. */
function weighingOf({ told, evidence, likelihoods }: Candidate): Reasons['stance']['weighing'] {
  if (told === 'conditional' || told === 'noncommittal') return null;
  return {
    base: STANCE_WEIGHTS.base,
    evidence: EVIDENCE.map((one) => ({
      evidence: one,
      value: rounded(evidence[one]),
      adds: rounded(evidence[one] * STANCE_WEIGHTS[one]),
    }))
      .filter(({ value }) => value !== 0)
      .sort((one, other) => Math.abs(other.adds) - Math.abs(one.adds)),
    support: rounded(likelihoods.support),
  };
}

const totalsOf = (totals: ReadonlyMap<string, number>): StatementExplanation['totals'] =>
  Object.fromEntries([...totals].sort(([a], [b]) => compare(a, b)).map(([stance, total]) => [stance, rounded(total)]));

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The mention that stands for this actor: of "A and B said" the one that names it. */
function holderOf(sources: ExplanationSources, holding: Holding, actor: string | undefined): MentionStep[] {
  const { chain, document } = sources;
  if (holding.mention < 0) return [];
  if (actor === undefined || chain.of(holding.mention).actors.includes(actor))
    return holderSteps(sources, holding.mention, actor);
  const beside = document.sentences[holding.sentence]?.mentions.find((other) => chain.of(other).actors.includes(actor));
  return holderSteps(sources, beside ?? holding.mention, actor);
}

function attributionOf(sources: ExplanationSources, { holding, indexes }: ReadHolding): ExplainedAttribution {
  const { document } = sources;
  const sentence = document.sentences[holding.sentence];
  return {
    rule: attributionRule(document, holding, sentence),
    cue: holding.cue
      ? {
          ...wordsOf(document, holding.cue.from, holding.cue.to),
          frames: holding.cue.groups.map(({ id, role, pos, sign }) => ({ id, role, pos, sign })),
        }
      : null,
    content: runsOf(document, indexes.length > 0 ? indexes : holding.content),
  };
}

function attributionRule(
  document: ArticleDocument,
  holding: Holding,
  sentence: SentenceView | undefined,
): ExplainedAttribution['rule'] {
  if (holding.type === 'inherited') return 'speech-goes-on';
  if (holding.type === 'noun') return 'noun';
  if (holding.type === 'frame') return holding.passive ? 'passive' : 'position';
  if (document.turns.has(document.quoteOf[holding.content[0] ?? -1] ?? -1)) return 'turn';
  if (!holding.cue) return 'beside-quotation';
  const here = sentence && holding.cue.from >= sentence.from && holding.cue.from < sentence.to;
  return here ? 'report' : 'quotation-goes-on';
}

/** Tokens in a row as one stretch. */
function runsOf(document: ArticleDocument, indexes: readonly number[]): Words[] {
  const runs: { from: number; to: number }[] = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last && last.to === index) last.to = index + 1;
    else runs.push({ from: index, to: index + 1 });
  }
  return runs.map(({ from, to }) => wordsOf(document, from, to));
}

/** Tokens of the content as words of the article; undefined for a place the text does not have. */
function contentWords(
  { document }: ExplanationSources,
  { indexes }: ReadHolding,
  from: number,
  to: number,
): Words | undefined {
  if (from < 0 && to < 0) return wordsOf(document, -from - 1, -to - 1);
  const first = indexes[from];
  const last = indexes[to - 1];
  return first === undefined || last === undefined ? undefined : wordsOf(document, first, last + 1);
}

function issueWords(sources: ExplanationSources, entry: ReadHolding, issue: number): ExplainedWords[] {
  const of = (anchor: AnchorMatch, rest: Pick<ExplainedWords, 'left' | 'direction' | 'sign' | 'vote'>) => {
    const words = contentWords(sources, entry, anchor.from, anchor.to);
    return words
      ? [
          {
            ...words,
            source: anchor.key === 'anaphor' ? ('points-back' as const) : anchor.source,
            origin: anchor.origin,
            weight: rounded(anchor.weight),
            ...rest,
          },
        ]
      : [];
  };
  // A term is looked for word by word and with gaps: where the one counts, the other is no news.
  const counts = (anchor: AnchorMatch) =>
    entry.counted.some(({ anchor: other }) => other.from === anchor.from && other.key === anchor.key);
  return [
    ...entry.counted
      .filter(({ anchor }) => anchor.issue === issue)
      .flatMap(({ anchor, count }) =>
        of(anchor, {
          left: null,
          direction: stepsOf(sources, entry, anchor, count),
          sign: count.sign,
          vote: rounded(count.vote),
        }),
      ),
    ...entry.left
      .filter(({ anchor }) => anchor.issue === issue && !counts(anchor))
      .flatMap(({ anchor, why }) => of(anchor, { left: why, direction: [], sign: 0, vote: 0 })),
  ].sort((a, b) => a.start - b.start || b.end - a.end || compare(a.origin, b.origin));
}

/** The signs that multiply to the direction of the words, in the order they were applied. */
function stepsOf(
  sources: ExplanationSources,
  entry: ReadHolding,
  anchor: AnchorMatch,
  count: AnchorCount,
): ExplainedStep[] {
  const step = ({ rule, sign, negated, from, to }: DirectionStep): ExplainedStep => ({
    rule,
    sign,
    negated: negated === true,
    words: from === undefined || to === undefined || from < 0 ? null : (contentWords(sources, entry, from, to) ?? null),
  });
  const steps: ExplainedStep[] = [
    { rule: 'words', sign: anchor.sign, negated: false, words: null },
    ...count.direction.map(step),
  ];
  if (count.treated) steps.push({ rule: 'treated', sign: -1, negated: false, words: null });
  const product = steps.reduce((sign, { sign: own }) => sign * own, 1);
  if (count.leftOut) {
    const rest = (product * count.sign) as 1 | -1;
    steps.push({ rule: 'left-out', sign: rest, negated: false, words: null });
  }
  return steps;
}

/** Below this, words that hint at an issue are not worth a line. */
const FAINT_LINK = 0.25;

/** Why the holding, or the holding on some issue, is not among the statements. */
function withoutStatement(sources: ExplanationSources, record: TraceRecord, entry: ReadHolding): NoStatement[] {
  const { document, chain } = sources;
  const { holding } = entry;
  const sentence = document.sentences[holding.sentence];
  if (!sentence) return [];
  const actors = holding.resolution.actors.length > 0 ? holding.resolution.actors : [];
  const place = { start: sentence.start, end: sentence.end, text: document.text.slice(sentence.start, sentence.end) };
  const base = {
    ...place,
    actors,
    holder: holderOf(sources, holding, actors[0] ?? chain.of(holding.mention).actors[0]),
    attribution: attributionOf(sources, entry),
  };
  const nothing = { issue: null, words: [], stance: null, confidence: null };
  if (entry.why) return [{ ...base, ...nothing, reason: entry.why }];
  const issues = new Set<number>();
  for (const { anchor } of [...entry.counted, ...entry.left]) issues.add(anchor.issue);
  const out: NoStatement[] = [];
  for (const issue of [...issues].sort((a, b) => a - b)) {
    const id = sources.issues.issues[issue]?.id ?? null;
    const words = issueWords(sources, entry, issue);
    const read = entry.read.get(issue);
    const said = { ...base, issue: id, words, stance: read?.reading.stance ?? null };
    const candidates = entry.candidates.filter((candidate) => candidate.issue === issue);
    const passed = entry.passedOver.filter((other) => other.issue === issue);
    for (const {
      candidate: { statement, signals },
    } of candidates) {
      const confidence = rounded(confidenceOf(signals));
      const [known, shown] =
        [...record.shown].find(([other]) => other.actor === statement.actor && other.issue === statement.issue) ?? [];
      if (!known || !shown || shown.weighed.statement.confidence < LEAST_CONFIDENCE)
        out.push({
          ...said,
          stance: statement.stance,
          actors: [statement.actor],
          reason: 'low-confidence',
          confidence,
        });
      else if (known !== statement)
        out.push({
          ...said,
          stance: statement.stance,
          actors: [statement.actor],
          reason: known.stance === statement.stance ? 'said-again' : 'outvoted',
          confidence,
        });
    }
    for (const { signals, why } of passed)
      out.push({ ...said, reason: why, confidence: rounded(confidenceOf(signals)) });
    if (candidates.length > 0 || passed.length > 0) continue;
    // A hint in passing ("States") is about nothing.
    if (read && read.reading.link < FAINT_LINK) continue;
    const refused = entry.refused.get(issue);
    if (refused) out.push({ ...said, reason: refused, confidence: null });
    // Words that stand elsewhere in the sentence, or inside a longer term of another issue, say nothing about this one.
    else if (words.some(({ left }) => left !== 'outside-content' && left !== 'longer-term-of-another-issue'))
      out.push({ ...said, reason: 'not-counted', confidence: null });
  }
  const stated = entry.candidates.length > 0;
  return out.length > 0 || stated ? out : [{ ...base, ...nothing, reason: 'no-issue' }];
}

/** Sentences surely about an issue in which nobody is found to say or do anything. */
function background({ document, issues }: ExplanationSources, record: TraceRecord): NoStatement[] {
  const held = new Set(record.holdings.map(({ holding }) => holding.sentence));
  return document.sentences.flatMap((sentence) => {
    if (held.has(sentence.index) || sentence.repeated) return [];
    const links = new Map<number, { link: number; words: ExplainedWords[] }>();
    for (const anchor of issues.find(document.tokens.slice(sentence.from, sentence.to))) {
      const known = links.get(anchor.issue) ?? { link: 0, words: [] };
      const words = wordsOf(document, sentence.from + anchor.from, sentence.from + anchor.to);
      const { source, origin, weight } = anchor;
      links.set(anchor.issue, {
        link: 1 - (1 - known.link) * (1 - Math.min(0.98, weight)),
        words: [
          ...known.words,
          { ...words, source, origin, weight: rounded(weight), left: null, direction: [], sign: 0, vote: 0 },
        ],
      });
    }
    return [...links]
      .filter(([, { link }]) => link >= NAMED)
      .sort(([a], [b]) => a - b)
      .map(([issue, { words }]) => ({
        start: sentence.start,
        end: sentence.end,
        text: document.text.slice(sentence.start, sentence.end),
        reason: 'nobody-speaks' as const,
        actors: [],
        issue: issues.issues[issue]?.id ?? null,
        holder: [],
        attribution: null,
        words,
        stance: null,
        confidence: null,
      }));
  });
}
