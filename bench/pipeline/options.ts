import { parseArgs } from 'node:util';
import type { Adapter } from './figures.js';

export const STAGES = ['append', 'consume', 'ingest', 'extract', 'track', 'project', 'end-to-end'] as const;
export type Stage = (typeof STAGES)[number];

export interface BenchOptions {
  /** Articles of one run; what is cheap or dear for one article takes a fixed multiple or part of it. */
  readonly articles: number;
  readonly adapters: readonly Adapter[];
  readonly stages: readonly Stage[];
  readonly runs: number;
  /** File for the figures as JSON. */
  readonly json: string | null;
  /** Folder for CPU profiles of the services that are measured. */
  readonly profiles: string | null;
}

export const USAGE = `npm run bench:pipeline -- [options]
  --articles N               articles of one run (2000)
  --adapter embedded|kafka|both
  --stages a,b               of ${STAGES.join(', ')} (all)
  --runs N                   measured runs, after a warm-up (3)
  --json FILE                also write the figures there
  --profiles DIR             write a CPU profile of each service that is measured; slows it down a little
`;

/** Throws TypeError or RangeError with a sentence for a person. */
export function readOptions(words: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      articles: { type: 'string', default: '2000' },
      adapter: { type: 'string', default: 'both' },
      stages: { type: 'string', default: STAGES.join(',') },
      runs: { type: 'string', default: '3' },
      json: { type: 'string' },
      profiles: { type: 'string' },
    },
  });
  return {
    articles: countOf('--articles', values.articles, 100),
    adapters: adaptersOf(values.adapter),
    stages: values.stages.split(',').map(stageOf),
    runs: countOf('--runs', values.runs, 1),
    json: values.json ?? null,
    profiles: values.profiles ?? null,
  };
}

function countOf(name: string, text: string, least: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least) throw new RangeError(`${name} takes a whole number from ${least}`);
  return count;
}

function adaptersOf(text: string): readonly Adapter[] {
  if (text === 'both') return ['embedded', 'kafka'];
  if (text === 'embedded' || text === 'kafka') return [text];
  throw new RangeError('--adapter takes embedded, kafka or both');
}

function stageOf(text: string): Stage {
  const stage = STAGES.find((known) => known === text);
  if (!stage) throw new RangeError(`there is no stage ${text}; there are ${STAGES.join(', ')}`);
  return stage;
}
