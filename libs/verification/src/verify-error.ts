export type VerifyErrorCode =
  | 'VERIFY_NOTHING_THERE'
  | 'VERIFY_OTHER_VERSION'
  | 'VERIFY_REBUILD_RUNNING'
  | 'VERIFY_ABORTED';

/** Why nothing could be verified. What disagrees is a finding, and no error. */
export class VerifyError extends Error {
  constructor(
    readonly code: VerifyErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'VerifyError';
  }
}
