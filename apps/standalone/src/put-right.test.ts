import { jest } from '@jest/globals';
import {
  type AcceptedCuration,
  articleAnswerSchema,
  articleIdOf,
  type CurationKind,
  curationPageSchema,
  positionAnswerSchema,
  revisionDiffSchema,
  type ShownStatement,
  statementPageSchema,
} from '@parley/contracts';
import { silentLogger } from '@parley/platform';
import { rebuildRecord, recordFingerprint } from '@parley/projection';
import { madeUpDossierYaml } from '../../../test/support/made-up-negotiation.js';
import { buildProgram } from '../../cli/src/program.js';
import { type ParleyUnderTest, startParleyUnderTest } from './parley-under-test.test-support.js';

/*
 * All services in one process: what people put right, told with dates. Ada Quill is prime minister of Ruritania in the
 * made-up dossier.
 */

let parley: ParleyUnderTest;

beforeEach(async () => {
  parley = await startParleyUnderTest();
  await post('/v1/dossiers', madeUpDossierYaml(), { 'content-type': 'application/yaml' });
});
afterEach(async () => parley.close());

const caughtUp = () => parley.caughtUp();
const post: ParleyUnderTest['send'] = (...request) => parley.send(...request);
const get: ParleyUnderTest['get'] = (...request) => parley.get(...request);

const NO = 'Ada Quill, the prime minister, rejected the harbour levy on Monday.';
const YES = '"We support the harbour levy and we will vote for it," Ada Quill said on Monday.';

async function publish(name: string, day: string, text: string): Promise<string> {
  const url = `https://${name}.example/story`;
  const answer = await post('/v1/articles', { url, title: `Story of ${name}`, text, publishedAt: `${day}T12:00:00Z` });
  expect(answer.status).toBe(202);
  await caughtUp();
  return articleIdOf(url);
}

/** Ada Quill's stance on the harbour levy, on each of these days; by what was believed at an instant, or now. */
async function stances(days: readonly string[], actor = 'ada-quill', knownAt?: string): Promise<(string | null)[]> {
  const known = knownAt === undefined ? '' : `&knownAt=${encodeURIComponent(knownAt)}`;
  const answers = days.map((day) =>
    get(`/v1/positions/lakeside-talks/${actor}/harbour-levy?validAt=${day}${known}`, positionAnswerSchema),
  );
  return (await Promise.all(answers)).map(({ position }) => position?.stance ?? null);
}

const statementsOf = async (article: string, query = ''): Promise<readonly ShownStatement[]> =>
  (await get(`/v1/statements?article=${article}${query}`, statementPageSchema)).items;

async function onlyStatement(article: string): Promise<{ statement: ShownStatement; etag: string }> {
  const [statement] = await statementsOf(article);
  if (!statement) throw new Error('nothing was read in the article');
  const response = await fetch(`${parley.url}/v1/statements/${statement.id}`);
  return { statement, etag: response.headers.get('etag') ?? '' };
}

const because = { author: 'ann', reason: 'read it myself' };

async function accepted(kind: CurationKind, answer: Awaited<ReturnType<typeof post>>): Promise<AcceptedCuration> {
  expect(answer).toMatchObject({ status: 202, body: { curation: kind } });
  await caughtUp();
  return answer.body as unknown as AcceptedCuration;
}
const retract = async (article: string) => {
  const { statement, etag } = await onlyStatement(article);
  return accepted('retracted', await post(`/v1/statements/${statement.id}/retraction`, because, { 'if-match': etag }));
};
const amend = async (article: string, changes: object) => {
  const { statement, etag } = await onlyStatement(article);
  return accepted(
    'amended',
    await post(`/v1/statements/${statement.id}/amendment`, { ...because, changes }, { 'if-match': etag }),
  );
};
const undo = async (curation: AcceptedCuration) =>
  accepted('restored', await post(`/v1/curations/${curation.eventId}/undo`, because));

test('a retraction takes the position back to unknown, also for the past, and what was believed stays answerable', async () => {
  // Given that a paper of 2 March has Ada Quill reject the levy
  const article = await publish('post', '2026-03-02', NO);
  expect(await stances(['2026-03-01', '2026-03-03'])).toEqual([null, 'oppose']);
  const before = new Date().toISOString();
  // When an analyst retracts it
  const retraction = await retract(article);
  // Then nothing is known of 3 March any more, but what was believed then is
  expect(await stances(['2026-03-03'])).toEqual([null]);
  expect(await stances(['2026-03-03'], 'ada-quill', before)).toEqual(['oppose']);
  // And the statement is out of the lists, and readable
  expect(await statementsOf(article)).toEqual([]);
  const [shown] = await statementsOf(article, '&state=retracted');
  expect(shown?.curated).toEqual({ state: 'retracted', curations: [retraction.eventId] });
  expect(await statementsOf(article, '&state=all')).toHaveLength(1);
  // When that is undone, then it is as before
  await undo(retraction);
  expect(await stances(['2026-03-03'])).toEqual(['oppose']);
  expect((await statementsOf(article))[0]?.curated).toBeNull();
});

test('an amendment moves a statement to another actor and day, and back when it is undone', async () => {
  const article = await publish('post', '2026-03-02', NO);
  const amendment = await amend(article, { actor: 'borin-thale', statedOn: '2026-02-20' });
  expect(await stances(['2026-03-03'])).toEqual([null]);
  expect(await stances(['2026-02-19', '2026-02-20'], 'borin-thale')).toEqual([null, 'oppose']);
  const { statement } = await onlyStatement(article);
  expect(statement).toMatchObject({
    actor: { id: 'borin-thale', name: 'Borin Thale' },
    statedOn: '2026-02-20',
    curated: { state: 'amended' },
    asRead: { actor: 'ada-quill', statedOn: '2026-03-02' },
  });
  await undo(amendment);
  expect(await stances(['2026-03-03'])).toEqual(['oppose']);
  expect(await stances(['2026-03-03'], 'borin-thale')).toEqual([null]);
});

test('what is added counts from its day on, with its words; spans outside the text are refused', async () => {
  const text = `The ferries ran as usual. ${NO} The levy has a friend in Borin Thale as well.`;
  const article = await publish('post', '2026-03-02', text);
  const words = 'The levy has a friend in Borin Thale as well.';
  const addition = {
    ...because,
    dossier: 'lakeside-talks',
    actor: 'borin-thale',
    issue: 'harbour-levy',
    stance: 'support',
    statedOn: '2026-03-01',
    revision: 1,
    start: text.indexOf(words),
    end: text.indexOf(words) + words.length,
  };
  const at = `/v1/articles/${article}/statements`;
  for (const [wrong, pointer] of [
    [{ end: text.length + 1 }, '/end'],
    [{ end: addition.start }, '/end'],
    [{ revision: 2 }, '/revision'],
    [{ actor: 'nobody' }, '/actor'],
    [{ issue: 'nothing' }, '/issue'],
    [{ condition: 'if it rains' }, '/condition'],
  ] as const)
    expect(await post(at, { ...addition, ...wrong })).toMatchObject({
      status: 422,
      body: { code: 'INVALID_BODY', errors: [{ pointer }] },
    });
  const added = await accepted('added', await post(at, addition));
  expect(await stances(['2026-02-28', '2026-03-01'], 'borin-thale')).toEqual([null, 'support']);
  const shown = (await statementsOf(article)).find(({ id }) => id === added.statementId);
  expect(shown).toMatchObject({
    sentence: words,
    confidence: 1,
    extractor: { kind: 'curator', id: 'ann' },
    curated: { state: 'added', curations: [added.eventId] },
  });
  expect(await post(at, addition)).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  await undo(added);
  expect(await stances(['2026-03-03'], 'borin-thale')).toEqual([null]);
  expect(await post(`/v1/curations/${added.eventId}/undo`, because)).toMatchObject({ status: 409 });
});

test('a stale edit is refused with the present state, and of two at once one passes', async () => {
  const article = await publish('post', '2026-03-02', NO);
  const { statement, etag } = await onlyStatement(article);
  const at = `/v1/statements/${statement.id}`;
  expect(await post(`${at}/retraction`, because)).toMatchObject({
    status: 428,
    body: { code: 'PRECONDITION_REQUIRED' },
  });
  const answers = await Promise.all(
    ['2026-02-20', '2026-02-21'].map((statedOn) =>
      post(`${at}/amendment`, { ...because, changes: { statedOn } }, { 'if-match': etag }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 412]);
  await caughtUp();
  const now = await onlyStatement(article);
  const stale = await post(`${at}/retraction`, because, { 'if-match': etag });
  expect(stale).toMatchObject({ status: 412, body: { code: 'STALE', current: now.statement, etag: now.etag } });
  expect(await post(`${at}/retraction`, because, { 'if-match': `W/${now.etag}` })).toMatchObject({ status: 412 });
  expect(await post(`${at}/amendment`, { ...because, changes: {} }, { 'if-match': '*' })).toMatchObject({
    status: 422,
  });
  await accepted('retracted', await post(`${at}/retraction`, because, { 'if-match': '*' }));
  expect(await post(`${at}/retraction`, because, { 'if-match': '*' })).toMatchObject({ status: 409 });
});

test('an edited article keeps what was put right in the words it kept; both texts and their difference are readable', async () => {
  // Given a report that was put on another day
  const article = await publish('post', '2026-03-02', NO);
  await amend(article, { statedOn: '2026-02-20' });
  // When the outlet edits the report around those words
  const edited = `The ferries ran as usual. ${NO}`;
  await publish('post', '2026-03-02', edited);
  // Then the day stays put right
  expect(await stances(['2026-02-20', '2026-03-03'])).toEqual(['oppose', 'oppose']);
  expect((await onlyStatement(article)).statement.curated?.state).toBe('amended');
  const diff = await get(`/v1/articles/${article}/diff`, revisionDiffSchema);
  expect([diff.from.number, diff.to.number]).toEqual([1, 2]);
  expect(diff.text).toMatchObject({
    by: 'words',
    parts: [{ op: 'insert', text: 'The ferries ran as usual. ' }, { op: 'equal' }],
  });
  // When it no longer says so, then its support is gone
  await publish('post', '2026-03-02', 'The ferries ran as usual.');
  expect(await stances(['2026-02-20', '2026-03-03'])).toEqual([null, null]);
  expect((await get(`/v1/articles/${article}?revision=1`, articleAnswerSchema)).shown.text).toBe(NO);
});

test('a withdrawn article supports nothing, what others say stands; a rebuild gives the same record', async () => {
  const first = await publish('post', '2026-03-02', NO);
  const second = await publish('courier', '2026-03-09', YES);
  expect(await stances(['2026-03-03', '2026-03-10'])).toEqual(['oppose', 'support']);
  const amendment = await amend(first, { statedOn: '2026-02-20' });
  await retract(second);
  const { statement, etag } = await onlyStatement(first);
  expect(await post(`/v1/articles/${first}/withdrawal`, { reason: 'a hoax', by: 'ann' })).toMatchObject({
    status: 202,
  });
  await caughtUp();
  expect(await stances(['2026-03-03', '2026-03-10'])).toEqual([null, null]);
  expect(await post(`/v1/statements/${statement.id}/retraction`, because, { 'if-match': etag })).toMatchObject({
    status: 412,
  });
  await undo(amendment);
  expect(await stances(['2026-03-03'])).toEqual([null]);
  await publish('post', '2026-03-02', `${YES} The report was mended.`);
  expect(await stances(['2026-03-03'])).toEqual(['support']);

  const fingerprint = async () => {
    const client = await parley.pool.connect();
    try {
      return await recordFingerprint(client, 'record');
    } finally {
      client.release();
    }
  };
  const before = await fingerprint();
  expect(before.curation.rows).toBe(3);
  expect(before.withdrawal.rows).toBe(1);
  await rebuildRecord({ log: parley.log, databaseUrl: parley.databaseUrl, logger: silentLogger });
  expect(await fingerprint()).toEqual(before);

  // The trail has all of it, latest first, by whom and what it undid.
  const trail = await get('/v1/curations?author=ann', curationPageSchema);
  expect(trail.items.map(({ curation }) => curation)).toEqual(['restored', 'retracted', 'amended']);
  expect(trail.items[0]).toMatchObject({ undoes: amendment.eventId, reason: because.reason });
  expect(trail.items[2]).toMatchObject({
    undoneBy: trail.items[0]?.eventId,
    changes: { statedOn: '2026-02-20' },
    sentence: NO,
  });
  const [page, rest] = [await get('/v1/curations?limit=2', curationPageSchema), `/v1/curations?limit=2&cursor=`];
  expect(page.items).toEqual(trail.items.slice(0, 2));
  expect((await get(`${rest}${page.next}`, curationPageSchema)).items).toEqual(trail.items.slice(2));
  expect((await get(`/v1/curations?article=${second}`, curationPageSchema)).items).toHaveLength(1);
  expect((await get(`/v1/curations?statement=${statement.id}`, curationPageSchema)).items).toHaveLength(2);
});

test('all of it can be done on the command line', async () => {
  const text = `The ferries ran as usual. ${NO}`;
  const article = await publish('post', '2026-03-02', text);
  const printed: string[] = [];
  const command = async (...words: string[]): Promise<string> => {
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      printed.push(String(chunk));
      return true;
    });
    try {
      await buildProgram().parseAsync([...words, '--api', parley.url], { from: 'user' });
    } finally {
      write.mockRestore();
    }
    await caughtUp();
    return printed.splice(0).join('');
  };
  const by = ['--by', 'ann', '--reason', 'read it myself'];
  const { statement } = await onlyStatement(article);

  expect(await command('curate', 'amend', statement.id, '--stance', 'conditional', ...by)).toContain('amended');
  const retraction = JSON.parse(await command('curate', 'retract', statement.id, ...by, '--json')) as AcceptedCuration;
  expect(retraction).toMatchObject({ curation: 'retracted', articleId: article, statementId: statement.id });
  expect(await stances(['2026-03-03'])).toEqual([null]);
  expect(await command('curate', 'undo', retraction.eventId, ...by)).toContain('undone');
  expect(await stances(['2026-03-03'])).toEqual(['conditional']);
  const stale = ['curate', 'retract', statement.id, '--if-match', '"x"', ...by];
  await expect(command(...stale)).rejects.toThrow('[STALE');

  const place = ['-d', 'lakeside-talks', '-a', 'borin-thale', '-i', 'fishing-ban', '-s', 'oppose'];
  const day = ['--stated-on', '2026-03-01'];
  await expect(command('curate', 'add', article, ...place, ...day, '--words', 'no such', ...by)).rejects.toThrow(
    'hold',
  );
  await command('curate', 'add', 'https://post.example/story', ...place, ...day, '--words', 'The ferries ran', ...by);
  expect(await statementsOf(article)).toHaveLength(2);
  const trail = await command('curate', 'log', '--author', 'ann');
  expect(trail.match(/(added|undone|retracted|amended) by ann/g)).toEqual([
    'added by ann',
    'undone by ann',
    'retracted by ann',
    'amended by ann',
  ]);

  await publish('post', '2026-03-02', `The ferries stood still. ${NO}`);
  expect(await command('articles', 'diff', article)).toMatch(
    /The ferries \[-ran as usual-\]\{\+stood still\+\}|\[-ran/,
  );
  expect(await command('withdraw', 'https://post.example/story', ...by)).toContain(
    'withdrawn, with all revisions up to 2',
  );
  expect(await command('withdraw', article, ...by)).toContain('already');
  expect(await statementsOf(article)).toEqual([]);
});
