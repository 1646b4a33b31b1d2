import { ARTICLES_TOPIC, decodeEvent } from '@parley/contracts';
import { type EventLog, partitionOfKey } from '@parley/event-log';

/** The canonical address, out of the record that the log has of the latest revision: nothing else here keeps it. */
export async function addressOf(log: EventLog, articleId: string, offset: bigint): Promise<string> {
  const { length: partitions } = await log.bounds(ARTICLES_TOPIC);
  const partition = partitionOfKey(articleId, partitions);
  const batches = log.read(ARTICLES_TOPIC, {
    from: { at: 'offsets', offsets: new Map([[partition, offset]]) },
    until: 'end',
    partitions: [partition],
    maxRecords: 1,
  });
  for await (const { records } of batches) {
    for (const { headers, value } of records) {
      const event = value === null ? null : decodeEvent({ headers, value }, ARTICLES_TOPIC);
      if (event?.type === 'parley.article.observed' && event.data.articleId === articleId) return event.data.url;
      throw new Error(`the log has no revision of article ${articleId} at ${partition}@${offset}`);
    }
  }
  throw new Error(`the log has nothing at ${ARTICLES_TOPIC}/${partition}@${offset}`);
}
