import {
  type ActorRef,
  articleIdOf,
  contentId,
  type Evidence,
  type IssueRef,
  type PositionChanged,
  type PositionChangeKind,
  revisionHashOf,
  type Stance,
} from '@parley/contracts';
import type { Pool } from 'pg';

export const DOSSIER = 'harbour-talks';
export const ACTORS: readonly ActorRef[] = [
  { id: 'port-authority', name: 'Port Authority', kind: 'organisation' },
  { id: 'ada-quill', name: 'Ada Quill', kind: 'person' },
  { id: 'dockers', name: 'Dockers’ Union', kind: 'organisation' },
  { id: 'silent-sam', name: 'Silent Sam', kind: 'person' },
];
export const ISSUES: readonly IssueRef[] = [
  { id: 'night-shifts', label: 'Night shifts', proposition: 'The port should work at night.' },
  { id: 'new-crane', label: 'New crane', proposition: 'A third crane should be bought.' },
];
export const actorRef = (id: string): ActorRef => named(ACTORS, id);
export const issueRef = (id: string): IssueRef => named(ISSUES, id);

function named<Named extends { readonly id: string }>(all: readonly Named[], id: string): Named {
  const found = all.find((one) => one.id === id);
  if (!found) throw new RangeError(`nothing is called ${id}`);
  return found;
}

const number = (n: number) => String(n).padStart(4, '0');

/** Statement n, made by an actor on an issue on a day, in article n. */
export function evidence(
  n: number,
  actor: string,
  issue: string,
  stance: Stance,
  day: string,
  sentence?: string,
): Evidence {
  const text = sentence ?? `Sentence ${n} about the ${issue}.`;
  const url = `https://news.example/${number(n)}`;
  return {
    statement: {
      id: contentId('statement', n),
      dossier: DOSSIER,
      actor,
      issue,
      stance,
      kind: 'direct',
      start: 6,
      end: 6 + text.length,
      evidence: text,
      before: 'Said: ',
      after: ' And so on.',
      statedOn: day,
      confidence: 0.875,
      speaker: actor,
      cue: 'said',
      condition: null,
    },
    article: {
      id: articleIdOf(url),
      url,
      title: `Article ${n}`,
      publisher: n % 2 === 0 ? 'The Even Post' : 'The Odd Times',
      publishedAt: `${day}T08:00:00.000Z`,
      publishedOn: day,
    },
    revisionHash: revisionHashOf(`Article ${n}`, `Said: ${text} And so on.`),
  };
}

/** The seeded dossier as it would be published. */
export const dossierDocument = (id: string = DOSSIER) => ({
  dossier: id,
  title: 'Harbour talks',
  from: '2025-01-01',
  actors: ACTORS.map((actor) => ({
    ...actor,
    aliases: [`The ${actor.name}`],
    roles: [{ title: 'head', of: 'port-authority', from: '2024-01-01' }],
  })),
  issues: ISSUES.map((issue) => ({ ...issue, terms: ['night'] })),
});

export async function seedDossier(pool: Pool, id: string = DOSSIER): Promise<void> {
  const document = dossierDocument(id);
  await pool.query(
    `INSERT INTO record.dossier VALUES ($1, 'aaaa', 2, 'Harbour talks', $2, 'ann', '2025-01-02T00:00:00Z', '2025-01-02T00:00:01Z')`,
    [id, document],
  );
  await pool.query(
    `INSERT INTO record.dossier_version (dossier_id, number, version, document, published_by, published_at, recorded_at)
     SELECT $1, n, v, $2, 'ann', '2025-01-01T00:00:00Z'::timestamptz + n * interval '1 day', '2025-01-01T00:00:01Z'
       FROM (VALUES (1, 'bbbb'), (2, 'aaaa')) AS versions(n, v)`,
    [id, document],
  );
  await pool.query(
    `INSERT INTO record.actor (dossier_id, id, name, kind, wikidata, aliases, roles, ordinal)
     SELECT $1, a->>'id', a->>'name', a->>'kind', NULL, ARRAY['The ' || (a->>'name')],
            '[{"title": "head", "of": "port-authority", "from": "2024-01-01"}]', n - 1
       FROM jsonb_array_elements($2) WITH ORDINALITY AS actors(a, n)`,
    [id, JSON.stringify(ACTORS)],
  );
  await pool.query(
    `INSERT INTO record.issue (dossier_id, id, label, proposition, terms, ordinal)
     SELECT $1, i->>'id', i->>'label', i->>'proposition', ARRAY['night'], n - 1
       FROM jsonb_array_elements($2) WITH ORDINALITY AS issues(i, n)`,
    [id, JSON.stringify(ISSUES)],
  );
}

export interface SeededPosition {
  readonly dossier?: string;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  readonly stance: Stance;
  readonly valid: string;
  readonly known: string;
  readonly evidence: readonly Evidence[];
}

export async function seedPositions(pool: Pool, positions: readonly SeededPosition[]): Promise<void> {
  for (const position of positions) {
    const key = [position.dossier ?? DOSSIER, position.actor.id, position.issue.id];
    await pool.query(`INSERT INTO record.timeline VALUES ($1, $2, $3, $4, $5, 1, now()) ON CONFLICT DO NOTHING`, [
      ...key,
      position.actor,
      position.issue,
    ]);
    const days = position.evidence.map((one) => one.statement.statedOn).sort();
    await pool.query(
      `INSERT INTO record.position (id, dossier_id, actor_id, issue_id, stance, valid, known, last_stated_on, statements,
                                    independent_sources, condition, statement_ids, sequence)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, 1, NULL, $9, 1)`,
      [
        ...key,
        position.stance,
        position.valid,
        position.known,
        days.at(-1) ?? '2025-01-01',
        Math.max(1, days.length),
        position.evidence.map((one) => one.statement.id),
      ],
    );
    await seedEvidence(pool, position.evidence);
  }
}

export async function seedEvidence(pool: Pool, all: readonly Evidence[]): Promise<void> {
  for (const one of all)
    await pool.query(`INSERT INTO record.evidence VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`, [
      one.statement.id,
      one.statement.dossier,
      one.statement.actor,
      one.statement.issue,
      one.article.id,
      one.statement.statedOn,
      one,
    ]);
}

/** The articles of evidence, and the statements in them. */
export async function seedArticles(pool: Pool, all: readonly Evidence[]): Promise<void> {
  for (const { article, statement, revisionHash } of all) {
    const recorded = `${article.publishedOn}T09:00:00Z`;
    await pool.query(
      `INSERT INTO record.article (id, url, original_url, title, publisher, language, published_at, published_on,
         revision_number, revision_hash, first_observed_at, observed_at, recorded_at)
       VALUES ($1, $2, $2 || '?utm_source=x', $3, $4, 'en', $5, $6, 1, $7, $8, $8, $8) ON CONFLICT DO NOTHING`,
      [
        article.id,
        article.url,
        article.title,
        article.publisher,
        article.publishedAt,
        article.publishedOn,
        revisionHash,
        recorded,
      ],
    );
    await pool.query(
      `INSERT INTO record.revision (article_id, number, hash, title, text, observed_at, recorded_at)
       VALUES ($1, 1, $2, $3, $4, $5, $5) ON CONFLICT DO NOTHING`,
      [article.id, revisionHash, article.title, `${statement.before}${statement.evidence}${statement.after}`, recorded],
    );
    await pool.query(
      `INSERT INTO record.statement (id, dossier_id, actor_id, issue_id, stance, kind, article_id, revision_number,
         revision_hash, span_start, span_end, evidence, context_before, context_after, stated_on, confidence, speaker,
         cue, condition, dossier_version, extractor_kind, extractor_id, extractor_version, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL, 'aaaa', 'rules', 'r', '1', $18)`,
      [
        statement.id,
        statement.dossier,
        statement.actor,
        statement.issue,
        statement.stance,
        statement.kind,
        article.id,
        revisionHash,
        statement.start,
        statement.end,
        statement.evidence,
        statement.before,
        statement.after,
        statement.statedOn,
        statement.confidence,
        statement.speaker,
        statement.cue,
        recorded,
      ],
    );
  }
}

export interface SeededChange {
  readonly partition: number;
  readonly offset: number;
  readonly recordedAt: string;
  readonly actor?: string;
  readonly issue?: string;
  readonly change?: PositionChangeKind;
  readonly sentence?: string;
}

/** Gives the ids of the changes. */
export async function seedChanges(pool: Pool, changes: readonly SeededChange[]): Promise<string[]> {
  const ids: string[] = [];
  for (const {
    partition,
    offset,
    recordedAt,
    actor = 'dockers',
    issue = 'night-shifts',
    change = 'taken',
    sentence,
  } of changes) {
    const n = partition * 10_000 + offset;
    const shown = evidence(n, actor, issue, 'support', '2025-03-01', sentence);
    const side = {
      stance: 'support' as const,
      validFrom: '2025-03-01',
      validTo: null,
      lastStatedOn: '2025-03-01',
      statements: 1,
      independentSources: 1,
      condition: null,
      doubt: null,
    };
    const data: PositionChanged = {
      dossier: DOSSIER,
      actor: actorRef(actor),
      issue: issueRef(issue),
      change,
      sequence: offset + 1,
      before: null,
      after: side,
      rewritten:
        change === 'corrected'
          ? { from: '2025-03-01', to: null, segments: [{ position: side, statementIds: [shown.statement.id] }] }
          : null,
      evidence: [shown],
      reason: null,
      policy: { id: 'default', version: '1' },
      derivation: null,
      decidedFrom: contentId('cause', n),
    };
    const id = contentId('change', n);
    ids.push(id);
    await pool.query(
      `INSERT INTO record.change VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 'support', '2025-03-01', $9, $10)`,
      [id, partition, offset, DOSSIER, actor, issue, change, offset + 1, data, recordedAt],
    );
  }
  return ids;
}
