import type { Dossier } from '@parley/dossier';
import { compileActors } from './actor-registry.js';
import { holdingsOf, settlePending } from './attribution.js';
import { attributionsOf } from './attributions-of.js';
import { CoreferenceChain, type Resolution } from './coreference.js';
import type { Cue } from './cues.js';
import { AUXILIARIES } from './data/function-words.js';
import { type ArticleDocument, readDocument, type SentenceView } from './document.js';
import { explainArticle, TraceRecord } from './explain/explain-article.js';
import type { ArticleExplanation } from './explain/explanation.js';
import { TracedChain } from './explain/traced-chain.js';
import type { Holding } from './holding.js';
import { type AnchorMatch, compileIssues, type IssueIndex } from './issue-index.js';
import { languageOf } from './language.js';
import { SpeakerContext } from './speaker-context.js';
import { type Reading, readStances } from './stance.js';
import { dayOf, statedDay } from './stated-day.js';
import type { Token } from './tokens.js';
import type { HoldingLeft, ScoreParts, Trace } from './trace.js';
import type {
  ArticleInput,
  ArticleReading,
  Attribution,
  ExtractedStatement,
  RuleSet,
  Span,
  StatementKind,
  Unread,
} from './types.js';
import { withVerdicts } from './verdicts.js';

/** What made a statement; recorded with it. */
export const RULE_SET: RuleSet = { id: 'rules', version: '1.1.0' };

/** Reads statements out of articles for one dossier. Keeps nothing from one article to the next. */
export interface Extractor {
  /** The stated positions of the dossier's actors on its issues, in the order of the text. */
  extract(article: ArticleInput): ExtractedStatement[];
  /** The same, and whether the article was read at all. */
  read(article: ArticleInput): ArticleReading;
  /** Everything that anybody is said to have said, in the order of the text. */
  attributions(article: ArticleInput): Attribution[];
  /** What led to each of the statements of `extract`, and why all else that is said gave none. */
  explain(article: ArticleInput): ArticleExplanation;
}

/** Below this the words are not taken to be about an issue. */
const LINK_THRESHOLD = 0.56;
/** Below this nothing is said. */
const CONFIDENCE_THRESHOLD = 0.4;

/**
 * Compiles a dossier into an extractor. The same dossier and article always give the same output, whatever was read before.
 */
export function createExtractor(dossier: Dossier): Extractor {
  const registry = compileActors(dossier);
  const issues = compileIssues(dossier);
  const actorIds = dossier.actors.map((actor) => actor.id);
  const issueIds = dossier.issues.map((issue) => issue.id);

  const read = (
    article: ArticleInput,
    chainOf = (document: ArticleDocument, day: string) => new CoreferenceChain(document, registry, day),
  ): { document: ArticleDocument; holdings: Holding[]; chain: CoreferenceChain; day: string } | { unread: Unread } => {
    const day = dayOf(article.publishedAt);
    if (day === undefined) return { unread: { reason: 'no-day', language: null } };
    if (article.text.trim() === '') return { unread: { reason: 'empty', language: null } };
    const { language, english } = languageOf(article.text, article.language);
    if (!english) return { unread: { reason: 'language', language } };
    const document = readDocument(article.text, registry, day);
    const chain = chainOf(document, day);
    const context = new SpeakerContext();
    const quoteSpeakers = new Map<
      number,
      { resolution: Resolution; mention: number; cue: Cue | undefined; weight: number }
    >();
    const holdings: Holding[] = [];
    for (const sentence of document.sentences) {
      chain.enterSentence(sentence);
      holdings.push(...holdingsOf(document, sentence, chain, quoteSpeakers, context));
    }
    return { document, holdings: settlePending(holdings, quoteSpeakers), chain, day };
  };

  const readArticle = (article: ArticleInput): { statements: ExtractedStatement[]; unread: Unread | null } => {
    const found = read(article);
    if ('unread' in found) return { statements: [], unread: found.unread };
    const { document, holdings, chain, day } = found;
    return { statements: statementsOf(document, holdings, chain, day, issues, actorIds, issueIds), unread: null };
  };

  return {
    extract: (article) => readArticle(article).statements,
    read: readArticle,
    attributions: (article) => {
      const found = read(article);
      return 'unread' in found ? [] : attributionsOf(found.document, found.holdings);
    },
    explain: (article) => {
      const told = { ruleSet: RULE_SET, leastLink: LINK_THRESHOLD, leastScore: CONFIDENCE_THRESHOLD };
      let chain: TracedChain | undefined;
      const found = read(article, (document, day) => {
        chain = new TracedChain(document, registry, day);
        return chain;
      });
      if ('unread' in found || !chain)
        return { ...told, unread: 'unread' in found ? found.unread : null, statements: [], noStatements: [] };
      const record = new TraceRecord();
      statementsOf(found.document, found.holdings, chain, found.day, issues, actorIds, issueIds, record);
      const { document, day } = found;
      return {
        ...told,
        unread: null,
        ...explainArticle({ document, chain, registry, dossier, day, issues, leastLink: LINK_THRESHOLD }, record),
      };
    },
  };
}

interface Candidate {
  readonly statement: ExtractedStatement;
  readonly score: number;
  readonly holding: Holding;
}

function statementsOf(
  document: ArticleDocument,
  holdings: readonly Holding[],
  chain: CoreferenceChain,
  day: string,
  issues: IssueIndex,
  actorIds: readonly string[],
  issueIds: readonly string[],
  trace?: Trace,
): ExtractedStatement[] {
  const candidates: Candidate[] = [];
  const anchorsOf = new Map<number, AnchorMatch[]>();
  const topics = new TopicChain(document, issues);
  for (const holding of holdings) {
    const sentence = document.sentences[holding.sentence];
    const left = whyLeft(holding, sentence);
    if (!sentence || left) {
      if (left) trace?.left(holding, left);
      continue;
    }
    let anchors = anchorsOf.get(holding.sentence);
    if (!anchors) {
      anchors = issues
        .find(document.tokens.slice(sentence.from, sentence.to))
        .map((anchor) => ({ ...anchor, from: anchor.from + sentence.from, to: anchor.to + sentence.from }));
      anchorsOf.set(holding.sentence, anchors);
    }
    const words = withItsClause(document, holding, sentence, anchors);
    const content = new Set(words);
    const kind = kindOf(document, holding);
    const anaphors = topics.anaphors(sentence, content, anchors);
    const said = contentOf(document, words, holding.type === 'frame', sentence);
    const place = (at: { readonly from: number; readonly to: number }) => {
      const from = said.places.get(at.from);
      const to = said.places.get(at.to - 1);
      return from === undefined || to === undefined ? undefined : { from, to: to + 1 };
    };
    const hearing = trace?.reading(holding, said.indexes, [...anchors, ...anaphors]);
    const readings = readStances(
      {
        ...(hearing ? { trace: hearing } : {}),
        tokens: said.tokens,
        cues: withVerdicts(document.tokens, sentence.cues, sentence.from, sentence.to).flatMap((cue) => {
          const at = place(cue);
          return at ? [{ ...cue, ...at }] : [];
        }),
        from: 0,
        to: said.tokens.length,
        inContent: () => true,
        frameCue: holding.cue,
        type: holding.type,
        quoted: kind === 'direct' || kind === 'mixed',
      },
      [...anchors, ...anaphors].flatMap((anchor) => {
        const at = place(anchor);
        return at ? [{ ...anchor, ...at }] : [];
      }),
      issues.issues,
      LINK_THRESHOLD,
    );
    const actors = withSignatories(holding.resolution, chain, issues.blocs);
    for (const [issueAt, reading] of readings) {
      const issue = issueIds[issueAt];
      if (issue === undefined) continue;
      const score = confidence(holding, reading, kind);
      const parts: ScoreParts = { score, attribution: holding.weight, link: reading.link, clarity: reading.clarity };
      if (score < CONFIDENCE_THRESHOLD) {
        trace?.passedOver(holding, issueAt, parts, 'low-confidence');
        continue;
      }
      const span = evidenceSpan(document, holding, sentence);
      const doers = issues.issues[issueAt]?.doers;
      for (const actor of actors) {
        // What one side does itself is no stance on what the other should do.
        if (doers && doers.size > 0 && !doers.has(actor) && isOwnAct(holding)) {
          trace?.passedOver(holding, issueAt, parts, 'own-act', actor);
          continue;
        }
        candidates.push({
          score,
          holding,
          statement: {
            actor,
            issue,
            stance: reading.stance,
            kind,
            start: span.start,
            end: span.end,
            evidence: document.text.slice(span.start, span.end),
            statedAt: day,
            confidence: Math.round(calibrated(score) * 1000) / 1000,
            speaker: mentionText(document, holding.mention),
            cue: cueText(document, holding.cue),
            ...(reading.condition
              ? {
                  condition: conditionText(
                    document,
                    said.indexes[reading.condition.from] ?? 0,
                    (said.indexes[reading.condition.to - 1] ?? 0) + 1,
                  ),
                }
              : {}),
          },
        });
        const candidate = candidates.at(-1);
        if (candidate) trace?.candidate(holding, issueAt, parts, candidate.statement);
      }
    }
  }
  return choose(candidates, actorIds, issueIds, (holding) => dayOfHolding(holding, document, day), trace);
}

/** Why nothing can be made of a holding, if so. */
function whyLeft(holding: Holding, sentence: SentenceView | undefined): HoldingLeft | undefined {
  if (sentence?.repeated) return 'repeated-paragraph';
  if (holding.resolution.actors.length === 0) return 'unknown-speaker';
  return holding.content.length === 0 ? 'no-content' : undefined;
}

const ANAPHORS = new Set(['it', 'this', 'that', 'them', 'they', 'so', 'these', 'those', 'such']);
const ANAPHORIC_NOUNS = new Set(
  'decision agreement announcement outcome result ruling breakthrough idea proposal plan offer move suggestion terms demand demands invitation step measure measures request condition conditions action approach policy result refusal stance attempt scheme draft initiative option arrangement deal prospect notion question matter issue point'.split(
    ' ',
  ),
);

/** What the sentences before were about, for content that only points back ("has rejected such terms", "can form a basis"). */
class TopicChain {
  private readonly known = new Map<number, readonly { issue: number; weight: number }[]>();

  constructor(
    private readonly document: ArticleDocument,
    private readonly issues: IssueIndex,
  ) {}

  /** Anchors for the words that point back, where the content names no issue itself. */
  anaphors(sentence: SentenceView, content: ReadonlySet<number>, anchors: readonly AnchorMatch[]): AnchorMatch[] {
    const named = new Map<number, number>();
    for (const anchor of anchors)
      if (content.has(anchor.from))
        named.set(anchor.issue, 1 - (1 - (named.get(anchor.issue) ?? 0)) * (1 - anchor.weight));
    if ([...named.values()].some((weight) => weight >= LINK_THRESHOLD)) return [];
    const at = this.pointer(sentence, content);
    if (!at) return [];
    for (let back = 1; back <= 2; back++) {
      const before = this.document.sentences[sentence.index - back];
      if (!before || sentence.paragraph - before.paragraph > 1) return [];
      const topics = this.topicsOf(before);
      if (topics.length === 0) continue;
      return topics.map((topic) => ({
        issue: topic.issue,
        weight: Math.min(0.62, topic.weight),
        mode: 'fixed',
        sign: 1,
        needsChange: false,
        source: 'concept',
        key: 'anaphor',
        origin: this.document.text.slice(before.start, before.end),
        from: at.from,
        to: at.to,
      }));
    }
    return [];
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

  private topicsOf(sentence: SentenceView): readonly { issue: number; weight: number }[] {
    const known = this.known.get(sentence.index);
    if (known) return known;
    const weights = new Map<number, number>();
    for (const anchor of this.issues.find(this.document.tokens.slice(sentence.from, sentence.to))) {
      if (anchor.needsChange) continue;
      weights.set(anchor.issue, 1 - (1 - (weights.get(anchor.issue) ?? 0)) * (1 - Math.min(0.98, anchor.weight)));
    }
    const best = Math.max(0, ...weights.values());
    const topics = [...weights.entries()]
      .filter(([, weight]) => weight >= 0.7 && weight >= best - 0.05)
      .map(([issue, weight]) => ({ issue, weight }));
    const one = topics.length <= 2 ? topics : [];
    this.known.set(sentence.index, one);
    return one;
  }
}

/** Something done, not a demand, an offer or a judgement. */
function isOwnAct(holding: Holding): boolean {
  return holding.type !== 'inherited' && holding.cue !== undefined && holding.cue.change && !holding.cue.attitude;
}

/** Where a joint statement is reported, a group that speaks, or the bloc it goes by, speaks for all who signed. */
function withSignatories(
  resolution: Resolution,
  chain: CoreferenceChain,
  blocs: ReadonlySet<string>,
): readonly string[] {
  const signed = chain.jointSignatories();
  if (!resolution.plural || !resolution.actors.every((actor) => blocs.has(actor) || signed.includes(actor)))
    return resolution.actors;
  return [...new Set([...resolution.actors, ...signed])];
}

/**
 * "Their walkout had been 'deeply disappointing'": a quotation without a report of its own that goes on with the sentence
 * before it says it of what that names.
 */
function withItsClause(
  document: ArticleDocument,
  holding: Holding,
  sentence: SentenceView,
  anchors: readonly AnchorMatch[],
): readonly number[] {
  const { tokens, quoteOf } = document;
  const first = holding.content[0];
  const last = holding.content.at(-1);
  if (first === undefined || last === undefined || holding.cue || (quoteOf[first] ?? -1) < 0) return holding.content;
  if (anchors.some((anchor) => anchor.from >= first && anchor.to <= last + 1)) return holding.content;
  let from = first;
  while (from > sentence.from) {
    const before = tokens[from - 1];
    if (!before || (before.kind === 'mark' && !QUOTATION_MARK.test(before.lower))) break;
    from--;
  }
  if (from === first || !tokens.slice(from, first).some((token) => token.kind === 'word')) return holding.content;
  return [...Array.from({ length: first - from }, (_, k) => from + k), ...holding.content];
}

interface Said {
  readonly tokens: readonly Token[];
  /** Of each of these tokens, its index in the document. */
  readonly indexes: readonly number[];
  readonly places: ReadonlyMap<number, number>;
}

/**
 * The content as one run of words: without quotation marks and without the words of reporting that stand inside it, so that
 * "the walkout, he said, was 'unconscionable'" reads as "the walkout was unconscionable".
 */
function contentOf(document: ArticleDocument, content: readonly number[], acts: boolean, sentence: SentenceView): Said {
  const { tokens } = document;
  const indexes: number[] = acts ? negationBefore(tokens, content[0] ?? 0, sentence.from) : [];
  for (const i of content) {
    const token = tokens[i];
    if (!token || i < sentence.from || i >= sentence.to || QUOTATION_MARK.test(token.lower)) continue;
    const before = indexes.at(-1);
    // What is left of ", he said," is a comma on each side of the gap.
    if (before !== undefined && i !== before + 1 && token.lower === ',' && tokens[before]?.lower === ',') continue;
    indexes.push(i);
  }
  const kept = indexes.filter((i, k) => {
    if (tokens[i]?.lower !== ',') return true;
    const next = indexes[k + 1];
    if (next === undefined || next === i + 1) return true;
    // A gap in the middle of a clause is none: its verb follows.
    const between = tokens.slice(i + 1, next).some((token) => token.kind === 'word');
    return !(between && AUXILIARIES.has(tokens[next]?.lower ?? ''));
  });
  return {
    tokens: kept.flatMap((i) => tokens[i] ?? []),
    indexes: kept,
    places: new Map(kept.map((i, k) => [i, k])),
  };
}

/** "Nor do they accept": a negation that stands before the subject reaches what follows. */
function negationBefore(tokens: readonly Token[], first: number, start: number): number[] {
  for (let i = first - 1; i >= start && i >= first - 5; i--) {
    const word = tokens[i];
    if (!word || word.kind === 'mark') return [];
    if (/^(?:nor|neither|never)$/.test(word.lower)) return [i];
  }
  return [];
}

const QUOTATION_MARK = /^["“”„«»‘‟]$/;

/** One statement for each actor and issue: the stance that the evidence adds up to, shown by its surest statement. */
function choose(
  candidates: readonly Candidate[],
  actorIds: readonly string[],
  issueIds: readonly string[],
  dayOfStatement: (holding: Holding) => string,
  trace: Trace | undefined,
): ExtractedStatement[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = `${candidate.statement.actor}\n${candidate.statement.issue}`;
    const list = groups.get(key);
    if (list) list.push(candidate);
    else groups.set(key, [candidate]);
  }
  const chosen: ExtractedStatement[] = [];
  for (const list of groups.values()) {
    const totals = new Map<string, number>();
    for (const { statement, score } of list)
      totals.set(
        statement.stance,
        (totals.get(statement.stance) ?? 0) + score * (statement.stance === 'conditional' ? 1.3 : 1),
      );
    let best: Candidate | undefined;
    let bestTotal = -1;
    for (const candidate of list) {
      const total = totals.get(candidate.statement.stance) ?? 0;
      if (
        total > bestTotal + 1e-9 ||
        (Math.abs(total - bestTotal) < 1e-9 && best !== undefined && candidate.score > best.score)
      ) {
        best = candidate;
        bestTotal = total;
      }
    }
    if (!best) continue;
    const shown = { ...best.statement, statedAt: dayOfStatement(best.holding) };
    chosen.push(shown);
    trace?.chosen(best.statement, shown, totals);
  }
  return chosen.sort(
    (a, b) =>
      a.start - b.start ||
      actorIds.indexOf(a.actor) - actorIds.indexOf(b.actor) ||
      issueIds.indexOf(a.issue) - issueIds.indexOf(b.issue),
  );
}

/** Score and share of statements right at it, on the annotated articles; between these it is interpolated. */
const CALIBRATION: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.4, 0.42],
  [0.7, 0.56],
  [0.8, 0.72],
  [0.9, 0.86],
  [1, 0.93],
];

/** A score as the likelihood that the statement is right. */
function calibrated(score: number): number {
  for (let i = 1; i < CALIBRATION.length; i++) {
    const [x0, y0] = CALIBRATION[i - 1] ?? [0, 0];
    const [x1, y1] = CALIBRATION[i] ?? [1, 1];
    if (score <= x1) return y0 + ((score - x0) / (x1 - x0)) * (y1 - y0);
  }
  return 1;
}

function confidence(holding: Holding, reading: Reading, kind: StatementKind): number {
  const base = holding.weight * (0.35 + 0.65 * reading.link) * (0.45 + 0.55 * reading.clarity);
  return Math.max(0, Math.min(1, base * (kind === 'act' ? 0.9 : 1)));
}

function kindOf(document: ArticleDocument, holding: Holding): StatementKind {
  let quoted = 0;
  let words = 0;
  for (const i of holding.content) {
    const token = document.tokens[i];
    if (!token || token.kind === 'mark') continue;
    words++;
    if ((document.quoteOf[i] ?? -1) >= 0) quoted++;
  }
  if (holding.type === 'frame' && quoted === 0 && holding.cue?.verb) return 'act';
  if (words > 0 && quoted >= words * 0.9) return 'direct';
  return quoted > 0 ? 'mixed' : 'indirect';
}

/** Whole sentences from the holder's words, where they stand near, to the content's. */
function evidenceSpan(document: ArticleDocument, holding: Holding, sentence: SentenceView): Span {
  const mention = document.mentions[holding.mention];
  if (mention && mention.form !== 'pronoun') {
    const named = document.sentences
      .slice(Math.max(0, sentence.index - 2), sentence.index + 3)
      .find((other) => mention.from >= other.from && mention.from < other.to);
    if (named && named.index !== sentence.index && Math.abs(named.index - sentence.index) <= 2) {
      return { start: Math.min(named.start, sentence.start), end: Math.max(named.end, sentence.end) };
    }
  }
  return { start: sentence.start, end: sentence.end };
}

function dayOfHolding(holding: Holding, document: ArticleDocument, day: string): string {
  const sentence = document.sentences[holding.sentence];
  return sentence ? dayFor(document, holding, sentence, day) : day;
}

function dayFor(document: ArticleDocument, holding: Holding, sentence: SentenceView, day: string): string {
  const cueAt = holding.cue ? (document.tokens[holding.cue.from]?.start ?? sentence.start) - sentence.start : 0;
  return statedDay(document.text.slice(sentence.start, sentence.end), Math.max(0, cueAt), day) ?? day;
}

function mentionText(document: ArticleDocument, index: number): string {
  const mention = document.mentions[index];
  if (!mention) return '';
  return document.text.slice(document.tokens[mention.from]?.start ?? 0, document.tokens[mention.to - 1]?.end ?? 0);
}

function cueText(document: ArticleDocument, cue: Cue | undefined): string {
  if (!cue) return '';
  return document.text.slice(document.tokens[cue.from]?.start ?? 0, document.tokens[cue.to - 1]?.end ?? 0);
}

function conditionText(document: ArticleDocument, from: number, to: number): string {
  return document.text.slice(document.tokens[from]?.start ?? 0, document.tokens[to - 1]?.end ?? 0).trim();
}
