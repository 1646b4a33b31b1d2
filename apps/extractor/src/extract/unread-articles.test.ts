import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { articleSaying, dossierInForce } from '../../../../libs/reading/src/test-articles.test-support.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { type ExtractorUnderTest, startExtractor } from '../extractor-under-test.test-support.js';

let database: TestDatabase;
let extractor: ExtractorUnderTest;
beforeEach(async () => {
  database = await createTestDatabase();
  extractor = await startExtractor({ databaseUrl: database.url, environment: { PARLEY_EXTRACTOR: 'rules' } });
});
afterEach(async () => {
  await extractor.close();
  await database.drop();
});

const french =
  'Ada Quill soutient le traité sur les bacs et votera pour, a-t-elle déclaré lundi devant la presse. Les bacs ont circulé comme d’habitude toute la semaine, et le barrage est resté calme.';
const english = '"We support the ferry treaty and we will vote for it," Ada Quill said on Monday.';

test('an article that is not in English is recorded as not read, and counted', async () => {
  await extractor.publish(dossierInForce());
  await extractor.observe(articleSaying('a-english', english), articleSaying('b-french', french));
  const [read, unread] = await extractor.statements(2);
  expect(read?.data).toMatchObject({ unread: null, statements: [{ actor: 'ada-quill', issue: 'ferry-treaty' }] });
  expect(unread?.data).toMatchObject({
    unread: { reason: 'language', language: 'fr' },
    statements: [],
    dossiers: [{ id: dossierInForce().dossier.dossier }],
  });
  expect(await extractor.metric('parley_extractor_unread_total{reason="language",language="fr"}')).toBe(1);
});
