/*
 * A negotiation that never was, for load and fault tests: names, places and quotations are all made up. Everything
 * follows from the seed, so two runs read the same articles.
 */

/** A small, well-known generator (mulberry32): the same seed gives the same numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PEOPLE = [
  ['ada-quill', 'Ada Quill', 'prime minister', 'ruritania'],
  ['borin-thale', 'Borin Thale', 'foreign minister', 'ruritania'],
  ['cerys-vant', 'Cerys Vant', 'president', 'borduria'],
  ['dorrin-oake', 'Dorrin Oake', 'trade minister', 'borduria'],
  ['elva-marsk', 'Elva Marsk', 'chancellor', 'zubrowka'],
  ['fenn-holloway', 'Fenn Holloway', 'foreign minister', 'zubrowka'],
  ['gisla-torm', 'Gisla Torm', 'president', 'syldavia'],
  ['harl-brandt', 'Harl Brandt', 'finance minister', 'syldavia'],
] as const;

const BODIES = [
  ['ruritania', 'Ruritania', 'Strelsau'],
  ['borduria', 'Borduria', 'Szohod'],
  ['zubrowka', 'Zubrowka', 'Lutz'],
  ['syldavia', 'Syldavia', 'Klow'],
] as const;

const ISSUES = [
  [
    'harbour-levy',
    'The harbour levy',
    'The lakeside states should introduce the harbour levy.',
    ['harbour levy', 'levy on ships'],
  ],
  ['fishing-ban', 'The fishing ban', 'Fishing in the upper lake should be banned.', ['fishing ban', 'ban on fishing']],
  [
    'ferry-treaty',
    'The ferry treaty',
    'The lakeside states should sign the ferry treaty.',
    ['ferry treaty', 'ferry accord'],
  ],
  ['dam-project', 'The dam', 'The dam project should go ahead.', ['dam project', 'the dam']],
] as const;

/** The dossier of the negotiation, as YAML. */
export const madeUpDossierYaml = (): string =>
  [
    'dossier: lakeside-talks',
    'title: Lakeside talks (made up)',
    'from: 2026-01-01',
    'actors:',
    ...BODIES.map(([id, name, capital]) => `  - { id: ${id}, name: ${name}, kind: government, aliases: [${capital}] }`),
    ...PEOPLE.map(
      ([id, name, title, of]) =>
        `  - { id: ${id}, name: ${name}, kind: person, aliases: [${name.split(' ')[1]}], roles: [{ title: ${title}, of: ${of}, from: 2025-01-01 }] }`,
    ),
    'issues:',
    ...ISSUES.map(
      ([id, label, proposition, terms]) =>
        `  - { id: ${id}, label: ${label}, proposition: "${proposition}", terms: [${terms.join(', ')}] }`,
    ),
    '',
  ].join('\n');

export interface MadeUpArticle {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  readonly publishedAt: string;
  readonly publisher: string;
  readonly language: 'en';
}

const SENTENCES: readonly ((who: string, title: string, topic: string) => string)[] = [
  (who, _title, topic) => `"We support the ${topic} and we will vote for it," ${who} said on Monday.`,
  (who, title, topic) => `${who}, the ${title}, rejected the ${topic} on Tuesday.`,
  (who, _title, topic) =>
    `${who} said that the ${topic} would be acceptable only if every lakeside state signed first.`,
  (who, _title, topic) => `"The ${topic} is unacceptable to us," ${who} told reporters on Wednesday.`,
  (who, _title, topic) => `${who} called for the ${topic}.`,
  (who, _title, topic) => `"No decision has been made on the ${topic}," ${who} said.`,
];
const FILLER = [
  'Delegates met for several hours in a hall by the water, and left without speaking to the crowd outside.',
  'The talks began in January and are due to go on until the end of the year.',
  'Traffic on the lake was light, and the ferries ran as usual through the week.',
  'Observers from both shores had gathered early in the morning to see the cars arrive.',
  'A further round is planned, though neither the day nor the place has been fixed.',
];

const SYLLABLES = ['ba', 'ko', 'ri', 'mu', 'te', 'lan', 'so', 'vi', 'ner', 'da', 'pol', 'gu'];

/**
 * Words that are none, so that no two articles read alike: reports made from one template would be taken for copies of
 * one story, and counted as one source.
 */
function boatNames(random: () => number, count: number): string {
  const name = () => Array.from({ length: 3 }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join('');
  return `Boats on the lake that day: ${Array.from({ length: count }, name).join(' ')}.`;
}

/**
 * Article number `index` of the negotiation that `seed` gives: 4 to 8 paragraphs, 2 to 4 of them with a stance. With
 * `readsAlike` it is no more than these: articles share their sentences, some so many that they count as copies.
 */
export function madeUpArticle(seed: number, index: number, options: { readsAlike?: boolean } = {}): MadeUpArticle {
  const random = seededRandom(seed * 1_000_003 + index);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const day = new Date(Date.UTC(2026, 0, 5 + Math.floor(random() * 200)));
  const paragraphs: string[] = [];
  const stances = 2 + Math.floor(random() * 3);
  for (let i = 0; i < stances; i++) {
    const [, name, title] = pick(PEOPLE);
    const [, label] = pick(ISSUES);
    paragraphs.push(`${pick(SENTENCES)(name, title, label.replace(/^The /, ''))} ${pick(FILLER)}`);
    if (random() < 0.6) paragraphs.push(pick(FILLER).replace('.', `, in round ${index} of the year.`));
  }
  if (!options.readsAlike) paragraphs.push(boatNames(random, 240));
  return {
    url: `https://gazette-${index % 7}.example/lakeside/${seed}/${index}`,
    title: `Lakeside talks, report ${index}`,
    text: paragraphs.join('\n\n'),
    publishedAt: `${day.toISOString().slice(0, 10)}T${String(6 + (index % 14)).padStart(2, '0')}:00:00Z`,
    publisher: `Gazette ${index % 7}`,
    language: 'en',
  };
}

/** `count` articles as NDJSON lines, made as they are read. */
export function* madeUpArticles(seed: number, count: number, from = 0): Generator<MadeUpArticle> {
  for (let index = from; index < from + count; index++) yield madeUpArticle(seed, index);
}
