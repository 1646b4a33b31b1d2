import { parseDossier } from '@parley/dossier';
import { createExtractor, printSuggestions, SuggestionCount } from '../index.js';
import { riverDossier } from '../river-dossier.fixture.js';

const dossier = riverDossier();
const extractor = createExtractor(dossier);
const observe = (text: string, language?: string) =>
  extractor.observe({ text, publishedAt: '2025-09-10', ...(language === undefined ? {} : { language }) });
const speakers = (text: string) =>
  observe(text).speakers.map(({ name, kind, quoted, titles }) => [name, kind, quoted, titles]);

describe('who speaks and is no actor', () => {
  test.each<[string, unknown[]]>([
    ['Viktor Orlan said the dam must be built.', ['Viktor Orlan', 'person', 1, []]],
    [
      'Foreign minister Viktor Orlan said the dam must be built.',
      ['Viktor Orlan', 'person', 1, [{ title: 'foreign minister', of: null }]],
    ],
    [
      'Viktor Orlan, the finance minister of Lowland, said the dam must be built.',
      ['Viktor Orlan', 'person', 1, [{ title: 'finance minister', of: 'lowland' }]],
    ],
    [
      'Viktor Orlan arrived. "The dam must go," Orlan said. He added that it was late.',
      ['Viktor Orlan', 'person', 2, []],
    ],
    ['On Monday Budapest said the dam must be built.', ['Hungary', 'government', 1, []]],
    [
      'The Marshland Fishers Association said the dam must go.',
      ['Marshland Fishers Association', 'organisation', 1, []],
    ],
  ])('%s', (text, seen) => expect(speakers(text)).toContainEqual(seen));

  it('leaves out who is an actor, who says nothing, and who only passes news on', () => {
    expect(speakers('Dora Marsh said the dam must be built. Viktor Orlan listened.')).toEqual([]);
    expect(speakers('Reuters reported that the dam must be built.')).toEqual([]);
  });
});

it('finds the full and other names of actors', () => {
  const { aliases } = observe('Emmanuel Makron called for a truce. Macron and Emmanuel Macron said so before.');
  expect(aliases.map(({ actor, alias }) => [actor, alias])).toEqual([['macron', 'Emmanuel Makron']]);
});

it('finds what is spoken of and no issue covers', () => {
  const words = (text: string) => observe(text).topics.map((topic) => topic.words);
  expect(words('Dora Marsh said that a prisoner exchange was near.')).toContain('prisoner exchange');
  expect(words('Dora Marsh said that the dam was near the prisoner exchange.')).toEqual([]);
});

it('reads nothing in another language, and says so', () => {
  const french =
    'Le gouvernement a annoncé lundi que les péages ne seraient pas abaissés cette année, malgré les demandes.';
  expect(observe(french)).toEqual({
    unread: { reason: 'language', language: 'fr' },
    speakers: [],
    aliases: [],
    topics: [],
  });
});

describe('suggestions', () => {
  const count = (texts: readonly string[]) => {
    const counted = new SuggestionCount();
    for (const [i, text] of texts.entries()) counted.add(`a${i}`, observe(text));
    return counted.suggestions({ least: 1, most: 50 });
  };

  it('add up names, spellings and surnames, what is seen most first', () => {
    const { actors, articles } = count([
      'Viktor Orlanskiy said the dam must be built. "Now," Orlanskiy said.',
      'Viktor Orlanskyy said the dam must be built.',
      'On Monday Orlanskyy said the dam must be built. Bela Stranger said no.',
    ]);
    expect(articles).toBe(3);
    expect(actors.map(({ name, times }) => [name, times])).toEqual([
      ['Viktor Orlanskiy', 4],
      ['Bela Stranger', 1],
    ]);
    expect(actors[0]?.aliases).toEqual(expect.arrayContaining(['Viktor Orlanskyy']));
  });

  it('are what is frequent, however many names there are once', () => {
    const counted = new SuggestionCount();
    const seen = (name: string) => ({
      unread: null,
      speakers: [{ name, kind: 'person' as const, otherNames: [], titles: [], quoted: 1, example: '' }],
      aliases: [],
      topics: [],
    });
    for (let i = 0; i < 50_000; i++) {
      counted.add(`a${i}`, seen(`Once N${i}`));
      if (i % 100 === 0) counted.add(`b${i}`, seen('Often Named'));
    }
    expect(counted.suggestions({ least: 300, most: 5 }).actors).toMatchObject([{ name: 'Often Named', times: 500 }]);
  });

  const hostile =
    'Viktor Orlan, the finance minister of Lowland, said: "A \u2028prisoner exchange: {x} # - \'y\' \u202e is near." A prisoner exchange is near, Orlan said.';

  it('are entries that a dossier takes as they are', () => {
    const yaml = printSuggestions(count([hostile, hostile.replace('Viktor', 'Wiktor')]), dossier);
    const actors = /^actors:\n([\s\S]*?)(?=^issues:|^# Names)/m.exec(yaml)?.[1] ?? '';
    const issues = /^issues:\n([\s\S]*)/m.exec(yaml)?.[1] ?? '';
    expect(yaml).toContain('name: "Viktor Orlan"');
    expect(yaml).toContain('{ title: "finance minister", of: lowland }');
    const pasted = `
dossier: river-treaty
title: The river treaty
from: 2024-01-01
actors:
  - { id: lowland, name: Lowland, kind: government }
${actors}
issues:
  - { id: dam, label: The dam, proposition: The dam should be built., terms: [dam] }
${issues}`;
    const parsed = parseDossier(pasted);
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(yaml).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u202e]/);
  });

  it('are a whole dossier where there is none yet', () => {
    const parsed = parseDossier(printSuggestions(count([hostile, hostile.replace('Viktor', 'Wiktor')]), null));
    // The body of the role is an actor of another dossier: it is only said in a comment.
    expect(parsed.ok ? parsed.dossier.actors.map(({ id }) => id) : parsed.problems).toEqual([
      'viktor-orlan',
      'wiktor-orlan',
    ]);
  });
});
