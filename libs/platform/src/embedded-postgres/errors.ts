/** Everything that can go wrong with the embedded Postgres; the list is closed. */
export type EmbeddedPostgresErrorCode =
  | 'EMBEDDED_POSTGRES_UNSUPPORTED'
  | 'EMBEDDED_POSTGRES_BINARIES_MISSING'
  | 'EMBEDDED_POSTGRES_BINARIES_UNUSABLE'
  | 'EMBEDDED_POSTGRES_NO_USER'
  | 'EMBEDDED_POSTGRES_DATA_FOLDER_UNUSABLE'
  | 'EMBEDDED_POSTGRES_IN_USE'
  | 'EMBEDDED_POSTGRES_OTHER_VERSION'
  | 'EMBEDDED_POSTGRES_INIT_FAILED'
  | 'EMBEDDED_POSTGRES_PORT_TAKEN'
  | 'EMBEDDED_POSTGRES_START_FAILED'
  | 'EMBEDDED_POSTGRES_LEFTOVER';

/** Why the embedded Postgres could not do what it was asked: a code, a sentence (`message`) and what to do (`advice`). */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    readonly advice: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The code of a Node system error (`ENOENT`, `EACCES`, ...), if it is one. */
export function systemErrorCode(error: unknown): string | undefined {
  // By its shape: an error from another realm (a vm context) is no `instanceof Error`.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The sentence of whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return String(error.message);
}
