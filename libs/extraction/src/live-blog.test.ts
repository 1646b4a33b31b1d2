import { canalDossier } from './canal-dossier.fixture.js';
import { createExtractor } from './index.js';
import { entryStamp } from './live-blog.js';

const extractor = createExtractor(canalDossier());
const read = (...paragraphs: string[]) =>
  extractor.extract({ text: paragraphs.join('\n\n'), publishedAt: '2026-03-04', language: 'en' });

describe('the head of an entry', () => {
  it.each([
    ['14:32', 5, undefined],
    ['14:32 BST', 9, undefined],
    ['10.45am: The talks', 9, undefined],
    ['10.45am – The talks', 10, undefined],
    ['[00:12:34] YETIVE: No', 11, undefined],
    ['2h ago', 6, undefined],
    ['2h ago 14.32 GMT', 16, undefined],
    ['5pm The talks', 4, undefined],
    ['Updated at 18.10 GMT', 20, undefined],
    ['1d ago', 6, '2026-03-03'],
    ['Monday 2 March, 18:05', 21, '2026-03-02'],
    ['18:05 on Monday', 15, '2026-03-02'],
    ['3 Mar 2026 14.05 GMT', 20, '2026-03-03'],
    ['2026-03-01 09:15', 16, '2026-03-01'],
    ['yesterday, 23:10', 16, '2026-03-03'],
  ])('is told from what follows: %s', (line, length, day) => {
    expect(entryStamp(line, '2026-03-04')).toEqual({ length, day });
  });

  it.each([
    '10.45 million people',
    'At 14:32 the talks',
    '2026 was long',
    'Monday was quiet',
    '12 ministers met',
    '3 March',
  ])('is nothing like: %s', (line) => expect(entryStamp(line, '2026-03-04')).toBeUndefined());
});

describe('a live blog', () => {
  const blog = [
    'Canal talks – live',
    'Key events',
    '2h ago\nGraustark rejects the canal',
    '14:32 BST',
    'Anna Yetive has rejected the canal, telling reporters it "must not be built".',
    'Jane Smith in Strelsau',
    '10.45am: President Elphberg says Ruritania will build the canal.',
    'Monday 2 March, 18:05',
    'Ruritania will never lower its tolls on shipping, Elphberg said.',
    'Share',
    'Updated at 18.10 GMT',
  ];

  it('dates what an entry says by the date of its stamp, and by the day of publication where that is a time alone', () => {
    expect(read(...blog).map(({ actor, issue, stance, statedAt }) => [actor, issue, stance, statedAt])).toEqual([
      ['graustark', 'canal', 'oppose', '2026-03-04'],
      ['yetive', 'canal', 'oppose', '2026-03-04'],
      ['elphberg', 'canal', 'support', '2026-03-04'],
      ['elphberg', 'tolls', 'oppose', '2026-03-02'],
    ]);
  });

  it('has no time stamp in its evidence', () => {
    for (const { evidence } of read(...blog)) expect(evidence).not.toMatch(/\d[.:]\d\d|ago/);
  });

  it('keeps the day of a date line for the entries below it', () => {
    const days = read(
      '14:05\nThe talks go on.',
      'Tuesday 3 March',
      '17:40\nGraustark rejected the canal.',
      '09:15\nRuritania supports the canal.',
    );
    expect(days.map(({ actor, statedAt }) => [actor, statedAt])).toEqual([
      ['graustark', '2026-03-03'],
      ['ruritania', '2026-03-03'],
    ]);
  });

  it('lets nobody go on speaking from one entry to the next', () => {
    expect(
      read('14:32\nAnna Yetive said she was tired.', '14:31\n“We support the canal. It will be built.”').map(
        ({ actor }) => actor,
      ),
    ).toEqual([]);
  });
});

it('one time at the head of a report makes no live blog of it', () => {
  const [one] = read('14:32 GMT', '3 March', 'Graustark rejected the canal.');
  expect(one?.statedAt).toBe('2026-03-04');
});
