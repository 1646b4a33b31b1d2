import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ARTICLES_TOPIC } from '@parley/contracts';
import { type EventBatch, EventBatchHandler, moveCheckpoint } from '@parley/event-log';
import { PG_POOL } from '@parley/platform';
import { inTransaction } from '@parley/postgres';
import type { ClientBase, Pool } from 'pg';
import { type RecordedRevision, STANDING_LIMITS, writeStanding } from '../standing-revisions.sql.js';
import { writeRestoration, writeWithdrawal } from '../withdrawals.sql.js';

/** Name of the consumer: of its group, and of its checkpoints in the schema `ingest`. */
export const INGEST_CONSUMER = 'ingest';

/**
 * Folds the articles topic into `ingest.article`, so that what is known of each article is what the log says, also
 * where it was appended by another process or by one that ended before it could write it down.
 */
@Controller()
export class ObservedArticlesController {
  constructor(@Inject(PG_POOL) private readonly pool: Pool) {}

  @EventBatchHandler({ consumer: INGEST_CONSUMER, topics: [ARTICLES_TOPIC], checkpoints: 'handler' })
  async onArticles(@Payload() batch: EventBatch): Promise<void> {
    const { topic, partition, from, to } = batch;
    await inTransaction(
      this.pool,
      async (client) => {
        await moveCheckpoint(client, { schema: 'ingest' }, INGEST_CONSUMER, topic, partition, from, to);
        await writeStanding(client, latestOf(batch));
        // Rare, and each names its revision, so their order among the revisions of the batch makes no difference.
        for (const { event } of batch.events) await takeBack(client, event);
      },
      STANDING_LIMITS,
    );
  }
}

/** A withdrawn article keeps its revision: sent again with the same text it is no news. */
function latestOf(batch: EventBatch): readonly RecordedRevision[] {
  const latest = new Map<string, RecordedRevision>();
  for (const { event, offset } of batch.events) {
    if (event.type !== 'parley.article.observed') continue;
    const { articleId, revision } = event.data;
    const known = latest.get(articleId);
    if (!known || revision.number >= known.number) latest.set(articleId, { articleId, ...revision, offset });
  }
  return [...latest.values()];
}

async function takeBack(client: ClientBase, event: EventBatch['events'][number]['event']): Promise<void> {
  if (event.type === 'parley.article.withdrawn') {
    const { articleId, revision, withdrawnAt } = event.data;
    await writeWithdrawal(client, { articleId, revision, eventId: event.id, withdrawnAt });
  } else if (event.type === 'parley.article.restored') await writeRestoration(client, event.data);
}
