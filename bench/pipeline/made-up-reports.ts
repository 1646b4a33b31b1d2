import { type MadeUpArticle, madeUpArticle, seededRandom } from '../../test/support/made-up-negotiation.js';

/** Reports are as long as a usual news article; what an article costs depends on little else. */
export const REPORT_WORDS = 750;

const WITNESSES = ['Ilka Rosen', 'Tomas Weir', 'Perrin Ashby', 'Marta Kold', 'Odo Lindqvist', 'Sanne Vogt'] as const;
const TRADES = ['net maker', 'ferry pilot', 'harbour clerk', 'innkeeper', 'lock warden', 'boat builder'] as const;
const TOWNS = ['Lutz', 'Klow', 'Strelsau', 'Szohod', 'Ambermere', 'Tarn Hollow'] as const;
const LEADERS = ['Quill', 'Vant', 'Marsk', 'Torm', 'Brandt', 'Oake'] as const;

/** The rest of a report: people nobody follows, figures, and those who are followed doing what is no stance. */
const BACKGROUND: readonly ((random: <T>(items: readonly T[]) => T, n: number) => string)[] = [
  (pick, n) =>
    `In ${pick(TOWNS)}, where ${n} boats are registered, the market opened as on any other morning. ${pick(WITNESSES)}, ` +
    `a ${pick(TRADES)}, said that the summer had been dry and that the reeds stood further out than in the year before.`,
  (pick, n) =>
    `"I have seen ${n} of these meetings come and go," said ${pick(WITNESSES)}, a ${pick(TRADES)} from ${pick(TOWNS)}. ` +
    `"What people here talk about is the price of diesel, and whether the school keeps its second teacher."`,
  (pick, n) =>
    `${pick(LEADERS)} arrived shortly after ${n % 12} o'clock, walked along the quay with a small party, and did not take ` +
    `questions. An aide told reporters that the delegation would stay for the night and leave by train.`,
  (pick, n) =>
    `According to the lake authority, ${n} tonnes of cargo passed the lock at ${pick(TOWNS)} last month, mostly timber ` +
    `and gravel. The authority, which was founded by treaty and has a staff of ${n % 90}, publishes its figures each quarter.`,
  (pick, n) =>
    `A survey of ${n} households around ${pick(TOWNS)} found that one in three had a relative on the other shore, ` +
    `according to ${pick(WITNESSES)}, who led it. The answers were collected over six weeks and by telephone.`,
  (pick, n) =>
    `The road from ${pick(TOWNS)} to ${pick(TOWNS)} was closed for ${n % 40} hours after a lorry had lost its load. ` +
    `${pick(LEADERS)} and the other guests were brought across by boat, while their luggage followed in the evening.`,
];

/** News comes in the order of its days, but for one report in twenty, which is up to ten days late. */
const REPORTS_A_DAY = 50;
const DAYS = 230;
const LATE_SHARE = 0.05;

function dayOf(index: number, random: () => number): string {
  const late = random() < LATE_SHARE ? Math.floor(random() * 10) : 0;
  // From the start again once the year is over, which only pushes do that nobody reads.
  const day = Math.max(0, (Math.floor(index / REPORTS_A_DAY) % DAYS) - late);
  return new Date(Date.UTC(2026, 0, 5 + day)).toISOString().slice(0, 10);
}

const wordsOf = (text: string): number => text.split(/\s+/).length;

/**
 * Report number `index` of the negotiation that `seed` gives, of about REPORT_WORDS words: a made-up article with its two
 * to four stances, and around them the background that makes up most of a real report. No paragraph comes twice. Reports
 * of higher numbers are of later days: an order in which days come at random makes the tracker correct nearly everything.
 */
export function madeUpReport(seed: number, index: number): MadeUpArticle {
  const article = madeUpArticle(seed, index);
  const random = seededRandom(seed * 7_919 + index);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const paragraphs = [...new Set(article.text.split('\n\n'))];
  let words = wordsOf(article.text);
  while (words < REPORT_WORDS) {
    const paragraph = pick(BACKGROUND)(pick, 20 + Math.floor(random() * 9_000));
    words += wordsOf(paragraph);
    paragraphs.splice(1 + Math.floor(random() * paragraphs.length), 0, paragraph);
  }
  const publishedAt = `${dayOf(index, random)}T${article.publishedAt.slice(11)}`;
  return { ...article, publishedAt, text: paragraphs.join('\n\n') };
}

const SPEAKERS = ['Ada Quill', 'Borin Thale', 'Cerys Vant', 'Dorrin Oake', 'Elva Marsk', 'Fenn Holloway'] as const;
const QUESTIONS = ['harbour levy', 'fishing ban', 'ferry treaty', 'dam project'] as const;
const slug = (name: string): string => name.toLowerCase().replace(' ', '-');

/** Where and when `madeUpTurn(…, index)` shows: every timeline once a day, on days after those of all other reports. */
export function placeOfTurn(index: number): { readonly actor: string; readonly issue: string; readonly day: string } {
  const day = new Date(Date.UTC(2026, 8, 1 + Math.floor(index / (SPEAKERS.length * QUESTIONS.length))));
  return { actor: slug(speakerOf(index)), issue: slug(questionOf(index)), day: day.toISOString().slice(0, 10) };
}

const speakerOf = (index: number): string => SPEAKERS[index % SPEAKERS.length] as string;
const questionOf = (index: number): string =>
  QUESTIONS[Math.floor(index / SPEAKERS.length) % QUESTIONS.length] as string;

/** As the articles name them, which is not always by the same words. */
const NAMES_A_QUESTION = /\b(levy|fishing|treaty|accord|dam)\b/;

/**
 * A report that is sure to change a position: number `index` has one speaker take one stance on a day on which nobody
 * has spoken on that question. `seed` keeps the addresses of several runs apart.
 */
export function madeUpTurn(seed: number, index: number): MadeUpArticle {
  const { text, ...report } = madeUpReport(seed, index);
  const background = text.split('\n\n').filter((paragraph) => !NAMES_A_QUESTION.test(paragraph));
  const { day } = placeOfTurn(index);
  const turn = `"We ${index % 2 === 0 ? 'support' : 'reject'} the ${questionOf(index)}," ${speakerOf(index)} said.`;
  return {
    ...report,
    url: `https://gazette-${index % 7}.example/lakeside/turn/${seed}/${index}`,
    text: [turn, ...background].join('\n\n'),
    publishedAt: `${day}T09:00:00Z`,
  };
}
