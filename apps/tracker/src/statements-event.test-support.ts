import {
  type CloudEvent,
  contentId,
  createEvent,
  type Statement,
  type StatementAmended,
  sha256Hex,
  statementIdOf,
} from '@parley/contracts';
import { statementIdOfCuration } from '@parley/domain';
import type { CurationEvent, RestoredEvent, StatementsEvent, WithdrawnEvent } from '@parley/tracking';

/** What a test says of a statement; the rest is made up from it. */
export interface Said {
  readonly stance: Statement['stance'];
  readonly on: string;
  readonly actor?: string;
  readonly issue?: string;
  readonly confidence?: number;
  readonly condition?: string;
  readonly start?: number;
}

/** An article is taken back with all revisions up to this one. */
export const articleIsWithdrawn = (
  article: string,
  revision: number | null = 1,
  at = '2025-08-20T00:00:00.000Z',
): WithdrawnEvent =>
  createEvent(
    'parley.article.withdrawn',
    {
      articleId: sha256Hex(article),
      url: `https://news.example/${encodeURIComponent(article)}`,
      revision,
      reason: 'printed by mistake',
      withdrawnBy: 'the desk',
      withdrawnAt: at,
    },
    { source: '/parley/ingest', time: new Date(at) },
  );

/** A withdrawal is undone. */
export const articleIsRestored = (withdrawal: WithdrawnEvent, at = '2025-08-22T00:00:00.000Z'): RestoredEvent =>
  createEvent(
    'parley.article.restored',
    {
      articleId: withdrawal.data.articleId,
      url: withdrawal.data.url,
      withdrawalId: withdrawal.id,
      reason: 'it was another article',
      restoredBy: 'ann',
      restoredAt: at,
    },
    { source: '/parley/ingest', time: new Date(at) },
  );

let minutes = 0;
const by = (articleId: string) => ({
  articleId,
  author: 'ann',
  reason: 'read it myself',
  curatedAt: new Date(Date.UTC(2025, 8, 1, 0, minutes++)).toISOString(),
});
const context = { source: '/parley/api', time: new Date('2025-09-01T00:00:00.000Z') };

/** The statement of an event by its place there, as a curation names it. */
function target(event: StatementsEvent, place: number) {
  const statement = event.data.statements[place];
  if (!statement) throw new RangeError(`the event has no statement ${place}`);
  return { statementId: statement.id, asRead: { statement, revision: event.data.revision } };
}

export const retracts = (event: StatementsEvent, place = 0): CloudEvent<'parley.statement.retracted'> =>
  createEvent('parley.statement.retracted', { ...by(event.data.article.id), ...target(event, place) }, context);

export const amends = (
  event: StatementsEvent,
  changes: StatementAmended['changes'],
  place = 0,
): CloudEvent<'parley.statement.amended'> => {
  const { actor } = changes;
  const named = actor === undefined ? null : ({ id: actor, name: `Name of ${actor}`, kind: 'person' } as const);
  const data = {
    ...by(event.data.article.id),
    ...target(event, place),
    changes,
    actor: named,
    issue: null,
    words: null,
  };
  return createEvent('parley.statement.amended', data, context);
};

/** Adds what an event says to its article, without the event. */
export function adds(event: StatementsEvent, place = 0): CloudEvent<'parley.statement.added'> {
  const { article, revision } = event.data;
  const { statement } = target(event, place).asRead;
  const actor = event.data.actors.find(({ id }) => id === statement.actor);
  const issue = event.data.issues.find(({ id }) => id === statement.issue);
  if (!actor || !issue) throw new RangeError('the event does not name its actor or issue');
  const { dossier: _a, ...actorRef } = actor;
  const { dossier: _i, ...issueRef } = issue;
  const data = { ...by(article.id), article, revision, actor: actorRef, issue: issueRef, statement };
  return createEvent('parley.statement.added', data, context);
}

export const undoes = (curation: CurationEvent): CloudEvent<'parley.statement.restored'> =>
  createEvent(
    'parley.statement.restored',
    {
      ...by(curation.data.articleId),
      statementId: statementIdOfCuration(curation),
      curationId: curation.id,
    },
    context,
  );

/** An event of all that one revision of an article says. The same arguments give the same event. */
export function articleSays(
  article: string,
  says: readonly Said[],
  options: {
    readonly revision?: number;
    readonly publisher?: string;
    readonly publishedAt?: string;
    readonly extractorVersion?: string;
  } = {},
): StatementsEvent {
  const { revision = 1, publisher = `The ${article}`, extractorVersion = '1' } = options;
  const publishedAt = options.publishedAt ?? `${says[0]?.on ?? '2025-08-01'}T12:00:00.000Z`;
  const articleId = sha256Hex(article);
  const hash = sha256Hex(`${article} ${revision}`);
  const statements = says.map((said, index): Statement => {
    const { stance, actor = 'ada-quill', issue = 'harbour-levy', start = index * 20 } = said;
    const place = { dossier: 'lakeside-talks', actor, issue, stance, start, end: start + 10 };
    return {
      id: statementIdOf({ ...place, articleId, revisionHash: hash }),
      ...place,
      kind: 'indirect',
      evidence: `evidence of ${stance}`,
      before: '',
      after: '',
      statedOn: said.on,
      confidence: said.confidence ?? 0.8,
      speaker: actor,
      cue: 'said',
      condition: said.condition ?? null,
    };
  });
  const named = <Key extends 'actor' | 'issue'>(key: Key) => [...new Set(statements.map((s) => s[key]))];
  return createEvent(
    'parley.statements.extracted',
    {
      article: {
        id: articleId,
        url: `https://news.example/${encodeURIComponent(article)}`,
        title: `Title of ${article}`,
        publisher,
        publishedAt,
        publishedOn: publishedAt.slice(0, 10),
      },
      revision: { number: revision, hash },
      extractor: { kind: 'rules', id: 'test', version: extractorVersion },
      dossiers: [{ id: 'lakeside-talks', version: '1' }],
      actors: named('actor').map((id) => ({ dossier: 'lakeside-talks', id, name: `Name of ${id}`, kind: 'person' })),
      issues: named('issue').map((id) => ({
        dossier: 'lakeside-talks',
        id,
        label: `Label of ${id}`,
        proposition: `There should be ${id}.`,
      })),
      statements,
      usage: null,
      unread: null,
      reextraction: null,
    },
    {
      source: '/parley/extractor',
      time: new Date(publishedAt),
      causedBy: { id: contentId('test', article, revision), correlationid: contentId('test', article) },
    },
  );
}
