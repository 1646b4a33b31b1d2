import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { articleSaying, dossierInForce } from '../../../../libs/reading/src/test-articles.test-support.js';
import { describeWithKafka, sharedBroker } from '../../../../test/support/kafka.js';
import { type LocalModelEndpoint, startLocalModelEndpoint } from '../../../../test/support/local-model-endpoint.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { type ExtractorUnderTest, startExtractor } from '../extractor-under-test.test-support.js';

await describeWithKafka('a model that reads, on Kafka', () => {
  let database: TestDatabase;
  let endpoint: LocalModelEndpoint;
  let service: ExtractorUnderTest | undefined;

  beforeEach(async () => {
    [database, endpoint] = await Promise.all([createTestDatabase(), startLocalModelEndpoint()]);
  });
  afterEach(async () => {
    await service?.close();
    await endpoint.close();
    await database.drop();
  });

  test('is not asked again for what its topic holds an answer to', async () => {
    const { brokers } = await sharedBroker();
    const environment = {
      PARLEY_KAFKA_BROKERS: brokers.join(','),
      PARLEY_KAFKA_NAMESPACE: `model-${randomBytes(4).toString('hex')}.`,
      PARLEY_EXTRACTOR: 'model',
      PARLEY_MODEL_BASE_URL: endpoint.baseUrl,
      PARLEY_MODEL_NAME: 'some-model',
      PARLEY_MODEL_REQUESTS_PER_MINUTE: '100000',
    };
    const articles = Array.from({ length: 30 }, (_, i) => articleSaying(`calm-${i}`, `A calm day by the lake, ${i}.`));
    service = await startExtractor({ databaseUrl: database.url, environment });
    await service.publish(dossierInForce());
    await service.observe(...articles);
    await service.statements(30);
    expect(endpoint.received).toHaveLength(30);
    await service.close();

    const client = new pg.Client(database.url);
    await client.connect();
    await client.query('DROP SCHEMA extractor CASCADE');
    await client.end();
    service = await startExtractor({ databaseUrl: database.url, environment });
    await service.observe(...articles);
    const sets = await service.statements(60);
    expect(new Set(sets.map(({ id, data }) => JSON.stringify([id, data]))).size).toBe(30);
    expect(endpoint.received).toHaveLength(30);
    expect(await service.answers()).toHaveLength(30);
  }, 120_000);
});
