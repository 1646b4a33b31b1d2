import type { ActorRef, IssueRef } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import { ActorEntity, IssueEntity } from '@parley/store';
import type { DataSource } from 'typeorm';

/** An actor of the dossier in force. Throws ProblemError INVALID_BODY at `pointer`. */
export async function actorInForce(
  record: DataSource,
  dossierId: string,
  id: string,
  pointer: string,
): Promise<ActorRef> {
  const actor = await record.getRepository(ActorEntity).findOneBy({ dossierId, id });
  if (actor === null) throw unknown(pointer, `the dossier ${dossierId} has no actor "${id}"`);
  // The record took it from a dossier, whose schema holds it to these kinds.
  return { id: actor.id, name: actor.name, kind: actor.kind as ActorRef['kind'] };
}

/** An issue of the dossier in force. Throws ProblemError INVALID_BODY at `pointer`. */
export async function issueInForce(
  record: DataSource,
  dossierId: string,
  id: string,
  pointer: string,
): Promise<IssueRef> {
  const issue = await record.getRepository(IssueEntity).findOneBy({ dossierId, id });
  if (issue === null) throw unknown(pointer, `the dossier ${dossierId} has no issue "${id}"`);
  return { id: issue.id, label: issue.label, proposition: issue.proposition };
}

const unknown = (pointer: string, detail: string) =>
  new ProblemError('INVALID_BODY', `${detail[0]?.toUpperCase() ?? ''}${detail.slice(1)}.`, [{ pointer, detail }]);
