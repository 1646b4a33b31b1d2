import type { DissonanceList, Sides } from '@parley/contracts';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';
import {
  actorRef,
  DOSSIER,
  evidence,
  issueRef,
  seedDossier,
  seedPositions,
} from '../../../../../test/support/api/seed.js';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApi();
  await seedDossier(api.pool);
  const roles = {
    'ada-quill': [{ title: 'president', of: 'port-authority', from: '2025-06-01' }],
    'silent-sam': [{ title: 'spokesman', of: 'port-authority' }],
  };
  for (const id of ['ada-quill', 'silent-sam', 'port-authority', 'dockers'] as const)
    await api.pool.query('UPDATE record.actor SET roles = $2 WHERE id = $1', [
      id,
      JSON.stringify(id in roles ? roles[id as keyof typeof roles] : []),
    ]);
  const position = (actor: string, stance: 'support' | 'oppose', day: string, n: number) => ({
    actor: actorRef(actor),
    issue: issueRef('night-shifts'),
    stance,
    valid: `[${day},)`,
    known: `[${day},)`,
    evidence: [evidence(n, actor, 'night-shifts', stance, day)],
  });
  await seedPositions(api.pool, [
    position('ada-quill', 'support', '2025-08-01', 1),
    position('silent-sam', 'oppose', '2025-08-05', 2),
    position('dockers', 'oppose', '2025-08-01', 3),
  ]);
});
afterAll(() => api?.close());

describe('sides', () => {
  test('are the bodies of the dossier by issue, with who speaks for each', async () => {
    const sides = await api.body<Sides>(`/v1/dossiers/${DOSSIER}/sides`);
    expect(sides.sides.map(({ id }) => id)).toEqual(['port-authority', 'dockers']);
    expect(sides.sides[0]?.positions['night-shifts']).toMatchObject({
      leading: { actor: { id: 'ada-quill' }, rank: 'head', title: 'president', stance: 'support', since: '2025-08-01' },
      others: [{ actor: { id: 'silent-sam' }, rank: 'member', stance: 'oppose' }],
      dissonant: true,
    });
    expect(sides.sides[1]?.positions).toMatchObject({
      'night-shifts': { leading: { rank: 'body', title: null }, others: [], dissonant: false },
      'new-crane': null,
    });
  });

  test('are asked on both axes, and by the roles of the day', async () => {
    const at = async (query: string) =>
      (await api.body<Sides>(`/v1/dossiers/${DOSSIER}/sides?${query}`)).sides[0]?.positions['night-shifts'];
    expect(await at('validAt=2025-08-04')).toMatchObject({ others: [], dissonant: false });
    expect(await at('knownAt=2025-07-01T00:00:00Z')).toBeNull();
    await api.pool.query(`UPDATE record.actor SET roles = '[]' WHERE id = 'ada-quill'`);
    expect(await at('')).toMatchObject({ leading: { actor: { id: 'silent-sam' } } });
    await api.pool.query(
      `UPDATE record.actor SET roles = '[{"title": "president", "of": "port-authority", "from": "2025-06-01"}]'
        WHERE id = 'ada-quill'`,
    );
  });

  test('that differ within are told with who, on what and since when', async () => {
    const { items } = await api.body<DissonanceList>(`/v1/dossiers/${DOSSIER}/dissonance`);
    expect(items).toMatchObject([
      {
        body: { id: 'port-authority' },
        issue: { id: 'night-shifts' },
        degree: 'opposite',
        since: '2025-08-05',
        leading: { actor: { id: 'ada-quill' } },
        dissenting: [{ voice: { actor: { id: 'silent-sam' } }, since: '2025-08-05' }],
      },
    ]);
    expect((await api.body<DissonanceList>(`/v1/dossiers/${DOSSIER}/dissonance?validAt=2025-08-04`)).items).toEqual([]);
  });

  test('of a dossier that is not there are not found', async () => {
    expect(await api.problem('/v1/dossiers/nowhere/sides')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await api.problem('/v1/dossiers/nowhere/dissonance')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});
