/** Why a rebuild ended without a new record; the one that readers see is as it was. The list is closed. */
export type RebuildErrorCode = 'REBUILD_RUNNING' | 'REBUILD_EVENT_UNPROJECTABLE' | 'REBUILD_ABORTED';

export class RebuildError extends Error {
  constructor(
    readonly code: RebuildErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RebuildError';
  }
}
