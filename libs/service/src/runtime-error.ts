export type RuntimeErrorCode = 'NO_DATABASE' | 'NOT_REACHED';

/** A process that can't run because what it runs on is not there. */
export class RuntimeError extends Error {
  constructor(
    readonly code: RuntimeErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RuntimeError';
  }
}
