import type { Statement } from '@parley/contracts';

/** Which timeline: who, on what, in which negotiation. */
export interface TimelineKey {
  readonly dossier: string;
  readonly actor: string;
  readonly issue: string;
}

/** A key as text, for maps. No slug holds a space, and a space sorts before all that a slug may hold. */
export const textOf = (key: TimelineKey): string => `${key.dossier} ${key.actor} ${key.issue}`;

export const timelineOfStatement = ({ dossier, actor, issue }: Statement): TimelineKey => ({ dossier, actor, issue });

/** The timeline of a statement by who holds the position, which is not who it names where actors were merged. */
export const timelineHeld = ({
  statement,
  actor,
}: {
  readonly statement: Pick<Statement, 'dossier' | 'issue'>;
  readonly actor: { readonly id: string };
}): TimelineKey => ({ dossier: statement.dossier, actor: actor.id, issue: statement.issue });

/** Three columns for unnest. */
export const columnsOf = (keys: readonly TimelineKey[]): [string[], string[], string[]] => [
  keys.map(({ dossier }) => dossier),
  keys.map(({ actor }) => actor),
  keys.map(({ issue }) => issue),
];
