import { parseArgs } from 'node:util';

export interface RecordBenchOptions {
  readonly statements: number;
  /** Print the figures as JSON instead of as text. */
  readonly json: boolean;
  /** Requests of each kind of question. */
  readonly requests: number;
}

export const USAGE = `npm run bench:record -- [options]
  --statements N    statements in the log, over 2,000 actors and 50 issues (1000000)
  --requests N      requests of each kind of question (300)
  --json            the figures as one JSON document
`;

/** Throws TypeError or RangeError with a sentence for a person. */
export function readOptions(words: readonly string[]): RecordBenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      statements: { type: 'string', default: '1000000' },
      requests: { type: 'string', default: '300' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    statements: countOf('--statements', values.statements, 1_000),
    requests: countOf('--requests', values.requests, 10),
    json: values.json,
  };
}

function countOf(name: string, text: string, least: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least) throw new RangeError(`${name} takes a whole number from ${least}`);
  return count;
}
