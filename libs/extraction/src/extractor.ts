import type { Dossier } from '@parley/dossier';
import { AboutDossier } from './about-dossier.js';
import { compileActors } from './actor-registry.js';
import { holdingsOf, settlePending } from './attribution.js';
import { attributionsOf } from './attributions-of.js';
import { type Candidate, choose, type WeighedStatement } from './choose.js';
import { LEAST_CONFIDENCE, signalsOf } from './confidence.js';
import { contentOf, withItsClause } from './content.js';
import { CoreferenceChain, type Resolution } from './coreference.js';
import type { Cue } from './cues.js';
import { type ArticleDocument, readDocument, type SentenceView } from './document.js';
import { dayOfHolding, evidenceSpan } from './evidence.js';
import { explainArticle, TraceRecord } from './explain/explain-article.js';
import type { ArticleExplanation } from './explain/explanation.js';
import { TracedChain } from './explain/traced-chain.js';
import type { Holding } from './holding.js';
import { compileIssues, type IssueIndex } from './issues/issue-index.js';
import { IssueSubjects } from './issues/tell-apart.js';
import { languageOf } from './language.js';
import { type PropositionRoles, rolesOfIssues } from './proposition-roles.js';
import { SpeakerContext } from './speaker-context.js';
import { type Reading, readStances } from './stance.js';
import { stanceEvidence } from './stance-evidence.js';
import { dayOf } from './stated-day.js';
import { type ArticleObservations, observe } from './suggest/observe-article.js';
import { TopicChain } from './topics.js';
import type { HoldingLeft, Trace } from './trace.js';
import type {
  ArticleInput,
  ArticleReading,
  Attribution,
  ExtractedStatement,
  RuleSet,
  StatementKind,
  Unread,
} from './types.js';
import { withVerdicts } from './verdicts.js';
import { likeliest, weighStance } from './weigh-stance.js';

/** What made a statement; recorded with it. */
export const RULE_SET: RuleSet = { id: 'rules', version: '1.4.0' };

/** Reads statements out of articles for one dossier. What comes of one article never depends on another. */
export interface Extractor {
  /** The stated positions of the dossier's actors on its issues, in the order of the text. */
  extract(article: ArticleInput): ExtractedStatement[];
  /** The same, and whether the article was read at all. */
  read(article: ArticleInput): ArticleReading;
  /** The same with what was considered and is not likely enough, and with what speaks for and against each. */
  consider(article: ArticleInput): WeighedStatement[];
  /** Everything that anybody is said to have said, in the order of the text. */
  attributions(article: ArticleInput): Attribution[];
  /** What led to each of the statements of `extract`, and why all else that is said gave none. */
  explain(article: ArticleInput): ArticleExplanation;
  /** Who speaks and is no actor, other names of actors, and what is spoken of that no issue covers. */
  observe(article: ArticleInput): ArticleObservations;
}

/** Below this the words are not taken to be about an issue. */
const LINK_THRESHOLD = 0.2;

/**
 * Compiles a dossier into an extractor. The same dossier and article always give the same output, whatever was read before.
 */
export function createExtractor(dossier: Dossier): Extractor {
  const registry = compileActors(dossier);
  const compiled: CompiledDossier = {
    issues: compileIssues(dossier),
    roles: rolesOfIssues(dossier),
    subjects: new IssueSubjects(dossier, registry),
    actorIds: dossier.actors.map((actor) => actor.id),
    issueIds: dossier.issues.map((issue) => issue.id),
  };
  const { issues } = compiled;
  const about = new AboutDossier(dossier);

  const open = (article: ArticleInput): { document: ArticleDocument; day: string } | { unread: Unread } => {
    const day = dayOf(article.publishedAt);
    if (day === undefined) return { unread: { reason: 'no-day', language: null } };
    if (article.text.trim() === '') return { unread: { reason: 'empty', language: null } };
    const { language, english } = languageOf(article.text, article.language);
    if (!english) return { unread: { reason: 'language', language } };
    return { document: readDocument(article.text, registry, day), day };
  };

  const consider = (article: ArticleInput): { considered: WeighedStatement[]; unread: Unread | null } => {
    const opened = open(article);
    if ('unread' in opened) return { considered: [], unread: opened.unread };
    const { document, day } = opened;
    const aboutIt = about.sentencesOf(document);
    // Most of the news is about something else: who holds what in it need not be found out.
    if (aboutIt.size === 0) return { considered: [], unread: null };
    const chain = new CoreferenceChain(document, registry, day);
    const holdings = allHoldings(document, chain);
    return { considered: weighedStatements({ document, day, holdings, chain, aboutIt }, compiled), unread: null };
  };
  const readArticle = (article: ArticleInput): { statements: ExtractedStatement[]; unread: Unread | null } => {
    const { considered, unread } = consider(article);
    const likely = considered.filter(({ statement }) => statement.confidence >= LEAST_CONFIDENCE);
    return { statements: likely.map(({ statement }) => statement), unread };
  };

  return {
    extract: (article) => readArticle(article).statements,
    read: readArticle,
    consider: (article) => consider(article).considered,
    attributions: (article) => {
      const opened = open(article);
      if ('unread' in opened) return [];
      const { document, day } = opened;
      return attributionsOf(document, allHoldings(document, new CoreferenceChain(document, registry, day)));
    },
    observe: (article) => {
      const opened = open(article);
      if ('unread' in opened) return { unread: opened.unread, speakers: [], aliases: [], topics: [] };
      const { document, day } = opened;
      const chain = new CoreferenceChain(document, registry, day);
      const holdings = allHoldings(document, chain);
      return { unread: null, ...observe({ document, holdings, chain, registry, issues, dossier }) };
    },
    explain: (article) => {
      const told = { ruleSet: RULE_SET, leastLink: LINK_THRESHOLD, leastConfidence: LEAST_CONFIDENCE };
      const opened = open(article);
      if ('unread' in opened) return { ...told, unread: opened.unread, statements: [], noStatements: [] };
      const { document, day } = opened;
      const chain = new TracedChain(document, registry, day);
      const holdings = allHoldings(document, chain);
      const record = new TraceRecord();
      weighedStatements({ document, day, holdings, chain, aboutIt: about.sentencesOf(document) }, compiled, record);
      return {
        ...told,
        unread: null,
        ...explainArticle({ document, chain, registry, dossier, day, issues }, record),
      };
    },
  };
}

/** What of a dossier statements are weighed by. */
interface CompiledDossier {
  readonly issues: IssueIndex;
  readonly roles: readonly PropositionRoles[];
  readonly subjects: IssueSubjects;
  readonly actorIds: readonly string[];
  readonly issueIds: readonly string[];
}

/** An article in which it is known who says and does what. */
interface HeardArticle {
  readonly document: ArticleDocument;
  readonly day: string;
  readonly holdings: readonly Holding[];
  readonly chain: CoreferenceChain;
  /** By index, the sentences that may be about the negotiation. */
  readonly aboutIt: ReadonlySet<number>;
}

/** All that is said and done, sentence by sentence; the chain is at the end of the article then. */
function allHoldings(document: ArticleDocument, chain: CoreferenceChain): Holding[] {
  const context = new SpeakerContext();
  const quoteSpeakers = new Map<
    number,
    { resolution: Resolution; mention: number; cue: Cue | undefined; weight: number }
  >();
  const holdings: Holding[] = [];
  for (const sentence of document.sentences) {
    if (sentence.apart) context.restart();
    chain.enterSentence(sentence);
    holdings.push(...holdingsOf(document, sentence, chain, quoteSpeakers, context));
  }
  return settlePending(holdings, quoteSpeakers);
}

function weighedStatements(
  { document, day, holdings, chain, aboutIt }: HeardArticle,
  { issues, roles, subjects, actorIds, issueIds }: CompiledDossier,
  trace?: Trace,
): WeighedStatement[] {
  const candidates: Candidate[] = [];
  const topics = new TopicChain(document, issues);
  for (const holding of holdings) {
    const sentence = document.sentences[holding.sentence];
    const left = whyLeft(holding, sentence, aboutIt);
    if (!sentence || left) {
      if (left) trace?.left(holding, left);
      continue;
    }
    const found = topics.anchorsOf(sentence);
    const words = withItsClause(document, holding, sentence, found);
    const content = new Set(words);
    const anchors = subjects.tellApart(found, document, content, holding.resolution.actors);
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
    const named = readings.size > 0 ? actorsIn(document, words) : new Set<string>();
    for (const [issueAt, reading] of readings) {
      const issue = issueIds[issueAt];
      if (issue === undefined) continue;
      const span = evidenceSpan(document, holding, sentence);
      const doers = issues.issues[issueAt]?.doers;
      const issueRoles = roles[issueAt];
      if (!issueRoles) continue;
      const setting = {
        topicality: topics.share(issueAt),
        rival: surestOther(readings, issueAt),
        issues: readings.size,
      };
      for (const actor of actors) {
        const evidence = stanceEvidence(reading.evidence, issueRoles, actor, named);
        const likelihoods = weighStance(reading.stance, evidence);
        const stance = likeliest(likelihoods);
        const signals = signalsOf(document, holding, { ...reading, stance }, kind, setting);
        // What one side does itself is no stance on what the other should do.
        if (doers && doers.size > 0 && !doers.has(actor) && isOwnAct(holding)) {
          trace?.passedOver(holding, issueAt, signals, 'own-act', actor);
          continue;
        }
        candidates.push({
          holding,
          signals,
          evidence,
          told: reading.stance,
          likelihoods,
          statement: {
            actor,
            issue,
            stance,
            kind,
            start: span.start,
            end: span.end,
            evidence: document.text.slice(span.start, span.end),
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
        if (candidate) trace?.candidate(issueAt, candidate);
      }
    }
  }
  return choose(candidates, actorIds, issueIds, (holding) => dayOfHolding(holding, document, day), trace);
}

/** Why nothing can be made of a holding, if so. */
function whyLeft(
  holding: Holding,
  sentence: SentenceView | undefined,
  aboutIt: ReadonlySet<number>,
): HoldingLeft | undefined {
  if (sentence?.repeated) return 'repeated-paragraph';
  if (holding.resolution.actors.length === 0) return 'unknown-speaker';
  if (holding.content.length === 0) return 'no-content';
  return aboutIt.has(holding.sentence) ? undefined : 'other-subject';
}

/** The surest link of the same words to another issue. */
function surestOther(readings: ReadonlyMap<number, Reading>, issue: number): number {
  let surest = 0;
  for (const [at, reading] of readings) if (at !== issue) surest = Math.max(surest, reading.link);
  return surest;
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

/** Actors whom a stretch of the article names. */
function actorsIn(document: ArticleDocument, words: readonly number[]): ReadonlySet<string> {
  const first = words[0] ?? 0;
  const last = words.at(-1) ?? -1;
  const out = new Set<string>();
  for (let i = first; i <= last; i++) {
    const mention = document.mentions[document.mentionOf[i] ?? -1];
    if (mention && mention.from === i && mention.to <= last + 1) for (const actor of mention.actors) out.add(actor);
  }
  return out;
}
