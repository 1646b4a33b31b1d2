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

/** Three columns for unnest. */
export const columnsOf = (keys: readonly TimelineKey[]): [string[], string[], string[]] => [
  keys.map(({ dossier }) => dossier),
  keys.map(({ actor }) => actor),
  keys.map(({ issue }) => issue),
];
