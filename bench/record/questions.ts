import { seededRandom } from '../../test/support/made-up-negotiation.js';
import { percentile } from '../pipeline/figures.js';
import { actorIdOf, DOSSIERS, dayOf, dossierId, issueIdOf } from './made-up-record.js';

/** A kind of question to the API, and whether an answer has in it what the record must have. */
export interface Question {
  readonly name: string;
  /** A path, another one for each number. */
  path(n: number): string;
  isEmpty(body: unknown): boolean;
}

export interface Latency {
  readonly question: string;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  readonly empty: number;
}

const lists = (body: unknown, key: string): boolean => {
  const value = (body as Record<string, unknown>)[key];
  return !Array.isArray(value) || value.length === 0;
};

/** The questions that people ask most, on both axes. `knownAt` is an instant at which about half of the log was there. */
export function questionsAt(knownAt: string): readonly Question[] {
  const random = seededRandom(99);
  const places = Array.from({ length: 4_096 }, () => {
    const dossier = Math.floor(random() * DOSSIERS);
    return {
      dossier,
      actor: Math.floor(random() * 50),
      issue: Math.floor(random() * 50),
      share: 0.1 + random() * 0.35,
    };
  });
  const at = (n: number) => places[n % places.length] as (typeof places)[number];
  const timeline = (n: number) =>
    `/v1/positions/${dossierId(at(n).dossier)}/${actorIdOf(at(n).dossier, at(n).actor)}/${issueIdOf(at(n).issue)}`;
  const both = (n: number) => `validAt=${dayOf(at(n).share)}&knownAt=${knownAt}`;
  // An actor may have said nothing on an issue by a day: unknown is an answer. What may not be is no answer.
  const isNoAnswer = (body: unknown) => !(body as { actor?: unknown }).actor;
  return [
    { name: 'position now', path: timeline, isEmpty: isNoAnswer },
    { name: 'position, validAt', path: (n) => `${timeline(n)}?validAt=${dayOf(at(n).share)}`, isEmpty: isNoAnswer },
    { name: 'position, validAt and knownAt', path: (n) => `${timeline(n)}?${both(n)}`, isEmpty: isNoAnswer },
    { name: 'history', path: (n) => `${timeline(n)}/history`, isEmpty: isNoAnswer },
    { name: 'history, knownAt', path: (n) => `${timeline(n)}/history?knownAt=${knownAt}`, isEmpty: isNoAnswer },
    {
      name: 'matrix now',
      path: (n) => `/v1/dossiers/${dossierId(at(n).dossier)}/matrix`,
      isEmpty: (body) => lists(body, 'actors'),
    },
    {
      name: 'matrix, validAt and knownAt',
      path: (n) => `/v1/dossiers/${dossierId(at(n).dossier)}/matrix?${both(n)}`,
      isEmpty: (body) => lists(body, 'actors'),
    },
    {
      name: 'changes, latest of a dossier',
      path: (n) => `/v1/changes?dossier=${dossierId(at(n).dossier)}&limit=20`,
      isEmpty: (body) => lists(body, 'items'),
    },
    {
      name: 'changes of an actor',
      path: (n) =>
        `/v1/changes?dossier=${dossierId(at(n).dossier)}&actor=${actorIdOf(at(n).dossier, at(n).actor)}&limit=20`,
      isEmpty: (body) => lists(body, 'items'),
    },
    {
      name: 'positions of an actor',
      path: (n) =>
        `/v1/positions?dossier=${dossierId(at(n).dossier)}&actor=${actorIdOf(at(n).dossier, at(n).actor)}&limit=50`,
      isEmpty: (body) => lists(body, 'items'),
    },
  ];
}

/** Asks until `isDone`, one question after another, and says how long answers took (ms). */
export async function ask(
  url: string,
  questions: readonly Question[],
  isDone: (asked: number) => boolean,
): Promise<readonly Latency[]> {
  const seen = questions.map(() => ({ times: [] as number[], failed: 0, empty: 0 }));
  for (let asked = 0; !isDone(asked); asked++) {
    const place = asked % questions.length;
    const question = questions[place] as Question;
    const one = seen[place] as (typeof seen)[number];
    const began = performance.now();
    try {
      const response = await fetch(url + question.path(Math.floor(asked / questions.length)));
      const body: unknown = await response.json();
      one.times.push(performance.now() - began);
      if (!response.ok) one.failed++;
      else if (question.isEmpty(body)) one.empty++;
    } catch {
      one.failed++;
    }
  }
  return questions.map(({ name }, place) => {
    const { times, failed, empty } = seen[place] as (typeof seen)[number];
    const at = (share: number) => (times.length === 0 ? Number.NaN : Math.round(percentile(times, share) * 10) / 10);
    return { question: name, p50: at(0.5), p99: at(0.99), failed, empty };
  });
}
