import type { Change, Matrix, MatrixCell, ShownEvidence, Stance } from '@parley/contracts';

/** Made-up answers of the API, in made-up names, for tests of what the CLI shows. */
export const cell = (stance: Stance, since = '2026-03-02'): MatrixCell => ({
  stance,
  condition: null,
  since,
  lastStatedOn: since,
  statements: 2,
  independentSources: 1,
  doubt: null,
  stale: false,
});

export const issue = (id: string, label: string) => ({ id, label, proposition: `${label} should come about.` });

export const matrix = (changes: Partial<Matrix> = {}): Matrix => ({
  dossier: 'lakeside-water',
  title: 'The lakeside water talks',
  validAt: null,
  knownAt: null,
  issues: [
    issue('water-treaty', 'The water treaty'),
    issue('dam', 'The upper dam'),
    issue('toll', 'Tolls on the canal'),
  ],
  actors: [
    {
      id: 'ruritania',
      name: 'Ruritania',
      kind: 'government',
      positions: { 'water-treaty': cell('oppose'), dam: cell('noncommittal'), toll: null },
    },
    {
      id: 'quill',
      name: 'Ada Quill',
      kind: 'person',
      positions: { 'water-treaty': cell('conditional'), dam: null, toll: null },
    },
    { id: 'freedonia', name: 'Freedonia', kind: 'government', positions: {} },
  ],
  ...changes,
});

export const evidence = (changes: Partial<ShownEvidence> = {}): ShownEvidence => ({
  statementId: 'da3b30ec-1863-5b67-a165-5d4de2ee5501',
  stance: 'conditional',
  kind: 'mixed',
  sentence: 'Ruritania will sign “once the dam is opened”, its envoy Ada Quill said on Wednesday.',
  before: '',
  after: '',
  span: { start: 0, end: 84 },
  statedOn: '2026-04-01',
  speaker: 'its envoy Ada Quill',
  confidence: 0.8,
  condition: 'once the dam is opened',
  article: {
    id: 'ec59c3e5448d554a78725e81a4d398c3834ce70f672385d8affc32ed3ff3a89c',
    url: 'https://gazette.example/world/lakeside-water-talks',
    title: 'Ruritania softens on the water treaty',
    publisher: 'The Example Gazette',
    publishedAt: '2026-04-01T08:30:00.000Z',
    publishedOn: '2026-04-01',
  },
  revisionHash: '15c5c65cbdf11320a019ed4e22ee74ed39bab2e55e8ef9782030a5ccf26bce26',
  ...changes,
});

export const change = (changes: Partial<Change> = {}): Change => ({
  id: 'd2f5632d-8de0-5e77-ae24-c50f65e8b599',
  change: 'shifted',
  dossier: 'lakeside-water',
  actor: { id: 'ruritania', name: 'Ruritania', kind: 'government' },
  issue: issue('water-treaty', 'The water treaty'),
  sequence: 2,
  before: {
    stance: 'oppose',
    validFrom: '2026-03-02',
    validTo: '2026-04-01',
    lastStatedOn: '2026-03-02',
    statements: 1,
    independentSources: 1,
    condition: null,
    doubt: null,
  },
  after: {
    stance: 'conditional',
    validFrom: '2026-04-01',
    validTo: null,
    lastStatedOn: '2026-04-01',
    statements: 2,
    independentSources: 1,
    condition: 'once the dam is opened',
    doubt: null,
  },
  rewritten: null,
  reason: null,
  derivation: null,
  evidence: [evidence()],
  recordedAt: '2026-04-01T09:00:00.000Z',
  ...changes,
});

/** What must never reach a terminal in foreign text: controls (line breaks aside) and turns of direction. */
export const HOSTILE_CHARACTERS = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;
