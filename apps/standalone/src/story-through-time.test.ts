import {
  articleIdOf,
  comparisonSchema,
  positionAnswerSchema,
  positionHistorySchema,
  publicationSchema,
  type ShownStatement,
  statementPageSchema,
} from '@parley/contracts';
import { foldChanges } from '@parley/domain';
import { silentLogger } from '@parley/platform';
import { rebuildRecord, recordFingerprint } from '@parley/projection';
import { verifyRecord } from '@parley/verification';
import { madeUpDossierYaml } from '../../../test/support/made-up-negotiation.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { type ParleyUnderTest, startParleyUnderTest } from './parley-under-test.test-support.js';

/*
 * The story of a negotiation that never was, told with dates on the whole pipeline, each chapter with its answers on both
 * axes of time. Ada Quill is prime minister of Ruritania, Borin Thale its foreign minister; they talk of a harbour levy.
 */

let parley: ParleyUnderTest;

beforeAll(async () => {
  parley = await startParleyUnderTest();
  await publishDossier(madeUpDossierYaml());
});
afterAll(async () => parley.close());

const get: ParleyUnderTest['get'] = (...request) => parley.get(...request);

/** Sends it and waits until the record holds all that follows. */
async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await parley.send(path, body, headers);
  await parley.caughtUp();
  return answer;
}

async function publishDossier(yaml: string) {
  const { body } = await post('/v1/dossiers', yaml, { 'content-type': 'application/yaml' });
  return publicationSchema.parse(body);
}

/** An outlet prints a text on a day of March or April. */
async function print(outlet: string, day: string, text: string): Promise<string> {
  const url = `https://${outlet}.example/levy`;
  const article = {
    url,
    title: `Levy: ${outlet} of ${day}`,
    text,
    publisher: `The ${outlet}`,
    publishedAt: `2026-${day}T12:00:00Z`,
  };
  expect((await post('/v1/articles', article)).status).toBe(202);
  return articleIdOf(url);
}

/** An instant after all that was recorded until now and before all that will be. */
async function moment(): Promise<string> {
  const now = new Date();
  await waitFor('the clock to go on', () => Date.now() > now.getTime() + 1);
  return now.toISOString();
}

/** Whether the record follows from the log, worked out apart from the services. */
async function findings(): Promise<string[]> {
  const found: string[] = [];
  await verifyRecord({
    log: parley.log,
    databaseUrl: parley.databaseUrl,
    onFinding: (finding) => found.push(JSON.stringify(finding)),
  });
  return found;
}

const at = (knownAt: string | undefined) => (knownAt === undefined ? '' : `&knownAt=${knownAt}`);
const ask = (day: string, knownAt?: string, actor = 'ada-quill') =>
  get(`/v1/positions/lakeside-talks/${actor}/harbour-levy?validAt=2026-${day}${at(knownAt)}`, positionAnswerSchema);
/** What was held on each of these days, by what is known now or was at an instant. */
const held = (days: readonly string[], knownAt?: string, actor?: string) =>
  Promise.all(days.map(async (day) => (await ask(day, knownAt, actor)).position?.stance ?? 'unknown'));
const statementsAt = async (knownAt?: string, actor = 'ada-quill'): Promise<readonly ShownStatement[]> =>
  (await get(`/v1/statements?actor=${actor}${at(knownAt)}`, statementPageSchema)).items;
const saidOn = (statements: readonly ShownStatement[]) =>
  statements.map(({ statedOn, stance }) => `${statedOn.slice(5)} ${stance}`).sort();

const NO = 'Ada Quill, the prime minister, rejected the harbour levy.';
const YES = '"We support the harbour levy and we will vote for it," Ada Quill said.';
const DAYS = ['03-01', '03-03', '03-10', '03-17'];

test('the story of the harbour levy, on both axes of time', async () => {
  const before = await moment();

  // Given a report of 2 March that Ada Quill rejects the levy
  await print('post', '03-02', NO);
  const first = await moment();
  // Then she opposes it from that day on; before it, and before it was known, her position is unknown
  expect(await held(DAYS)).toEqual(['unknown', 'oppose', 'oppose', 'oppose']);
  expect(await held(DAYS, before)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);

  // When she comes round on 16 March, then that is a shift
  const courier = await print('courier', '03-16', YES);
  const shifted = await moment();
  expect(await held(DAYS)).toEqual(['unknown', 'oppose', 'oppose', 'support']);
  expect(await held(DAYS, first)).toEqual(['unknown', 'oppose', 'oppose', 'oppose']);

  // When a report of 9 March comes late and says that she was for it then, the past reads differently from now on
  const weekly = await print('weekly', '03-09', `In the evening she was plain about it. ${YES}`);
  const late = await moment();
  expect(await held(DAYS)).toEqual(['unknown', 'oppose', 'support', 'support']);
  expect(await held(DAYS, shifted)).toEqual(['unknown', 'oppose', 'oppose', 'support']);

  // When the courier edits its report into the contrary
  await print('courier', '03-16', `An earlier version had it wrong. ${NO}`);
  const edited = await moment();
  expect(await held(DAYS)).toEqual(['unknown', 'oppose', 'support', 'oppose']);
  expect(await held(DAYS, late)).toEqual(['unknown', 'oppose', 'support', 'support']);
  // Then what was known of its statements is still known to have been known
  expect(saidOn(await statementsAt())).toEqual(['03-02 oppose', '03-09 support', '03-16 oppose']);
  expect(saidOn(await statementsAt(late))).toEqual(['03-02 oppose', '03-09 support', '03-16 support']);

  // When an analyst retracts what the weekly had
  const [statement] = (await statementsAt()).filter(({ article }) => article?.id === weekly);
  const because = { author: 'ann', reason: 'it was said of the ferry' };
  expect((await post(`/v1/statements/${statement?.id}/retraction`, because, { 'if-match': '*' })).status).toBe(202);
  const retracted = await moment();
  expect(await held(DAYS)).toEqual(['unknown', 'oppose', 'oppose', 'oppose']);
  expect(await held(DAYS, edited)).toEqual(['unknown', 'oppose', 'support', 'oppose']);
  expect(saidOn(await statementsAt())).toEqual(['03-02 oppose', '03-16 oppose']);

  // When the courier is withdrawn by mistake, and that is undone
  await post(`/v1/articles/${courier}/withdrawal`, { reason: 'taken down', by: 'ann' });
  const withdrawn = await moment();
  expect(saidOn(await statementsAt())).toEqual(['03-02 oppose']);
  await post(`/v1/articles/${courier}/restoration`, { reason: 'it was another story', by: 'ben' });
  expect(saidOn(await statementsAt())).toEqual(['03-02 oppose', '03-16 oppose']);
  expect(saidOn(await statementsAt(withdrawn))).toEqual(['03-02 oppose']);
  expect(saidOn(await statementsAt(retracted))).toEqual(['03-02 oppose', '03-16 oppose']);

  // When two outlets contradict each other about 23 March
  const undoubted = await moment();
  await print('herald', '03-23', `At noon the cabinet met. ${NO}`);
  await print('mirror', '03-23', `Late at night the word came. ${YES}`);
  const disputed = await moment();
  // Then her position of that day is in doubt, and was not before
  expect((await ask('03-24')).position?.doubt).toMatchObject({ kind: 'outlets-disagree' });
  expect((await ask('03-24', undoubted)).position?.doubt).toBeNull();

  // When three outlets print one wire story on 30 March, then that is one source
  const wire = `${YES} The agency had it from three people in the room, all of whom asked not to be named because the talks were private. Delegates met for several hours in a hall by the water and left without a word to the crowd that had come to see them, while the ferries ran as usual and the shops along the quay stayed open until the evening.`;
  for (const outlet of ['north', 'south', 'east']) await print(outlet, '03-30', wire);
  // (beside the mirror, whose word of 23 March they confirm: that settles the doubt)
  expect((await ask('03-31')).position).toMatchObject({
    stance: 'support',
    validFrom: '2026-03-23',
    statements: 4,
    independentSources: 2,
    doubt: null,
  });
  const wired = await moment();

  // Given that Borin Thale rejects the levy on 6 April
  await print('globe', '04-06', 'Borin Thale, the foreign minister, rejected the harbour levy.');
  const apart = await moment();
  expect(await held(['03-31', '04-07'])).toEqual(['support', 'support']);
  expect(await held(['03-31', '04-07'], undefined, 'borin-thale')).toEqual(['unknown', 'oppose']);
  // When the desk finds out that "Borin Thale" is how one paper calls her
  const merged = madeUpDossierYaml()
    .replace(/ {2}- \{ id: borin-thale.*\n/, '')
    .replace('aliases: [Quill]', 'aliases: [Quill, Borin Thale, Thale], merges: [borin-thale]');
  const publication = await publishDossier(merged);
  expect(publication.consequences).toMatchObject({
    merged: [{ actor: 'borin-thale', into: 'ada-quill' }],
    rereading: { articles: 9, command: 'parley reextract --dossier lakeside-talks' },
  });
  const together = await moment();
  // Then it counts as hers from now on, and what was believed until now stays as it was
  expect(await held(['03-31', '04-07'])).toEqual(['support', 'oppose']);
  expect(await held(['04-07'], undefined, 'borin-thale')).toEqual(['unknown']);
  expect(await ask('04-07', undefined, 'borin-thale')).toMatchObject({
    mergedInto: { id: 'ada-quill', name: 'Ada Quill' },
  });
  expect(await held(['03-31', '04-07'], apart)).toEqual(['support', 'support']);
  expect(await held(['04-07'], apart, 'borin-thale')).toEqual(['oppose']);
  expect(await ask('04-07', apart, 'borin-thale')).toMatchObject({ mergedInto: null });
  const [april] = (await statementsAt()).filter(({ statedOn }) => statedOn === '2026-04-06');
  expect(april).toMatchObject({ actor: { id: 'ada-quill' }, mergedFrom: 'borin-thale' });
  expect(await statementsAt(undefined, 'borin-thale')).toEqual([]);
  expect(saidOn(await statementsAt(apart, 'borin-thale'))).toEqual(['04-06 oppose']);
  expect(await findings()).toEqual([]);
  // And what is said of "Borin Thale" later is hers as well
  await print('mail', '04-13', '"We support the harbour levy and we will vote for it," Borin Thale told reporters.');
  expect(await held(['04-14'])).toEqual(['support']);
  // When it turns out that they are two, then they are two again, as if they had never been one
  await publishDossier(madeUpDossierYaml());
  expect(await held(['03-31', '04-07'])).toEqual(['support', 'support']);
  expect(await held(['04-07'], undefined, 'borin-thale')).toEqual(['oppose']);
  expect(await held(['04-07'], together, 'borin-thale')).toEqual(['unknown']);
  expect(await held(['04-07'], together)).toEqual(['oppose']);

  // What has changed since in what was believed of 10 to 20 March when the shift was news?
  const march = `dossier=lakeside-talks&actor=ada-quill&from=2026-03-08&to=2026-03-20&knownBefore=${shifted}`;
  const { items } = await get(`/v1/positions/comparison?${march}`, comparisonSchema);
  expect(items[0]?.differences).toMatchObject([
    {
      validFrom: '2026-03-16',
      validTo: '2026-03-21',
      kind: 'changed',
      before: { stance: 'support' },
      after: { stance: 'oppose' },
    },
  ]);
  const meanwhile = await get(`/v1/positions/comparison?${march}&knownAfter=${late}`, comparisonSchema);
  expect(meanwhile.items[0]?.differences).toMatchObject([
    { validFrom: '2026-03-09', validTo: '2026-03-16', before: { stance: 'oppose' }, after: { stance: 'support' } },
  ]);

  // When an issue is reworded, then what was read before is marked as of the older wording
  const reworded = await publishDossier(
    madeUpDossierYaml().replace('introduce the harbour levy', 'bring in a harbour levy'),
  );
  expect(reworded.consequences?.issues.reworded).toEqual(['harbour-levy']);
  const { segments } = await get('/v1/positions/lakeside-talks/ada-quill/harbour-levy/history', positionHistorySchema);
  expect(segments.every(({ olderWording }) => olderWording)).toBe(true);
  expect(segments[0]?.readUnder).toEqual([{ version: expect.any(String), number: expect.any(Number) }]);

  // Everything that was announced can be had again, in order, and folds to what is held now
  const replay = await (await fetch(`${parley.url}/v1/changes/export?actor=ada-quill&issue=harbour-levy`)).text();
  const changes = replay
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(changes.map(({ data }) => data.sequence)).toEqual(changes.map((_, index) => index + 1));
  expect(changes.map(({ data }) => data.change)).toContain('settled');
  const folded = foldChanges(changes.map(({ data }) => data));
  expect(folded.map(({ position }) => [position.stance, position.validFrom])).toEqual(
    segments.map(({ stance, validFrom }) => [stance, validFrom]),
  );
  expect([wired, disputed].every((instant) => instant < together)).toBe(true);

  expect(await findings()).toEqual([]);
  // And a rebuild from the log gives the same record, with all that was ever known.
  const fingerprint = async () => {
    const client = await parley.pool.connect();
    try {
      return await recordFingerprint(client, 'record');
    } finally {
      client.release();
    }
  };
  const built = await fingerprint();
  await rebuildRecord({ log: parley.log, databaseUrl: parley.databaseUrl, logger: silentLogger });
  expect(await fingerprint()).toEqual(built);
  expect(await held(DAYS, late)).toEqual(['unknown', 'oppose', 'support', 'support']);
}, 120_000);
