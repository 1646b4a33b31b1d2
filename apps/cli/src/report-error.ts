import { CommanderError } from 'commander';
import { CommandError, EXIT, type ExitCode } from './exit-codes.js';
import { terminalText } from './output/terminal-text.js';

/** What a person is told about an error, and what the shell is. `null`: it was told already. */
export interface ErrorReport {
  readonly sentence: string | null;
  readonly exitCode: ExitCode;
}

/**
 * Any error as a sentence and an exit code. Errors of the libraries are known by their name: importing their classes
 * would load the database and the broker for a command that needs neither.
 */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof CommanderError) return { sentence: null, exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.usage };
  if (error instanceof CommandError) return { sentence: error.message, exitCode: error.exitCode };
  if (!(error instanceof Error))
    return { sentence: `unexpected: ${terminalText(String(error))}`, exitCode: EXIT.failed };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  switch (error.name) {
    case 'ConfigError':
      return { sentence: error.message, exitCode: EXIT.usage };
    case 'RuntimeError':
      return { sentence: error.message, exitCode: EXIT.unreachable };
    case 'LogError':
      return {
        sentence: `${error.message} [${code}]`,
        exitCode: code === 'LOG_UNAVAILABLE' ? EXIT.unreachable : EXIT.failed,
      };
    case 'EmbeddedPostgresError':
      return {
        sentence: `${error.message}${'advice' in error ? ` ${String(error.advice)}` : ''} [${code}]`,
        exitCode: code === 'EMBEDDED_POSTGRES_IN_USE' ? EXIT.unreachable : EXIT.failed,
      };
    default:
      return {
        sentence: `unexpected: ${terminalText(error.message)}${code === '' ? '' : ` [${code}]`}. PARLEY_LOG_LEVEL=debug shows where.`,
        exitCode: EXIT.failed,
      };
  }
}
