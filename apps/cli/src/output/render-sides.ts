import type { DissonanceList, Sides } from '@parley/contracts';
import { inkOf, stanceText } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH, wrapText } from './wrap-text.js';

type Voice = DissonanceList['items'][number]['leading'];

const asked = ({ dossier, validAt, knownAt }: Pick<Sides, 'dossier' | 'validAt' | 'knownAt'>): string =>
  [
    dossier,
    ...(validAt === null ? [] : [`as held on ${validAt}`]),
    ...(knownAt === null ? [] : [`as known at ${knownAt}`]),
  ].join(', ');

const voiceText = ({ actor, title, since, stale }: Voice): string =>
  `${terminalText(actor.name)}${title === null ? '' : `, ${terminalText(title)}`}; since ${since}${stale ? ', stale' : ''}`;

/** What each body holds on each issue somebody of it has spoken on, and on whose word. Ends with a line break. */
export function renderSides(sides: Sides, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const lines = [`${ink.strong(terminalText(sides.title))}${ink.faint(` (${asked(sides)})`)}`];
  const spoken = sides.sides.filter((side) => sides.issues.some(({ id }) => side.positions[id]));
  if (spoken.length === 0) lines.push(wrapText('Nobody who speaks for a body has stated anything yet.', width));
  for (const side of spoken) {
    lines.push('', ink.strong(terminalText(side.name)));
    for (const issue of sides.issues) {
      const cell = side.positions[issue.id];
      if (!cell) continue;
      const others = cell.others.length === 0 ? '' : ` and ${cell.others.length} more`;
      const dissonant = cell.dissonant ? ink.warn('  not of one voice') : '';
      lines.push(`  ${stanceText(cell.leading.stance, ink)}  ${terminalText(issue.label)}${dissonant}`);
      lines.push(wrapText(`— ${voiceText(cell.leading)}${others}`, width, 4));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Who of which side differs from it, on what and since when. Ends with a line break. */
export function renderDissonance(list: DissonanceList, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const lines = [`${ink.strong(terminalText(list.title))}${ink.faint(` (${asked(list)})`)}`];
  if (list.items.length === 0) lines.push(wrapText('Every side speaks with one voice.', width));
  for (const { body, issue, degree, since, leading, dissenting } of list.items) {
    const how = degree === 'opposite' ? ink.warn('opposite stances') : 'different stances';
    lines.push('', `${ink.strong(terminalText(body.name))} on ${terminalText(issue.label)}: ${how} since ${since}`);
    for (const voice of [leading, ...dissenting.map((one) => one.voice)])
      lines.push(`  ${stanceText(voice.stance, ink)}`, wrapText(`— ${voiceText(voice)}`, width, 4));
  }
  return `${lines.join('\n')}\n`;
}
