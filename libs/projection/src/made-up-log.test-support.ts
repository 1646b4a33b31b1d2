import {
  type ArticleObserved,
  type CloudEvent,
  contentId,
  createEvent,
  type EventType,
  type Evidence,
  encodeEvent,
  type PositionChanged,
  revisionHashOf,
  type Statement,
  type StatementAmended,
  type StatementsExtracted,
  sha256Hex,
  statementIdOf,
  topicOf,
} from '@parley/contracts';
import { DEFAULT_POLICY, type DecidedChange, decideChanges, type LedgerStatement, outletSource } from '@parley/domain';
import type { OutgoingRecord } from '@parley/event-log';
import type { PlacedEvent } from './placed-event.js';

/** Events of a made-up negotiation, for tests. The same arguments give the same event. */

export const DOSSIER = 'lakeside-talks';
const context = (source: string) => ({ source: `/parley/${source}`, time: new Date('2025-09-01T00:00:00Z') });

export const articleIdFor = (name: string): string => sha256Hex(`https://news.example/${name}`);

export function observed(name: string, revision = 1, overrides: Partial<ArticleObserved> = {}) {
  const title = overrides.title ?? `Title of ${name}`;
  const text = overrides.text ?? `Text ${revision} of ${name}: the levy must go, said Ada Quill.`;
  return createEvent(
    'parley.article.observed',
    {
      articleId: articleIdFor(name),
      url: `https://news.example/${name}`,
      originalUrl: `https://news.example/${name}?utm_source=x`,
      revision: { number: revision, hash: revisionHashOf(title, text) },
      title,
      text,
      original: null,
      publisher: 'The Lakeside Post',
      language: 'en',
      publishedAt: '2025-08-01T08:00:00.000Z',
      publishedOn: '2025-08-01',
      observedAt: `2025-08-01T09:${String(revision).padStart(2, '0')}:00.000Z`,
      via: 'push',
      ...overrides,
    },
    context('ingest'),
  );
}

export const withdrawn = (name: string, withdrawnAt: string, revision: number | null = null) =>
  createEvent(
    'parley.article.withdrawn',
    {
      articleId: articleIdFor(name),
      url: `https://news.example/${name}`,
      revision,
      reason: 'printed by mistake',
      withdrawnBy: 'The Lakeside Post',
      withdrawnAt,
    },
    context('ingest'),
  );

export const unwithdrawn = (withdrawal: ReturnType<typeof withdrawn>, restoredAt: string) =>
  createEvent(
    'parley.article.restored',
    {
      articleId: withdrawal.data.articleId,
      url: withdrawal.data.url,
      withdrawalId: withdrawal.id,
      reason: 'it was another article',
      restoredBy: 'ann',
      restoredAt,
    },
    context('ingest'),
  );

export interface Said {
  readonly actor?: string;
  readonly issue?: string;
  readonly stance?: Statement['stance'];
  readonly start?: number;
  readonly dossier?: string;
  readonly evidence?: string;
}

export function statementOf(article: string, revisionHash: string, said: Said): Statement {
  const { actor = 'ada-quill', issue = 'harbour-levy', stance = 'oppose', start = 0, dossier = DOSSIER } = said;
  const place = { dossier, actor, issue, stance, start, end: start + 10 };
  return {
    id: statementIdOf({ ...place, articleId: articleIdFor(article), revisionHash }),
    ...place,
    kind: 'indirect',
    evidence: said.evidence ?? 'the levy must go',
    before: '',
    after: '',
    statedOn: '2025-08-01',
    confidence: 0.85,
    speaker: 'Ada Quill',
    cue: 'said',
    condition: null,
  };
}

export function extracted(
  article: string,
  says: readonly Said[],
  options: { readonly revision?: number; readonly version?: string; readonly dossiers?: readonly string[] } = {},
) {
  const { revision = 1, version = '1', dossiers = [DOSSIER] } = options;
  const hash = sha256Hex(`${article} ${revision}`);
  const data: StatementsExtracted = {
    article: {
      id: articleIdFor(article),
      url: `https://news.example/${article}`,
      title: `Title of ${article}`,
      publisher: 'The Lakeside Post',
      publishedAt: '2025-08-01T08:00:00.000Z',
      publishedOn: '2025-08-01',
    },
    revision: { number: revision, hash },
    extractor: { kind: 'rules', id: 'rules', version },
    dossiers: dossiers.map((id) => ({ id, version: 'abc' })),
    actors: [],
    issues: [],
    statements: says.map((said) => statementOf(article, hash, said)),
    usage: null,
    unread: null,
    reextraction: null,
  };
  return createEvent('parley.statements.extracted', data, context('extractor'));
}

const curatedBy = (articleId: string, minute: number) => ({
  articleId,
  author: 'ann',
  reason: 'read it myself',
  curatedAt: new Date(Date.UTC(2025, 8, 2, 0, minute)).toISOString(),
});

type ReadEvent = ReturnType<typeof extracted>;

const target = ({ data }: ReadEvent, place: number) => {
  const statement = data.statements[place];
  if (!statement) throw new RangeError(`the event has no statement ${place}`);
  return { statementId: statement.id, asRead: { statement, revision: data.revision } };
};

/** Curations of what an event has read, told apart by the minute in which they are made. */
export const retracted = (read: ReadEvent, minute: number, place = 0) =>
  createEvent(
    'parley.statement.retracted',
    { ...curatedBy(read.data.article.id, minute), ...target(read, place) },
    context('api'),
  );

export const amended = (read: ReadEvent, minute: number, changes: StatementAmended['changes'], place = 0) =>
  createEvent(
    'parley.statement.amended',
    {
      ...curatedBy(read.data.article.id, minute),
      ...target(read, place),
      changes,
      actor: changes.actor === undefined ? null : { id: changes.actor, name: 'Other', kind: 'person' },
      issue: null,
      words: null,
    },
    context('api'),
  );

export const added = (article: string, said: Said, minute: number, revision = 1) => {
  const { article: ref, revision: of } = extracted(article, [], { revision }).data;
  const statement = statementOf(article, of.hash, said);
  return createEvent(
    'parley.statement.added',
    {
      ...curatedBy(ref.id, minute),
      article: ref,
      revision: of,
      actor: { id: statement.actor, name: `Name of ${statement.actor}`, kind: 'person' },
      issue: { id: statement.issue, label: 'Label', proposition: 'It should stay.' },
      statement,
    },
    context('api'),
  );
};

export const restored = (
  curation: ReturnType<typeof retracted> | ReturnType<typeof amended> | ReturnType<typeof added>,
  minute: number,
) =>
  createEvent(
    'parley.statement.restored',
    {
      ...curatedBy(curation.data.articleId, minute),
      statementId: 'statementId' in curation.data ? curation.data.statementId : curation.data.statement.id,
      curationId: curation.id,
    },
    context('api'),
  );

export interface DossierShape {
  readonly actors?: readonly string[];
  readonly issues?: readonly string[];
  readonly document?: Record<string, unknown>;
}

export function published(number: number, shape: DossierShape = {}, id = DOSSIER) {
  const { actors = ['ada-quill', 'bo-marsh'], issues = ['harbour-levy'] } = shape;
  const document = shape.document ?? {
    dossier: id,
    title: 'Lakeside talks',
    from: '2025-01-01',
    actors: actors.map((actor) => ({ id: actor, name: `Name of ${actor}`, kind: 'person', aliases: [], roles: [] })),
    issues: issues.map((issue) => ({
      id: issue,
      label: `Label of ${issue}`,
      proposition: `The ${issue} should stay.`,
      terms: ['levy'],
    })),
  };
  return createEvent(
    'parley.dossier.published',
    {
      id,
      number,
      version: sha256Hex(JSON.stringify(document)).slice(0, 16),
      title: 'Lakeside talks',
      document,
      policy: null,
      publishedBy: 'an analyst',
      publishedAt: '2025-07-01T00:00:00.000Z',
    },
    context('api'),
  );
}

/** What is said on a day, by day in August 2025, for `decided`. */
export interface Report {
  readonly day: number;
  readonly stance: Statement['stance'];
  readonly publisher?: string;
}

/** The position events that the policy decides when reports of one timeline come in one after another. */
export function decided(
  reports: readonly Report[],
  timeline: { readonly actor?: string; readonly issue?: string } = {},
): CloudEvent<PositionEventType>[] {
  const { actor = 'ada-quill', issue = 'harbour-levy' } = timeline;
  const evidence = new Map<string, Evidence>();
  const ledger: LedgerStatement[] = [];
  const events: CloudEvent<PositionEventType>[] = [];
  for (const [index, report] of reports.entries()) {
    const item = evidenceOf(`${actor}-${issue}-${index}`, report, actor, issue);
    evidence.set(item.statement.id, item);
    const statement = ledgerOf(item);
    for (const change of decideChanges(ledger, { added: [statement], removed: [] }, DEFAULT_POLICY))
      events.push(positionEvent(change, actor, issue, events.length + 1, evidence));
    ledger.push(statement);
  }
  return events;
}

export type PositionEventType = Extract<EventType, `parley.position.${string}`>;

function positionEvent(
  change: DecidedChange,
  actor: string,
  issue: string,
  sequence: number,
  evidence: ReadonlyMap<string, Evidence>,
): CloudEvent<PositionEventType> {
  const data: PositionChanged = {
    dossier: DOSSIER,
    actor: { id: actor, name: `Name of ${actor}`, kind: 'person' },
    issue: { id: issue, label: `Label of ${issue}`, proposition: `The ${issue} should stay.` },
    change: change.change,
    sequence,
    before: change.before,
    after: change.after,
    rewritten: change.rewritten && { ...change.rewritten, segments: [...change.rewritten.segments] },
    evidence: change.evidence.flatMap(({ statement }) => evidence.get(statement.id) ?? []),
    reason: change.reason,
    policy: { id: DEFAULT_POLICY.id, version: DEFAULT_POLICY.version },
    derivation: null,
    decidedFrom: contentId('test', actor, issue, sequence),
  };
  return createEvent(`parley.position.${change.change}` as PositionEventType, data, context('tracker'));
}

function evidenceOf(article: string, report: Report, actor: string, issue: string): Evidence {
  const publisher = report.publisher ?? 'The Lakeside Post';
  const day = `2025-08-${String(report.day).padStart(2, '0')}`;
  const revisionHash = sha256Hex(`${article} 1`);
  return {
    statement: { ...statementOf(article, revisionHash, { actor, issue, stance: report.stance }), statedOn: day },
    article: {
      id: articleIdFor(article),
      url: `https://news.example/${article}`,
      title: `Title of ${article}`,
      publisher,
      publishedAt: `${day}T12:00:00.000Z`,
      publishedOn: day,
    },
    revisionHash,
  };
}

const ledgerOf = ({ statement, article }: Evidence): LedgerStatement => ({
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
});

/** Events as if they stood in partition 0 of their topic, one after another, a minute apart unless told. */
export const placed = <Type extends EventType>(
  events: readonly CloudEvent<Type>[],
  recordedAt: (index: number) => Date = (index) => new Date(Date.UTC(2025, 8, 1, 0, index)),
): PlacedEvent<Type>[] =>
  events.map((event, index) => ({
    topic: topicOf(event.type),
    partition: 0,
    offset: BigInt(index),
    recordedAt: recordedAt(index),
    // A union of events is an event of the union; TypeScript does not see that through the generic.
    event: event as PlacedEvent<Type>['event'],
  }));

export const recordOf = (event: CloudEvent): OutgoingRecord => encodeEvent(event);
