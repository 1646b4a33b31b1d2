import { harbourDossier } from './harbour-dossier.fixture.js';
import { createExtractor } from './index.js';

const dossier = harbourDossier();
const extractor = createExtractor(dossier);
const article = (text: string) => ({ text, publishedAt: '2025-09-10', language: 'en' });
const read = (text: string): string[] =>
  extractor.extract(article(text)).map(({ actor, issue, stance }) => `${actor} ${issue} ${stance}`);
const reasons = (text: string) => extractor.explain(article(text)).noStatements.map(({ reason }) => reason);

/** What else is in the news: people and places no dossier has. */
const elsewhere = [
  'Mira Holt opened the new concert hall of Eastmere on Monday evening, in front of two thousand guests from Westfold and Greyport.',
  'The architect, Jon Farrow, had worked on the building for eleven years and thanked the citizens of Eastmere for their patience.',
  'Greta Sand, who leads the orchestra, chose a symphony by Albin Kross, and the choir of Redhill sang two songs by Petra Lindt.',
  'The mayor of Redhill, Otis Brand, called the evening a gift, and Carla Fenn of the Kestrel Foundation spoke of a dream.',
  'Tickets for the first season sold out within hours, said Rolf Amsel, who runs the box office with Nadia Quill and Peer Holm.',
  'Next month the Greyport Players and the Westfold Ballet will be guests, and in spring the Marlow Quartet comes to Eastmere.',
];
const canal = 'Tom Vale said on Monday that the canal must not be built.';

describe('news of something else', () => {
  it('gives no statement by the words that it shares with a negotiation, and says why', () => {
    expect(read(canal)).toEqual(['vale canal oppose']);
    const text = [...elsewhere, canal, ...elsewhere.map((line) => line.replace('Monday', 'Sunday'))].join('\n\n');
    expect(read(text)).toEqual([]);
    expect(reasons(text)).toContain('other-subject');
  });

  it('does not hide the part of a round-up that is about it', () => {
    const part = [
      'Norland and Sudland went on talking about the canal and the tolls in Norhaven on Monday.',
      canal,
      'Eva Lund said that the canal should be built as soon as the tolls are agreed on.',
      'Norland wants the tolls to be cut, and Sudland says that the canal would be safe for fishing.',
    ].join(' ');
    const others = Array.from({ length: 8 }, (_, i) =>
      elsewhere.map((line) => line.replace('Eastmere', `Eastmere ${i}`)).join('\n\n'),
    );
    const text = [...others, part, ...others].join('\n\n');
    const found = extractor.extract(article(text));
    expect(found.map(({ actor, issue }) => `${actor} ${issue}`)).toEqual(
      expect.arrayContaining(['vale canal', 'lund canal']),
    );
    const from = text.indexOf(part);
    for (const { start, end } of found) {
      expect(start).toBeGreaterThanOrEqual(from);
      expect(end).toBeLessThanOrEqual(from + part.length);
    }
  });

  it('is told by the whole text, not by where in it the words stand', () => {
    const about = Array.from({ length: 3 }, () => 'Norland and Sudland spoke of the canal, and Eva Lund of the tolls.');
    expect(read([canal, ...about, ...elsewhere.slice(0, 2)].join('\n\n'))).toContain('vale canal oppose');
    expect(read([...elsewhere.slice(0, 2), ...about, canal].join('\n\n'))).toContain('vale canal oppose');
  });
});
