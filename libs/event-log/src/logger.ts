/** What the log needs of a logger; pino's loggers fit as they are. */
export interface EventLogLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLogger: EventLogLogger = { debug() {}, info() {}, warn() {}, error() {} };
