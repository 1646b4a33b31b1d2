import { describe, expect, it } from '@jest/globals';
import { createExtractor } from '@parley/extraction';
import { harbourDossier } from '../../libs/extraction/src/harbour-dossier.fixture.js';
import { countCauses, findCauses } from './find-causes.js';

const extractor = createExtractor(harbourDossier());
const causesOf = (text: string, actor: string, issue: string, stance: string) => {
  const article = { id: 'a', title: '', text, publishedAt: '2024-05-14' };
  return findCauses(
    [{ actor, issue, stance, start: 0, end: text.length }],
    extractor.extract(article),
    extractor.explain(article),
  );
};

describe('findCauses', () => {
  it.each([
    ['Tom Vale said that the canal should be built.', 'vale', 'canal', 'support', []],
    ['Tom Vale said that the canal should be built.', 'vale', 'canal', 'oppose', ['oppose read as support']],
    ['Tom Vale said that the canal should be built.', 'lund', 'canal', 'support', ['other-holder']],
    ['Tom Vale said that the canal should be built.', 'vale', 'embargo', 'support', ['other-issue']],
    ['Otto Farr said that the canal should be built.', 'vale', 'canal', 'support', ['unknown-speaker']],
    ['Tom Vale said that the weather was fine.', 'vale', 'canal', 'support', ['no-issue']],
    ['The canal has been talked about for years.', 'vale', 'canal', 'support', ['nobody-speaks']],
  ] as const)('%s %s on %s: %s', (text, actor, issue, stance, causes) => {
    expect(causesOf(text, actor, issue, stance)).toEqual(causes);
  });
});

describe('countCauses', () => {
  it('puts the commonest first', () => {
    expect(countCauses(['no-issue', 'weak-link', 'weak-link'])).toEqual([
      ['weak-link', 2],
      ['no-issue', 1],
    ]);
  });
});
