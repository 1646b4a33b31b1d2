import { defineEvent, type EventDefinition } from './event-definition.js';
import { type ArticleObserved, articleObservedId, articleObservedSchema } from './events/article-observed.js';
import { type ArticleRestored, articleRestoredId, articleRestoredSchema } from './events/article-restored.js';
import {
  type ArticleWithdrawn,
  articleWithdrawnId,
  articleWithdrawnSchema,
  articleWithdrawnUpcasters,
} from './events/article-withdrawn.js';
import {
  type StatementAdded,
  type StatementAmended,
  type StatementRestored,
  type StatementRetracted,
  statementAddedId,
  statementAddedSchema,
  statementAmendedId,
  statementAmendedSchema,
  statementAmendedUpcasters,
  statementRestoredId,
  statementRestoredSchema,
  statementRetractedId,
  statementRetractedSchema,
  statementRetractedUpcasters,
} from './events/curations.js';
import {
  type DossierPublished,
  dossierPublishedId,
  dossierPublishedSchema,
  dossierPublishedUpcasters,
} from './events/dossier-published.js';
import { type ModelAnswered, modelAnsweredId, modelAnsweredSchema } from './events/model-answered.js';
import {
  type PositionChanged,
  positionChangedId,
  positionChangedSchema,
  positionChangedUpcasters,
} from './events/position-changed.js';
import {
  type StatementsExtracted,
  statementsExtractedId,
  statementsExtractedSchema,
  statementsExtractedUpcasters,
} from './events/statements-extracted.js';
import { timelineKeyOf } from './ids.js';
import type { PositionChangeKind } from './primitives.js';
import {
  ARTICLES_TOPIC,
  CURATIONS_TOPIC,
  DOSSIERS_TOPIC,
  MODEL_ANSWERS_TOPIC,
  POSITIONS_TOPIC,
  STATEMENTS_TOPIC,
} from './topics.js';

/** Every event type's payload, by type. */
export interface EventData {
  'parley.article.observed': ArticleObserved;
  'parley.article.withdrawn': ArticleWithdrawn;
  'parley.article.restored': ArticleRestored;
  'parley.model.answered': ModelAnswered;
  'parley.statements.extracted': StatementsExtracted;
  'parley.statement.retracted': StatementRetracted;
  'parley.statement.amended': StatementAmended;
  'parley.statement.added': StatementAdded;
  'parley.statement.restored': StatementRestored;
  'parley.position.taken': PositionChanged;
  'parley.position.shifted': PositionChanged;
  'parley.position.reaffirmed': PositionChanged;
  'parley.position.contested': PositionChanged;
  'parley.position.settled': PositionChanged;
  'parley.position.corrected': PositionChanged;
  'parley.dossier.published': DossierPublished;
}
export type EventType = keyof EventData;

const positionEvent = <const Kind extends PositionChangeKind>(kind: Kind) =>
  defineEvent({
    type: `parley.position.${kind}` as const,
    topic: POSITIONS_TOPIC,
    version: 4,
    upcasters: positionChangedUpcasters,
    schema: positionChangedSchema.refine((data) => data.change === kind, {
      path: ['change'],
      message: `must be "${kind}"`,
    }),
    keyOf: (data) => timelineKeyOf(data.dossier, data.actor.id, data.issue.id),
    idOf: positionChangedId,
  });

/** The closed list of what may stand in the log. */
export const CATALOGUE: { readonly [Type in EventType]: EventDefinition<Type, EventData[Type]> } = {
  'parley.article.observed': defineEvent({
    type: 'parley.article.observed',
    topic: ARTICLES_TOPIC,
    version: 1,
    schema: articleObservedSchema,
    keyOf: (data) => data.articleId,
    idOf: articleObservedId,
  }),
  'parley.article.withdrawn': defineEvent({
    type: 'parley.article.withdrawn',
    topic: ARTICLES_TOPIC,
    version: 2,
    schema: articleWithdrawnSchema,
    upcasters: articleWithdrawnUpcasters,
    keyOf: (data) => data.articleId,
    idOf: articleWithdrawnId,
  }),
  'parley.article.restored': defineEvent({
    type: 'parley.article.restored',
    topic: ARTICLES_TOPIC,
    version: 1,
    schema: articleRestoredSchema,
    keyOf: (data) => data.articleId,
    idOf: articleRestoredId,
  }),
  'parley.model.answered': defineEvent({
    type: 'parley.model.answered',
    topic: MODEL_ANSWERS_TOPIC,
    version: 1,
    schema: modelAnsweredSchema,
    keyOf: (data) => data.articleId,
    idOf: modelAnsweredId,
  }),
  'parley.statements.extracted': defineEvent({
    type: 'parley.statements.extracted',
    topic: STATEMENTS_TOPIC,
    version: 4,
    schema: statementsExtractedSchema,
    upcasters: statementsExtractedUpcasters,
    keyOf: (data) => data.article.id,
    idOf: statementsExtractedId,
  }),
  'parley.statement.retracted': defineEvent({
    type: 'parley.statement.retracted',
    topic: CURATIONS_TOPIC,
    version: 2,
    schema: statementRetractedSchema,
    upcasters: statementRetractedUpcasters,
    keyOf: (data) => data.articleId,
    idOf: statementRetractedId,
  }),
  'parley.statement.amended': defineEvent({
    type: 'parley.statement.amended',
    topic: CURATIONS_TOPIC,
    version: 2,
    schema: statementAmendedSchema,
    upcasters: statementAmendedUpcasters,
    keyOf: (data) => data.articleId,
    idOf: statementAmendedId,
  }),
  'parley.statement.added': defineEvent({
    type: 'parley.statement.added',
    topic: CURATIONS_TOPIC,
    version: 1,
    schema: statementAddedSchema,
    keyOf: (data) => data.articleId,
    idOf: statementAddedId,
  }),
  'parley.statement.restored': defineEvent({
    type: 'parley.statement.restored',
    topic: CURATIONS_TOPIC,
    version: 1,
    schema: statementRestoredSchema,
    keyOf: (data) => data.articleId,
    idOf: statementRestoredId,
  }),
  'parley.position.taken': positionEvent('taken'),
  'parley.position.shifted': positionEvent('shifted'),
  'parley.position.reaffirmed': positionEvent('reaffirmed'),
  'parley.position.contested': positionEvent('contested'),
  'parley.position.settled': positionEvent('settled'),
  'parley.position.corrected': positionEvent('corrected'),
  'parley.dossier.published': defineEvent({
    type: 'parley.dossier.published',
    topic: DOSSIERS_TOPIC,
    version: 2,
    schema: dossierPublishedSchema,
    upcasters: dossierPublishedUpcasters,
    keyOf: (data) => data.id,
    idOf: dossierPublishedId,
  }),
};

export const EVENT_TYPES = Object.keys(CATALOGUE) as readonly EventType[];

export const isEventType = (type: string): type is EventType => Object.hasOwn(CATALOGUE, type);
