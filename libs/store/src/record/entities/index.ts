import { ActorEntity } from './actor.entity.js';
import { ArticleEntity } from './article.entity.js';
import { ChangeEntity } from './change.entity.js';
import { CheckpointEntity } from './checkpoint.entity.js';
import { CurationEntity } from './curation.entity.js';
import { DeadLetterEntity } from './dead-letter.entity.js';
import { DossierEntity } from './dossier.entity.js';
import { DossierVersionEntity } from './dossier-version.entity.js';
import { EvidenceEntity } from './evidence.entity.js';
import { IssueEntity } from './issue.entity.js';
import { PositionEntity } from './position.entity.js';
import { RevisionEntity } from './revision.entity.js';
import { StatementEntity } from './statement.entity.js';
import { StatementHistoryEntity } from './statement-history.entity.js';
import { StatementSetEntity } from './statement-set.entity.js';
import { TimelineEntity } from './timeline.entity.js';
import { WithdrawalEntity } from './withdrawal.entity.js';

export * from './actor.entity.js';
export * from './article.entity.js';
export * from './change.entity.js';
export * from './checkpoint.entity.js';
export * from './curation.entity.js';
export * from './dead-letter.entity.js';
export * from './dossier.entity.js';
export * from './dossier-version.entity.js';
export * from './evidence.entity.js';
export * from './issue.entity.js';
export * from './position.entity.js';
export * from './revision.entity.js';
export * from './statement.entity.js';
export * from './statement-history.entity.js';
export * from './statement-set.entity.js';
export * from './timeline.entity.js';
export * from './withdrawal.entity.js';

/** Every entity of the record, for a TypeORM DataSource. */
export const RECORD_ENTITIES = [
  ActorEntity,
  ArticleEntity,
  ChangeEntity,
  CheckpointEntity,
  CurationEntity,
  DeadLetterEntity,
  DossierEntity,
  DossierVersionEntity,
  EvidenceEntity,
  IssueEntity,
  PositionEntity,
  RevisionEntity,
  StatementEntity,
  StatementHistoryEntity,
  StatementSetEntity,
  TimelineEntity,
  WithdrawalEntity,
];
