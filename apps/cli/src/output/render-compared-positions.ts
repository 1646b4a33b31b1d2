import type { Believed, Comparison, Difference } from '@parley/contracts';
import { type Ink, inkOf, stanceText } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { renderTable } from './table.js';
import { terminalText } from './terminal-text.js';
import { MIN_WIDTH } from './wrap-text.js';

/** What differs between two states of knowledge, by actor and issue. Ends with a line break. */
export function renderComparedPositions(comparison: Comparison, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const { knownBefore, knownAfter, from, to, items } = comparison;
  const days = from === null && to === null ? 'all days' : `${from ?? 'the beginning'} to ${to ?? 'now'}`;
  const heading = ink.faint(`About ${days}: as known at ${knownBefore} → as known at ${knownAfter}`);
  if (items.length === 0) return `${heading}\nNothing else is believed than was.\n`;
  const blocks = items.map(({ actor, issue, differences }) => {
    const title = `${ink.strong(terminalText(actor.name))} on ${terminalText(issue.label)}`;
    const rows = differences.map((difference) => [
      daysOf(difference),
      difference.kind,
      beliefText(difference.before, ink),
      beliefText(difference.after, ink),
    ]);
    const rest = Math.floor((width - 27 - 9) / 2);
    return `${title}\n${renderTable(
      [
        { title: ink.faint('days'), width: 27 },
        { title: '', width: 9 },
        { title: ink.faint('was believed'), width: rest },
        { title: ink.faint('is believed'), width: rest },
      ],
      rows,
    )}`;
  });
  return `${heading}\n\n${blocks.join('\n')}`;
}

const daysOf = ({ validFrom, validTo }: Difference): string =>
  validTo === null ? `from ${validFrom} on` : `${validFrom} to ${dayBefore(validTo)}`;

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

function beliefText(believed: Believed | null, ink: Ink): string {
  if (believed === null) return `${stanceText(null, ink)} unknown`;
  const condition = believed.condition === null ? '' : `, if ${terminalText(believed.condition)}`;
  return `${stanceText(believed.stance, ink)}${believed.doubt === null ? '' : ink.warn(` (${believed.doubt})`)}${condition}`;
}
