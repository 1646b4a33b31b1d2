import {
  type ActorRef,
  type ArticleObserved,
  CATALOGUE,
  type CloudEvent,
  dataSchemaOf,
  type EncodedEvent,
  type EventData,
  type EventType,
  type Evidence,
  encodeEvent,
  type IssueRef,
  type PositionChanged,
  revisionHashOf,
  type Stance,
  type Statement,
  type StatementsExtracted,
  sha256Hex,
  statementIdOf,
} from '@parley/contracts';
import { DEFAULT_POLICY, outletSource, RunningTimeline } from '@parley/domain';
import { seededRandom } from '../../test/support/made-up-negotiation.js';

/*
 * A record as large as one is likely to get: 40 negotiations of 50 actors over the same 50 issues. Names and quotations
 * are made up, and all follows from the number of statements.
 */

export const DOSSIERS = 40;
const ACTORS_A_DOSSIER = 50;
const ISSUES = 50;
const STATEMENTS_AN_ARTICLE = 4;
const DAYS = 730;
const FIRST_DAY = Date.UTC(2025, 0, 1);
const DAY_MS = 86_400_000;
/** One report in twenty is up to two months late. */
const LATE_SHARE = 0.05;
const LATE_DAYS = 60;
const STEADY_SHARE = 0.85;

const SYLLABLES = [
  'ba',
  'ko',
  'ri',
  'mu',
  'te',
  'lan',
  'so',
  'vi',
  'ner',
  'da',
  'pol',
  'gu',
  'zem',
  'tar',
  'lo',
  'fen',
];
const STANCES: readonly Stance[] = ['support', 'oppose', 'conditional', 'noncommittal'];
const VERBS: Readonly<Record<Stance, string>> = {
  support: 'welcomed',
  oppose: 'rejected',
  conditional: 'would accept, once the dam is opened,',
  noncommittal: 'would not say yet what to do about',
};

export const dossierId = (n: number): string => `talks-${String(n).padStart(2, '0')}`;

const nameOf = (n: number): string => {
  const part = (m: number) =>
    [m, m >> 4, m >> 8]
      .map((k) => SYLLABLES[k % SYLLABLES.length])
      .join('')
      .replace(/^./, (c) => c.toUpperCase());
  return `${part(n * 7 + 3)} ${part(n * 13 + 5)}`;
};

const actorOf = (dossier: number, n: number): ActorRef => ({
  id: `actor-${dossier}-${n}`,
  name: nameOf(dossier * ACTORS_A_DOSSIER + n),
  kind: 'person',
});
const issueOf = (n: number): IssueRef => ({
  id: `issue-${n}`,
  label: `Lock ${n} of the canal`,
  proposition: `Lock ${n} of the canal should be opened.`,
});

/** Who and what can be asked for. */
export const actorIdOf = (dossier: number, n: number): string => actorOf(dossier, n % ACTORS_A_DOSSIER).id;
export const issueIdOf = (n: number): string => issueOf(n % ISSUES).id;
export const dayOf = (share: number): string =>
  new Date(FIRST_DAY + Math.floor(share * DAYS) * DAY_MS).toISOString().slice(0, 10);

const NOW = '2027-01-01T00:00:00.000Z';

/** An event of the catalogue without the check of its data, which whoever reads it does: a million checks take minutes. */
function recordOf<Type extends EventType>(type: Type, data: EventData[Type]): EncodedEvent {
  const definition = CATALOGUE[type];
  const id = definition.idOf(data);
  const event: CloudEvent<Type> = {
    specversion: '1.0',
    id,
    source: '/parley/bench',
    type,
    time: NOW,
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(type, definition.version),
    correlationid: id,
    partitionkey: definition.keyOf(data),
    data,
  };
  return encodeEvent(event);
}

/** Each negotiation's dossier, as it is published. */
export function madeUpDossiers(): EncodedEvent[] {
  return Array.from({ length: DOSSIERS }, (_, dossier) => {
    const document = {
      dossier: dossierId(dossier),
      title: `Canal talks ${dossier} (made up)`,
      from: '2025-01-01',
      actors: Array.from({ length: ACTORS_A_DOSSIER }, (__, n) => actorOf(dossier, n)).map((actor) => ({
        ...actor,
        aliases: [],
        roles: [],
      })),
      issues: Array.from({ length: ISSUES }, (__, n) => ({ ...issueOf(n), terms: [`lock ${n}`] })),
    };
    return recordOf('parley.dossier.published', {
      id: document.dossier,
      number: 1,
      version: sha256Hex(JSON.stringify(document)).slice(0, 16),
      title: document.title,
      document,
      policy: null,
      publishedBy: 'bench',
      publishedAt: NOW,
    });
  });
}

/** What some articles become. */
export interface MadeUpEvents {
  readonly articles: readonly EncodedEvent[];
  readonly statements: readonly EncodedEvent[];
  readonly positions: readonly EncodedEvent[];
  /** How many statements. */
  readonly count: number;
}

/** The events of all articles, some at a time, in the order of arrival: day by day but for those that are late. */
export function* madeUpEvents(statements: number, articlesAtOnce = 1_000): Generator<MadeUpEvents> {
  const tracker = new MadeUpTracker();
  const articles = Math.ceil(statements / STATEMENTS_AN_ARTICLE);
  for (let first = 0; first < articles; first += articlesAtOnce) {
    const batch: { articles: EncodedEvent[]; statements: EncodedEvent[]; positions: EncodedEvent[]; count: number } = {
      articles: [],
      statements: [],
      positions: [],
      count: 0,
    };
    for (let n = first; n < Math.min(articles, first + articlesAtOnce); n++) {
      const made = madeUpArticle(n, articles, Math.min(STATEMENTS_AN_ARTICLE, statements - n * STATEMENTS_AN_ARTICLE));
      batch.articles.push(recordOf('parley.article.observed', made.observed));
      const extracted = recordOf('parley.statements.extracted', made.extracted);
      batch.statements.push(extracted);
      batch.positions.push(...tracker.track(made.extracted, extracted.headers.ce_id ?? ''));
      batch.count += made.extracted.statements.length;
    }
    yield batch;
  }
}

function madeUpArticle(
  index: number,
  of: number,
  says: number,
): { observed: ArticleObserved; extracted: StatementsExtracted } {
  const random = seededRandom(index);
  const dossier = Math.floor(random() * DOSSIERS);
  const actor = actorOf(dossier, Math.floor(random() * ACTORS_A_DOSSIER));
  const firstIssue = Math.floor(random() * ISSUES);
  const late = random() < LATE_SHARE ? Math.floor(random() * LATE_DAYS) : 0;
  const day = dayOf(Math.max(0, index / of - late / DAYS));
  const url = `https://gazette-${index % 23}.example/canal/${index}`;
  const article = {
    id: sha256Hex(url),
    url,
    title: `Canal talks, report ${index}`,
    publisher: `Gazette ${index % 23}`,
    publishedAt: `${day}T${String(6 + (index % 14)).padStart(2, '0')}:00:00.000Z`,
    publishedOn: day,
  };
  const sentences = Array.from({ length: says }, (_, n) => {
    const issue = issueOf((firstIssue + n) % ISSUES);
    const stance = stanceOf(random, dossier, actor.id, issue.id, index / of);
    return {
      issue,
      stance,
      text: `${actor.name} ${VERBS[stance]} the plan for ${issue.label.toLowerCase()}, ${1 + Math.floor(random() * 999)} boats waiting.`,
    };
  });
  const text = sentences.map((one) => one.text).join('\n\n');
  const revision = { number: 1, hash: revisionHashOf(article.title, text) };
  let start = 0;
  const statements = sentences.map((one): Statement => {
    const place = {
      dossier: dossierId(dossier),
      actor: actor.id,
      issue: one.issue.id,
      stance: one.stance,
      start,
      end: start + one.text.length,
    };
    start = place.end + 2;
    return {
      id: statementIdOf({ ...place, articleId: article.id, revisionHash: revision.hash }),
      ...place,
      kind: 'indirect',
      evidence: one.text,
      before: '',
      after: '',
      statedOn: day,
      confidence: 0.5 + Math.floor(random() * 50) / 100,
      speaker: actor.name,
      cue: 'said',
      condition: one.stance === 'conditional' ? 'once the dam is opened' : null,
    };
  });
  const { id: articleId, ...printed } = article;
  return {
    observed: {
      articleId,
      ...printed,
      originalUrl: url,
      revision,
      text,
      original: null,
      language: 'en',
      observedAt: article.publishedAt,
      via: 'push',
    },
    extracted: {
      article,
      revision,
      extractor: { kind: 'rules', id: 'bench', version: '1' },
      dossiers: [{ id: dossierId(dossier), version: '1' }],
      actors: [{ dossier: dossierId(dossier), ...actor }],
      issues: sentences.map(({ issue }) => ({ dossier: dossierId(dossier), ...issue })),
      statements,
      usage: null,
      unread: null,
      reextraction: null,
    },
  };
}

/** What an actor holds for some months, and now and then something else. */
function stanceOf(random: () => number, dossier: number, actor: string, issue: string, share: number): Stance {
  const season = Math.floor(share * 5);
  const usual = seededRandom(Number.parseInt(sha256Hex(`${dossier} ${actor} ${issue} ${season}`).slice(0, 7), 16))();
  const chosen = random() < STEADY_SHARE ? usual : random();
  return STANCES[Math.floor(chosen * STANCES.length)] ?? 'support';
}

/** Decides as the tracker does, with all timelines in memory. */
class MadeUpTracker {
  private readonly timelines = new Map<string, { readonly running: RunningTimeline; sequence: number }>();
  /** Of statements that were outvoted when they came: a later change may bring them as evidence. */
  private readonly evidence = new Map<string, Evidence>();

  track({ article, revision, actors, issues, statements }: StatementsExtracted, decidedFrom: string): EncodedEvent[] {
    return statements.flatMap((statement, n) => {
      const { dossier, actor, issue } = statement;
      const key = `${dossier}/${actor}/${issue}`;
      const timeline = this.timelines.get(key) ?? { running: new RunningTimeline([], DEFAULT_POLICY), sequence: 0 };
      this.timelines.set(key, timeline);
      const evidence: Evidence = { statement, article, revisionHash: revision.hash };
      const added = [
        {
          id: statement.id,
          statedOn: statement.statedOn,
          publishedAt: article.publishedAt,
          articleId: article.id,
          publisher: article.publisher,
          source: outletSource(article.publisher),
          byOthers: false,
          start: statement.start,
          stance: statement.stance,
          confidence: statement.confidence,
          condition: statement.condition,
        },
      ];
      const changes = timeline.running.apply({ added, removed: [] });
      if (!changes.some((change) => change.evidence.some((one) => one.statement.id === statement.id)))
        this.evidence.set(statement.id, evidence);
      const [{ dossier: _, ...actorRef } = { dossier, id: actor, name: actor, kind: 'person' as const }] = actors;
      const { dossier: __, ...issueRef } = issues[n] ?? { dossier, id: issue, label: issue, proposition: issue };
      return changes.map((decided) => {
        timeline.sequence += 1;
        const data: PositionChanged = {
          dossier,
          actor: actorRef,
          issue: issueRef,
          change: decided.change,
          sequence: timeline.sequence,
          before: decided.before,
          after: decided.after,
          rewritten: decided.rewritten && { ...decided.rewritten, segments: [...decided.rewritten.segments] },
          evidence: decided.evidence.flatMap((one) =>
            one.statement.id === statement.id ? [evidence] : (this.evidence.get(one.statement.id) ?? []),
          ),
          reason: decided.reason,
          policy: { id: DEFAULT_POLICY.id, version: DEFAULT_POLICY.version },
          derivation: null,
          decidedFrom,
        };
        return recordOf(`parley.position.${decided.change}`, data);
      });
    });
  }
}
