import type { PlacedEvent } from './placed-event.js';
import { ProjectionError } from './projection-error.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The event's id, which the record keeps as a uuid. Throws ProjectionError PROJECTION_ID_NOT_UUID for any other. */
export function uuidOf({ event }: PlacedEvent): string {
  if (!uuid.test(event.id))
    throw new ProjectionError('PROJECTION_ID_NOT_UUID', `the id of ${event.type} is no UUID: ${event.id}`);
  return event.id.toLowerCase();
}
