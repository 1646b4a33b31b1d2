import type { PositionChanged } from '@parley/contracts';

/** The key timelines are sorted by: U+001F comes before every character of an id, so it sorts as the three ids do. */
export const timelineName = (dossier: string, actor: string, issue: string): string =>
  `${dossier}\u001f${actor}\u001f${issue}`;

export const timelineOfChange = ({ dossier, actor, issue }: PositionChanged): string =>
  timelineName(dossier, actor.id, issue.id);

/** SQL of the same name, of a row with these columns. */
export const timelineSql = (row: string): string =>
  `(${row}.dossier_id || chr(31) || ${row}.actor_id || chr(31) || ${row}.issue_id) COLLATE "C"`;

export function timelineOfName(name: string): {
  readonly dossier: string;
  readonly actor: string;
  readonly issue: string;
} {
  const [dossier = '', actor = '', issue = ''] = name.split('\u001f');
  return { dossier, actor, issue };
}
