import pg from 'pg';
import type { Placed } from './placed-event.js';

/** Why an event can't be folded into the record. The list is closed; docs/record.md explains each. */
export type ProjectionErrorCode =
  | 'PROJECTION_ID_NOT_UUID'
  | 'PROJECTION_REVISION_CONFLICT'
  | 'PROJECTION_ARTICLE_UNKNOWN'
  | 'PROJECTION_DOSSIER_UNLISTED'
  | 'PROJECTION_SEQUENCE_GAP'
  | 'PROJECTION_SEQUENCE_CONFLICT'
  | 'PROJECTION_TIMELINE_MISMATCH'
  | 'PROJECTION_DOSSIER_CONFLICT'
  | 'PROJECTION_DOSSIER_INVALID'
  | 'PROJECTION_NOT_CONSUMED'
  | 'PROJECTION_REFUSED_BY_DATABASE';

/** An event that does not fit the record as it is: dead-lettered live, the end of a rebuild. */
export class ProjectionError extends Error {
  constructor(
    readonly code: ProjectionErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ProjectionError';
  }
}

/** `topic/partition@offset`, for messages. */
export const placeOf = (recorded: Pick<Placed, 'topic' | 'partition' | 'offset'>): string =>
  `${recorded.topic}/${recorded.partition}@${recorded.offset}`;

/**
 * The error as a fault of the event, or null where trying the same again may succeed (connection, deadlock, checkpoint).
 * SQLSTATE classes 22 (data exception), 23 (constraint) and 54 (limit) blame the values: the same come again each time.
 */
export function faultOfEvent(error: unknown): ProjectionError | null {
  if (error instanceof ProjectionError) return error;
  if (!(error instanceof pg.DatabaseError) || !/^(22|23|54)/.test(error.code ?? '')) return null;
  return new ProjectionError('PROJECTION_REFUSED_BY_DATABASE', `${error.message} (SQLSTATE ${error.code})`, {
    cause: error,
  });
}
