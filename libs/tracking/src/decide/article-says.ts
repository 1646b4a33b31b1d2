import type { ActorRef, ArticleRef, CloudEvent, IssueRef, RevisionRef, Statement } from '@parley/contracts';
import type { CurationType } from '@parley/domain';

export type StatementsEvent = CloudEvent<'parley.statements.extracted'>;
export type WithdrawnEvent = CloudEvent<'parley.article.withdrawn'>;
export type RestoredEvent = CloudEvent<'parley.article.restored'>;
export type CurationEvent = { [Type in CurationType]: CloudEvent<Type> }[CurationType];

/** What changes which statements count. */
export type TrackedEvent = StatementsEvent | WithdrawnEvent | RestoredEvent | CurationEvent;

/** A statement with all that its timeline and its announcement need. */
export interface StatementAsRead {
  readonly statement: Statement;
  readonly article: ArticleRef;
  readonly revision: RevisionRef;
  /** In what an article says, whose position it shows; else the actor that the statement names. */
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  /** The event that brought it. */
  readonly eventId: string;
}

/** All that counts of what an article says under one dossier; it takes the place of what counted before. */
export interface ArticleSays {
  readonly articleId: string;
  readonly dossier: string;
  readonly statements: readonly StatementAsRead[];
  readonly cause: TrackedEvent;
}
