export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors.js';
export type { EmbeddedPostgresLogger } from './logger.js';
export { type EmbeddedPostgresRuntime, readRuntime } from './runtime-file.js';
export type { Durability } from './server-settings.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type PostgresExit,
  startEmbeddedPostgres,
} from './start-embedded-postgres.js';
