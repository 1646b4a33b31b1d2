/** What the supervisor says, one sentence at a time. A pino logger fits. */
export interface EmbeddedPostgresLogger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export const SILENT_LOGGER: EmbeddedPostgresLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
