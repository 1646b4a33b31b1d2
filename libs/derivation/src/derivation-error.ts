/** Why nothing, or nothing more, was derived anew. The list is closed. */
export type DerivationErrorCode =
  | 'DERIVATION_RUNNING'
  | 'DERIVATION_STOPPED'
  | 'DERIVATION_NOTHING_TRACKED'
  | 'DERIVATION_UNKNOWN_DOSSIER'
  | 'DERIVATION_NO_DOSSIERS'
  | 'DERIVATION_PERIOD_INVALID'
  | 'DERIVATION_NO_ARTICLES'
  | 'DERIVATION_READER_UNAVAILABLE'
  | 'DERIVATION_POLICY_NOT_PUBLISHED';

export class DerivationError extends Error {
  constructor(
    readonly code: DerivationErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DerivationError';
  }
}

export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new DerivationError('DERIVATION_STOPPED', 'stopped before the end');
}
