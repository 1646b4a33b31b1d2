import type { Consequences } from '@parley/contracts';

/** What follows from a publication, a line each, what follows at once first. Ids hold nothing that a terminal minds. */
export function renderConsequences({ actors, merged, split, issues, rereading }: Consequences): string {
  const lines = [
    ...merged.map(({ actor, into }) => `  ${actor} counts as ${into} from now on`),
    ...split.map(({ actor, from }) => `  ${actor} counts for itself again, and for ${from} no more`),
    ...listed('actors', 'new', actors.added),
    ...listed('actors', 'taken out; their positions stay, as read under the older version', actors.removed),
    ...listed('issues', 'new', issues.added),
    ...listed('issues', 'taken out; positions on them stay, as read under the older version', issues.removed),
    ...listed(
      'issues',
      'reworded; positions are marked as of an older wording until they are read again',
      issues.reworded,
    ),
    ...(rereading === null
      ? []
      : [
          `  ${rereading.articles} articles (${rereading.statements} statements) were read under an older version; to read them again: ${rereading.command}`,
        ]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const listed = (what: string, how: string, ids: readonly string[]): string[] =>
  ids.length === 0 ? [] : [`  ${what} ${how}: ${ids.join(', ')}`];
