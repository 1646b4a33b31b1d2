import { type CurationType, statementIdOfCuration } from '@parley/domain';
import type { ClientBase } from 'pg';
import { uuidOf } from '../event-id.js';
import type { PlacedEvent } from '../placed-event.js';
import { type Column, insertRows } from '../row-set.js';
import { lockStatements, settleStatements } from '../statements/settle-statements.js';
import { storableJson } from '../storable-text.js';

type Curated = PlacedEvent<CurationType>;

const columns: readonly Column<Curated>[] = [
  { name: 'event_id', type: 'uuid', of: uuidOf },
  { name: 'partition', type: 'int', of: ({ partition }) => partition },
  { name: 'offset', type: 'bigint', of: ({ offset }) => offset },
  { name: 'type', type: 'text', of: ({ event }) => event.type },
  { name: 'article_id', type: 'text', of: ({ event }) => event.data.articleId },
  { name: 'statement_id', type: 'uuid', of: ({ event }) => statementIdOfCuration(event) },
  {
    name: 'undoes',
    type: 'uuid',
    of: ({ event }) => (event.type === 'parley.statement.restored' ? event.data.curationId : null),
  },
  { name: 'author', type: 'text', of: ({ event }) => event.data.author },
  { name: 'reason', type: 'text', of: ({ event }) => event.data.reason },
  { name: 'curated_at', type: 'timestamptz', of: ({ event }) => event.data.curatedAt },
  { name: 'data', type: 'jsonb', of: ({ event }) => storableJson(event.data) },
  { name: 'recorded_at', type: 'timestamptz', of: ({ recordedAt }) => recordedAt },
];

/** What people put right: every curation is kept, once, and the statements it concerns show what it makes of them. */
export async function projectCurations(client: ClientBase, events: readonly Curated[], schema: string): Promise<void> {
  await lockStatements(client, schema, 'correct');
  // An event that is repeated says what it said.
  await insertRows(client, `${schema}.curation`, events, columns, 'ON CONFLICT (event_id) DO NOTHING');
  await settleStatements(client, [...new Set(events.map(({ event }) => event.data.articleId))], schema);
}
