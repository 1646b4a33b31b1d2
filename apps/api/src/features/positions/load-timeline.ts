import type { ActorRef, IssueRef, PositionPath } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { R, rowsOf } from '../../record/record.js';

/** The names of an actor and an issue. */
export interface Timeline {
  readonly actor: ActorRef;
  readonly issue: IssueRef;
}

/**
 * The timeline asked for: one that ever had a position, else one that could have, by the dossier in force (unknown is an
 * answer). Throws ProblemError NOT_FOUND where the dossier has no such actor or issue.
 */
export async function loadTimeline(record: DataSource, path: PositionPath): Promise<Timeline> {
  const [found] = await rowsOf<{ actor: ActorRef | null; issue: IssueRef | null }>(
    record,
    `SELECT coalesce(
              (SELECT jsonb_build_object('id', a.id, 'name', a.name, 'kind', a.kind)
                 FROM ${R}.actor a WHERE a.dossier_id = $1 AND a.id = $2),
              (SELECT t.actor FROM ${R}.timeline t WHERE t.dossier_id = $1 AND t.actor_id = $2 LIMIT 1)) AS actor,
            coalesce(
              (SELECT jsonb_build_object('id', i.id, 'label', i.label, 'proposition', i.proposition)
                 FROM ${R}.issue i WHERE i.dossier_id = $1 AND i.id = $3),
              (SELECT t.issue FROM ${R}.timeline t WHERE t.dossier_id = $1 AND t.issue_id = $3 LIMIT 1)) AS issue`,
    [path.dossier, path.actor, path.issue],
  );
  if (!found?.actor)
    throw new ProblemError('NOT_FOUND', `Dossier "${path.dossier}" is not there or has no actor "${path.actor}".`);
  if (!found.issue) throw new ProblemError('NOT_FOUND', `Dossier "${path.dossier}" has no issue "${path.issue}".`);
  return { actor: found.actor, issue: found.issue };
}
