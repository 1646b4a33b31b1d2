import type { Consequences } from '@parley/contracts';
import type { Dossier } from '@parley/dossier';

/** What follows from putting a version of a dossier in the place of another, apart from what was read. Pure. */
export function consequencesOf(before: Dossier, after: Dossier): Omit<Consequences, 'rereading'> {
  const [wasMerged, isMerged] = [mergesOf(before), mergesOf(after)];
  const wording = new Map(before.issues.map(({ id, proposition }) => [id, proposition]));
  return {
    actors: {
      added: without(after.actors, before.actors),
      removed: without(before.actors, after.actors).filter((id) => !isMerged.has(id)),
    },
    merged: [...isMerged]
      .filter(([actor, into]) => wasMerged.get(actor) !== into)
      .map(([actor, into]) => ({ actor, into })),
    split: [...wasMerged].filter(([actor]) => !isMerged.has(actor)).map(([actor, from]) => ({ actor, from })),
    issues: {
      added: without(after.issues, before.issues),
      removed: without(before.issues, after.issues),
      reworded: after.issues
        .filter(({ id, proposition }) => wording.has(id) && wording.get(id) !== proposition)
        .map(({ id }) => id),
    },
  };
}

interface Named {
  readonly id: string;
}

function without(some: readonly Named[], others: readonly Named[]): string[] {
  const ids = new Set(others.map(({ id }) => id));
  return some.map(({ id }) => id).filter((id) => !ids.has(id));
}

const mergesOf = ({ actors }: Dossier): Map<string, string> =>
  new Map(actors.flatMap(({ id, merges }) => (merges ?? []).map((merged) => [merged, id] as const)));
