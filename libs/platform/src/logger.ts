import type { ParleyConfig } from '@parley/settings';
import { type Logger as Pino, pino } from 'pino';

/** What code of Parley logs through: a pino logger, so that each line is one JSON object. */
export type Logger = Pick<Pino, 'trace' | 'debug' | 'info' | 'warn' | 'error'> & {
  child(bindings: Record<string, unknown>): Logger;
};

/** Fields that may hold secrets are cut wherever they stand near the top of a logged object. */
const redact = [
  'password',
  'token',
  'authorization',
  'databaseUrl',
  'connectionString',
  '*.password',
  '*.token',
  '*.authorization',
];

/** A logger to standard error, so that standard output stays free for what a program prints. */
export const createLogger = (config: Pick<ParleyConfig, 'logLevel'>, service: string): Logger =>
  pino(
    { name: service, level: config.logLevel, redact: { paths: redact, censor: '[cut]' } },
    pino.destination(2),
  ) as Logger;

/** For tests and one-off commands that say what they do themselves. */
export const silentLogger: Logger = pino({ level: 'silent' }) as Logger;
