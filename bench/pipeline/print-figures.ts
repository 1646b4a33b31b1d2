import Table from 'cli-table3';
import type { Environment } from './environment.js';
import type { Figure, Spread } from './figures.js';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const spread = ({ min, median, max }: Spread): string =>
  `${whole.format(median)} (${whole.format(min)}–${whole.format(max)})`;

/** The figures as a table, each beside its bound, and below it what else was seen. */
export function renderFigures(figures: readonly Figure[]): string {
  const table = new Table({
    head: ['stage', 'log', 'unit', 'median (min–max)', 'bound', 'median (min–max)', 'ratio'],
    style: { head: [], border: [] },
    colWidths: [null, null, null, null, 34, null, null],
    wordWrap: true,
  });
  for (const { stage, adapter, unit, measured, bound, ratio } of figures)
    table.push([
      stage,
      adapter ?? '–',
      unit,
      spread(measured),
      bound?.what ?? '–',
      bound ? spread(bound.measured) : '–',
      ratio === null ? '–' : ratio.toFixed(2),
    ]);
  const notes = figures.flatMap(({ stage, adapter, details }) => {
    const seen = Object.entries(details).map(([name, value]) => `${name} ${value}`);
    return seen.length === 0 ? [] : [`${stage}${adapter === null ? '' : `, ${adapter}`}: ${seen.join(', ')}`];
  });
  return `${table.toString()}\n${notes.join('\n')}\n`;
}

export const renderEnvironment = (environment: Environment): string =>
  `${Object.entries(environment)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n`;
