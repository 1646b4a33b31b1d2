import type { ActorRef, IssueRef, PositionPath } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { R, rowsOf } from '../../record/record.js';
import { mergedActors, withDossiersAt } from '../dossiers/dossiers-at.js';

/** The names of an actor and an issue. */
export interface Timeline {
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  /** The actor that it counts as; null where it is one of its own. */
  readonly mergedInto: { readonly id: string; readonly name: string } | null;
}

/**
 * The timeline asked for, with its names at an instant (now where absent): one that ever had a position, else one that could
 * have, by the dossier in force then or now (unknown is an answer). Throws ProblemError NOT_FOUND where the dossier has no such actor or issue.
 */
export async function loadTimeline(
  record: DataSource,
  path: PositionPath,
  knownAt: string | undefined,
): Promise<Timeline> {
  const instant = knownAt === undefined ? undefined : '$4';
  const [found] = await rowsOf<{
    actor: ActorRef | null;
    issue: IssueRef | null;
    merged_into: Timeline['mergedInto'];
  }>(
    record,
    `WITH ${withDossiersAt(instant, '$1')}
     SELECT coalesce(
              (SELECT jsonb_build_object('id', a.id, 'name', a.name, 'kind', a.kind)
                 FROM actor_then a WHERE a.dossier_id = $1 AND a.id = $2),
              (SELECT jsonb_build_object('id', a.id, 'name', a.name, 'kind', a.kind)
                 FROM ${R}.actor a WHERE a.dossier_id = $1 AND a.id = $2),
              (SELECT t.actor FROM ${R}.timeline t WHERE t.dossier_id = $1 AND t.actor_id = $2 LIMIT 1)) AS actor,
            coalesce(
              (SELECT jsonb_build_object('id', i.id, 'label', i.label, 'proposition', i.proposition)
                 FROM issue_then i WHERE i.dossier_id = $1 AND i.id = $3),
              (SELECT jsonb_build_object('id', i.id, 'label', i.label, 'proposition', i.proposition)
                 FROM ${R}.issue i WHERE i.dossier_id = $1 AND i.id = $3),
              (SELECT t.issue FROM ${R}.timeline t WHERE t.dossier_id = $1 AND t.issue_id = $3 LIMIT 1)) AS issue,
            (SELECT jsonb_build_object('id', m.holder_id, 'name', m.holder_name)
               FROM ${mergedActors(instant, '$1')} m WHERE m.id = $2) AS merged_into`,
    [path.dossier, path.actor, path.issue, ...(knownAt === undefined ? [] : [knownAt])],
  );
  // One that was merged before anything was read of it has no name but that of its dossier.
  const actor =
    found?.actor ?? (found?.merged_into ? { id: path.actor, name: path.actor, kind: 'person' as const } : null);
  if (!actor)
    throw new ProblemError('NOT_FOUND', `Dossier "${path.dossier}" is not there or has no actor "${path.actor}".`);
  if (!found?.issue) throw new ProblemError('NOT_FOUND', `Dossier "${path.dossier}" has no issue "${path.issue}".`);
  return { actor, issue: found.issue, mergedInto: found.merged_into };
}
