import type { Problem } from '@parley/settings';
import { CommandError, EXIT, type ExitCode } from '../exit-codes.js';
import { terminalText } from '../output/terminal-text.js';

/** The API said no, in RFC 9457 words. */
export class ApiProblemError extends CommandError {
  constructor(
    readonly problem: Problem,
    address: string,
  ) {
    super(sentenceOf(problem, address), exitCodeOf(problem.status));
    this.name = 'ApiProblemError';
  }
}

/** Nobody answered, or not in time. Trying again may help. */
export class ApiUnreachableError extends CommandError {
  constructor(
    /** What is the matter, without what to do about it. */
    readonly fact: string,
    advice = '',
    /** How long the API asked to wait, in ms; null where it said nothing. */
    readonly retryAfterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(advice === '' ? fact : `${fact}: ${advice}`, EXIT.unreachable, options);
    this.name = 'ApiUnreachableError';
  }
}

function sentenceOf(problem: Problem, address: string): string {
  const faults = (problem.errors ?? []).map(
    ({ pointer, detail }) => `\n  ${pointer === '' ? '/' : pointer}: ${detail}`,
  );
  const detail = problem.detail ?? problem.title;
  const advice =
    problem.status === 401 ? ' Set PARLEY_INGEST_TOKEN to the token that the running Parley was given.' : '';
  return `${terminalLines(`${detail}${faults.join('')}`)}${advice} [${problem.code}, ${address}]`;
}

/** Line breaks between faults stay; everything else that could disturb a terminal goes. */
const terminalLines = (text: string): string => text.split('\n').map(terminalText).join('\n');

/** A query that makes no sense is the caller's words; the rest was tried and did not work. */
function exitCodeOf(status: number): ExitCode {
  return status === 400 ? EXIT.usage : EXIT.failed;
}
