import {
  ARTICLES_TOPIC,
  CURATIONS_TOPIC,
  DOSSIERS_TOPIC,
  type EventType,
  POSITIONS_TOPIC,
  STATEMENTS_TOPIC,
} from '@parley/contracts';
import { CURATION_TYPES } from '@parley/domain';
import type { ClientBase } from 'pg';
import { ARTICLE_EVENTS, projectArticles } from './articles/project-articles.js';
import { projectCurations } from './curations/project-curations.js';
import { projectDossiers } from './dossiers/project-dossiers.js';
import type { PlacedBatch, PlacedEvent } from './placed-event.js';
import { POSITION_EVENTS, projectPositions } from './positions/project-positions.js';
import { ProjectionError } from './projection-error.js';
import { projectStatements } from './statements/project-statements.js';

/**
 * Folds events of one topic into the record in `schema`, in the caller's transaction, with a handful of statements
 * whatever the number of events. Folding an event again changes nothing. Throws ProjectionError, or the database's
 * error, where one of the events can't be folded; the caller rolls back.
 */
export async function projectBatch(
  client: ClientBase,
  { topic, events, removals }: PlacedBatch,
  schema: string,
): Promise<void> {
  if (events.length === 0 && removals.length === 0) return;
  switch (topic) {
    case ARTICLES_TOPIC:
      return projectArticles(client, only(events, ARTICLE_EVENTS), schema);
    case STATEMENTS_TOPIC:
      return projectStatements(client, only(events, ['parley.statements.extracted']), schema);
    case CURATIONS_TOPIC:
      return projectCurations(client, only(events, CURATION_TYPES), schema);
    case POSITIONS_TOPIC:
      return projectPositions(client, only(events, POSITION_EVENTS), schema);
    case DOSSIERS_TOPIC:
      return projectDossiers(client, only(events, ['parley.dossier.published']), removals, schema);
    default:
      throw new ProjectionError('PROJECTION_NOT_CONSUMED', `the record takes nothing from topic ${topic}`);
  }
}

/** The events as events of these types. Throws ProjectionError PROJECTION_NOT_CONSUMED for any other. */
export function only<Type extends EventType>(
  events: readonly PlacedEvent[],
  types: readonly Type[],
): PlacedEvent<Type>[] {
  return events.map((placed) => {
    if (!(types as readonly EventType[]).includes(placed.event.type))
      throw new ProjectionError('PROJECTION_NOT_CONSUMED', `the record takes no ${placed.event.type} from its topic`);
    // Told apart by its type just now; TypeScript does not narrow a union by membership of a list.
    return placed as PlacedEvent<Type>;
  });
}
