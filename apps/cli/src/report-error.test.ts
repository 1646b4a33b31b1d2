import { describe, expect, it } from '@jest/globals';
import { LogError } from '@parley/event-log';
import { ConfigError, EmbeddedPostgresError } from '@parley/platform';
import { RuntimeError } from '@parley/service';
import { CommanderError } from 'commander';
import { CommandError, EXIT } from './exit-codes.js';
import { reportOf } from './report-error.js';

describe('reportOf', () => {
  it.each([
    ['a wrong call', new CommanderError(1, 'commander.unknownOption', 'x'), EXIT.usage],
    ['help', new CommanderError(0, 'commander.helpDisplayed', 'x'), EXIT.ok],
  ])('says nothing more after %s', (_, error, exitCode) => {
    expect(reportOf(error)).toEqual({ sentence: null, exitCode });
  });

  it.each([
    ['a command', new CommandError('2 refused', EXIT.partly), '2 refused', EXIT.partly],
    [
      'the configuration',
      new ConfigError([{ variable: 'PARLEY_X', message: 'is no setting' }]),
      'PARLEY_X',
      EXIT.usage,
    ],
    ['the runtime', new RuntimeError('NO_DATABASE', 'no Postgres'), 'no Postgres', EXIT.unreachable],
    ['the log', new LogError('LOG_UNAVAILABLE', 'no broker'), 'no broker [LOG_UNAVAILABLE]', EXIT.unreachable],
    ['the log, for good', new LogError('LOG_RECORD_TOO_LARGE', 'too large'), 'too large', EXIT.failed],
    [
      'the embedded Postgres',
      new EmbeddedPostgresError('EMBEDDED_POSTGRES_IN_USE', 'It is in use.', 'Stop the other one.'),
      'It is in use. Stop the other one. [EMBEDDED_POSTGRES_IN_USE]',
      EXIT.unreachable,
    ],
    ['anything else', new Error('boom\u001b[2J'), 'unexpected: boom[2J.', EXIT.failed],
    ['no error at all', 'boom', 'unexpected: boom', EXIT.failed],
  ])('knows errors of %s', (_, error, words, exitCode) => {
    const report = reportOf(error);
    expect(report.sentence).toContain(words);
    expect(report.exitCode).toBe(exitCode);
  });
});
