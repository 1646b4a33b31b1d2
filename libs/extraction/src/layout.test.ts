import { canalDossier } from './canal-dossier.fixture.js';
import { createExtractor } from './index.js';
import { layOut } from './layout.js';
import { wrapWidth } from './sentences.js';

const extractor = createExtractor(canalDossier());
const said = (text: string) =>
  extractor
    .extract({ text, publishedAt: '2026-03-04', language: 'en' })
    .map(({ actor, issue, stance }) => `${actor} ${issue} ${stance}`)
    .sort();
const parts = (text: string, lowerCase = false) =>
  layOut(text, '2026-03-04', lowerCase, wrapWidth(text)).map(({ start, end }) => text.slice(start, end));

describe('a table', () => {
  it('is cut into its cells, by tabs or by pipes', () => {
    expect(parts('Actor\tCanal\tTolls\nNorland\tyes\tno')).toEqual(['Actor', 'Canal', 'Tolls', 'Norland', 'yes', 'no']);
    expect(parts('| Actor | Canal |\n|---|---|\n| Norland | yes |')).toEqual(['Actor', 'Canal', 'Norland', 'yes']);
    expect(parts('Actor\tCanal\nNorland\tyes')).toEqual(['Actor', 'Canal', 'Norland', 'yes']);
  });

  it('is none where a tab strayed into a line or a pipe into a word', () => {
    expect(parts('Norland\tsays no.')).toEqual(['Norland\tsays no.']);
    expect(parts('It is and|or.')).toEqual(['It is and|or.']);
  });

  it('gives nothing that would have to be read across cells, and no speaker to a quotation in one', () => {
    expect(
      said(
        '| Actor | Position |\n|---|---|\n| Ruritania | supports the canal |\n| Anna Yetive | "We reject the canal" |',
      ),
    ).toEqual([]);
  });

  it('gives what a cell says as a sentence of its own', () => {
    expect(said('Day | News\nMonday | Graustark rejected the canal.\nTuesday | Nothing')).toEqual([
      'graustark canal oppose',
    ]);
  });
});

describe('a list', () => {
  it('is read item by item', () => {
    expect(
      said(
        'Where they stand:\n• Graustark rejects the canal\n• Ruritania supports the canal\n- Anna Yetive called for lower shipping tolls.\n1. Rudolf Elphberg rejects lower tolls',
      ),
    ).toEqual(['elphberg tolls oppose', 'graustark canal oppose', 'ruritania canal support', 'yetive tolls support']);
  });

  it('of demands makes nobody do what is demanded of them', () => {
    expect(said('The demands are:\n1. Ruritania must lower its tolls.\n2. Graustark should reject the canal.')).toEqual(
      [],
    );
  });
});

describe('lines that pages print around articles', () => {
  it.each([
    'Read more: Graustark rejects the canal',
    'Also Read | Graustark rejects the canal',
    'Photograph: Graustark rejects the canal/Example Pictures',
    'File photo: Rudolf Elphberg rejects the canal',
    'Image caption, Rudolf Elphberg rejects the canal',
    'We use cookies to say that Graustark rejects the canal.',
    'Sign up to our newsletter',
    'Share on Facebook',
  ])('say nothing: %s', (line) => {
    expect(said(`The talks went on in the capital on Monday.\n\n${line}\n\nNobody knew more.`)).toEqual([]);
  });
});

describe('text without capitals', () => {
  const text =
    'ruritania supports the lakeside canal, president rudolf elphberg said on monday. "we will never lower our tolls on shipping," he added. graustark rejected the canal. foreign minister anna yetive called for lower shipping tolls.';
  const all = ['elphberg canal support', 'elphberg tolls oppose', 'graustark canal oppose', 'yetive tolls support'];

  it('has its sentences told by full stops', () => expect(said(text)).toEqual(all));

  it('has its paragraphs told by line breaks', () => expect(said(text.replaceAll('. ', '.\n'))).toEqual(all));

  it('is read without punctuation too, where each line is a sentence', () => {
    expect(
      said(
        'ruritania supports the lakeside canal\ngraustark rejected the canal\nforeign minister anna yetive called for lower shipping tolls\nthe talks go on in the city',
      ),
    ).toEqual(['graustark canal oppose', 'ruritania canal support', 'yetive tolls support']);
  });
});

describe('text without punctuation', () => {
  it('has its sentences told by line breaks', () => {
    expect(
      said(
        'The talks ended on Tuesday\nGraustark rejected the canal\nForeign minister Anna Yetive called for lower shipping tolls',
      ),
    ).toEqual(['graustark canal oppose', 'yetive tolls support']);
  });

  it('gives nothing where no line break tells them either', () => {
    expect(
      said(
        'Ruritania supports the lakeside canal President Rudolf Elphberg said on Monday Graustark rejected the canal Foreign minister Anna Yetive called for lower shipping tolls and the talks went on for days in the city of Strelsau where nobody expected a result',
      ),
    ).toEqual([]);
  });
});
