import type { EncodedEvent } from '@parley/contracts';
import { type BatchDecision, type BatchPlan, columnsOf } from '@parley/tracking';
import type { ClientBase } from 'pg';

/** Writes what a batch decided, a fixed number of statements however large it is. */
export async function writeDecision(client: ClientBase, plan: BatchPlan, decision: BatchDecision): Promise<void> {
  await deactivateStatements(client, decision.deactivated);
  await activateStatements(client, decision.activated);
  await putArticleSets(client, plan.sets);
  await putWithdrawals(client, plan.withdrawals);
  await putCurations(client, plan.curations);
  await putAsRead(client, plan.asRead);
  await updateTimelines(client, decision.timelines);
}

async function deactivateStatements(client: ClientBase, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query({
    name: 'tracker-deactivate-statements',
    text: 'UPDATE tracker.ledger SET active = false WHERE statement_id = ANY ($1::uuid[])',
    values: [ids],
  });
}

async function activateStatements(client: ClientBase, entries: BatchDecision['activated']): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map(({ statement }) => statement.id);
  await client.query({
    name: 'tracker-activate-statements',
    text: `INSERT INTO tracker.ledger AS l
             (statement_id, dossier_id, actor_id, issue_id, article_id, revision_number, event_id,
              stance, stated_on, published_at, publisher, span_start, confidence, condition, by_others, active)
           SELECT *, true
             FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::uuid[], $8::text[],
                         $9::date[], $10::timestamptz[], $11::text[], $12::int[], $13::float8[], $14::text[],
                         $15::boolean[])
           ON CONFLICT (statement_id) DO UPDATE SET
             dossier_id = excluded.dossier_id, actor_id = excluded.actor_id, issue_id = excluded.issue_id,
             article_id = excluded.article_id, revision_number = excluded.revision_number, event_id = excluded.event_id,
             stance = excluded.stance, stated_on = excluded.stated_on, published_at = excluded.published_at,
             publisher = excluded.publisher, span_start = excluded.span_start, confidence = excluded.confidence,
             condition = excluded.condition, by_others = excluded.by_others, active = true`,
    values: [
      ids,
      ...columnsOf(entries.map(({ key }) => key)),
      entries.map(({ statement }) => statement.articleId),
      entries.map(({ revisionNumber }) => revisionNumber),
      entries.map(({ eventId }) => eventId),
      entries.map(({ statement }) => statement.stance),
      entries.map(({ statement }) => statement.statedOn),
      entries.map(({ statement }) => statement.publishedAt),
      entries.map(({ statement }) => statement.publisher),
      entries.map(({ statement }) => statement.start),
      entries.map(({ statement }) => statement.confidence),
      entries.map(({ statement }) => statement.condition),
      entries.map(({ statement }) => statement.byOthers),
    ],
  });
  await client.query({
    name: 'tracker-put-evidence',
    text: `INSERT INTO tracker.evidence (statement_id, data)
           SELECT * FROM unnest($1::uuid[], $2::json[])
           ON CONFLICT (statement_id) DO UPDATE SET data = excluded.data`,
    values: [ids, entries.map(({ evidence }) => JSON.stringify(evidence))],
  });
}

async function putArticleSets(client: ClientBase, sets: BatchPlan['sets']): Promise<void> {
  if (sets.length === 0) return;
  await client.query({
    name: 'tracker-put-article-sets',
    // Arrays of arrays can't go through unnest, so the lists of ids travel as text.
    text: `INSERT INTO tracker.article_set
             (article_id, dossier_id, dossier_version, revision_number, revision_hash,
              extractor_kind, extractor_id, extractor_version, event_id, event_ids)
           SELECT article_id, dossier_id, dossier_version, revision_number, revision_hash,
                  extractor_kind, extractor_id, extractor_version, event_id, string_to_array(event_ids, ' ')::uuid[]
             FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
                         $9::uuid[], $10::text[])
                    AS s (article_id, dossier_id, dossier_version, revision_number, revision_hash,
                          extractor_kind, extractor_id, extractor_version, event_id, event_ids)
           ON CONFLICT (article_id, dossier_id) DO UPDATE SET
             dossier_version = excluded.dossier_version, revision_number = excluded.revision_number,
             revision_hash = excluded.revision_hash, extractor_kind = excluded.extractor_kind,
             extractor_id = excluded.extractor_id, extractor_version = excluded.extractor_version,
             event_id = excluded.event_id, event_ids = excluded.event_ids`,
    values: [
      sets.map(({ articleId }) => articleId),
      sets.map(({ dossier }) => dossier),
      sets.map(({ dossierVersion }) => dossierVersion),
      sets.map(({ revision }) => revision.number),
      sets.map(({ revision }) => revision.hash),
      sets.map(({ extractor }) => extractor.kind),
      sets.map(({ extractor }) => extractor.id),
      sets.map(({ extractor }) => extractor.version),
      sets.map(({ eventId }) => eventId),
      sets.map(({ eventIds }) => eventIds.join(' ')),
    ],
  });
}

async function putWithdrawals(client: ClientBase, withdrawals: BatchPlan['withdrawals']): Promise<void> {
  if (withdrawals.length === 0) return;
  await client.query({
    name: 'tracker-put-withdrawals',
    // Arrays of arrays can't go through unnest, so the lists of ids travel as text.
    text: `INSERT INTO tracker.withdrawal (article_id, revision_number, event_id, undone)
           SELECT article_id, revision_number, event_id, string_to_array(undone, ' ')::uuid[]
             FROM unnest($1::text[], $2::int[], $3::uuid[], $4::text[])
                    AS w (article_id, revision_number, event_id, undone)
           ON CONFLICT (article_id) DO UPDATE SET
             revision_number = excluded.revision_number, event_id = excluded.event_id, undone = excluded.undone`,
    values: [
      withdrawals.map(({ articleId }) => articleId),
      withdrawals.map(({ revision }) => revision),
      withdrawals.map(({ eventId }) => eventId),
      withdrawals.map(({ undone }) => undone.join(' ')),
    ],
  });
}

async function putCurations(client: ClientBase, curations: BatchPlan['curations']): Promise<void> {
  if (curations.length === 0) return;
  await client.query({
    name: 'tracker-put-curations',
    text: `INSERT INTO tracker.curation (event_id, article_id, type, data)
           SELECT event_id, article_id, type, data
             FROM unnest($1::uuid[], $2::text[], $3::text[], $4::json[]) WITH ORDINALITY
                    AS c (event_id, article_id, type, data, ordinal)
            ORDER BY ordinal`,
    values: [
      curations.map(({ id }) => id),
      curations.map(({ data }) => data.articleId),
      curations.map(({ type }) => type),
      curations.map(({ data }) => JSON.stringify(data)),
    ],
  });
}

async function putAsRead(client: ClientBase, sets: BatchPlan['asRead']): Promise<void> {
  if (sets.length === 0) return;
  await client.query({
    name: 'tracker-clear-as-read',
    text: `DELETE FROM tracker.as_read r
            USING unnest($1::text[], $2::text[]) AS s (article_id, dossier_id)
            WHERE (r.article_id, r.dossier_id) = (s.article_id, s.dossier_id)`,
    values: [sets.map(({ articleId }) => articleId), sets.map(({ dossier }) => dossier)],
  });
  const statements = sets.flatMap((set) => set.statements);
  await client.query({
    name: 'tracker-put-as-read',
    text: `INSERT INTO tracker.as_read (statement_id, article_id, dossier_id, data)
           SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::json[])
           ON CONFLICT (statement_id) DO UPDATE SET data = excluded.data`,
    values: [
      statements.map(({ statement }) => statement.id),
      statements.map(({ article }) => article.id),
      statements.map(({ statement }) => statement.dossier),
      statements.map((statement) => JSON.stringify(statement)),
    ],
  });
}

/** Also keeps the settings behind the policies they were decided under. */
export async function updateTimelines(client: ClientBase, timelines: BatchDecision['timelines']): Promise<void> {
  if (timelines.length === 0) return;
  const policies = new Map(timelines.map(({ policy }) => [`${policy.id} ${policy.version}`, policy]));
  await client.query({
    name: 'tracker-put-policies',
    text: `INSERT INTO tracker.policy (id, version, settings)
           SELECT * FROM unnest($1::text[], $2::text[], $3::json[]) ON CONFLICT DO NOTHING`,
    values: [
      [...policies.values()].map(({ id }) => id),
      [...policies.values()].map(({ version }) => version),
      [...policies.values()].map(({ id: _, version: __, ...settings }) => JSON.stringify(settings)),
    ],
  });
  await client.query({
    name: 'tracker-update-timelines',
    text: `UPDATE tracker.timeline t
              SET sequence = u.sequence, actor = u.actor, issue = u.issue, policy_id = u.policy_id,
                  policy_version = u.policy_version, changed_at = now()
             FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::json[], $6::json[], $7::text[], $8::text[])
                    AS u (dossier_id, actor_id, issue_id, sequence, actor, issue, policy_id, policy_version)
            WHERE (t.dossier_id, t.actor_id, t.issue_id) = (u.dossier_id, u.actor_id, u.issue_id)`,
    values: [
      ...columnsOf(timelines.map(({ key }) => key)),
      timelines.map(({ sequence }) => sequence),
      timelines.map(({ actor }) => JSON.stringify(actor)),
      timelines.map(({ issue }) => JSON.stringify(issue)),
      timelines.map(({ policy }) => policy.id),
      timelines.map(({ policy }) => policy.version),
    ],
  });
}

export interface OutboxEntry extends EncodedEvent {
  readonly eventId: string;
}

/**
 * Puts events into the outbox, in order: with the timelines locked, the sequence numbers of one key follow its changes.
 * Publishers in other processes are told when the transaction commits.
 */
export async function putIntoOutbox(
  client: ClientBase,
  topic: string,
  entries: readonly OutboxEntry[],
  channel: string,
): Promise<void> {
  if (entries.length === 0) return;
  let next = 1;
  const starts = entries.map(({ value }) => {
    const start = next;
    next += value.length;
    return start;
  });
  await client.query({
    name: 'tracker-put-into-outbox',
    // All values as one: in an array each byte of them would travel as two digits.
    text: `INSERT INTO tracker.outbox (event_id, topic, key, headers, value)
           SELECT event_id, $1, key, headers, substring($7::bytea FROM start FOR length)
             FROM unnest($2::uuid[], $3::text[], $4::json[], $5::int[], $6::int[]) WITH ORDINALITY
                    AS e (event_id, key, headers, start, length, ordinal)
            ORDER BY ordinal`,
    values: [
      topic,
      entries.map(({ eventId }) => eventId),
      entries.map(({ key }) => key),
      entries.map(({ headers }) => JSON.stringify(headers)),
      starts,
      entries.map(({ value }) => value.length),
      Buffer.concat(entries.map(({ value }) => value)),
    ],
  });
  await client.query('SELECT pg_notify($1, $2)', [channel, topic]);
}
