import type { ActorRef, Statement } from '@parley/contracts';
import type { ClientBase } from 'pg';

/** A statement with the actor it names. */
export interface Attributed {
  readonly statement: Pick<Statement, 'dossier' | 'actor'>;
  readonly actor: ActorRef;
}

/** An actor that counts as another by the dossier in force. */
export interface MergedActor {
  readonly dossier: string;
  /** Who is merged. */
  readonly actor: string;
  /** Who it counts as. */
  readonly holder: ActorRef;
}

/** Whose position statements show, where it is not the actor they name: by the merges of the dossiers in force. */
export class ActorMerges {
  private readonly holders: ReadonlyMap<string, ActorRef>;

  constructor(merged: readonly MergedActor[]) {
    this.holders = new Map(merged.map(({ dossier, actor, holder }) => [`${dossier} ${actor}`, holder]));
  }

  holderOf({ statement, actor }: Attributed): ActorRef {
    const holder = this.holders.get(`${statement.dossier} ${statement.actor}`);
    if (holder) return holder;
    // What was kept of it while it was merged has the names of who it counted as.
    return actor.id === statement.actor ? actor : { ...actor, id: statement.actor };
  }
}

export const NO_MERGES = new ActorMerges([]);

/** The merges that the ledger is counted by. Hold the articles first: what it gives is true while they are. */
export async function loadMerges(client: ClientBase): Promise<ActorMerges> {
  const { rows } = await client.query<MergedActor>({
    name: 'tracker-load-merges',
    text: 'SELECT dossier_id AS dossier, actor_id AS actor, holder FROM tracker.merged_actor',
  });
  return new ActorMerges(rows);
}
