export type Adapter = 'embedded' | 'kafka';

/** What several runs of one measurement gave. */
export interface Spread {
  readonly runs: readonly number[];
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** A rate of Parley's beside the rate of the least that would do the same to the same data, from the same runs. */
export interface Figure {
  readonly stage: string;
  /** null where no log takes part. */
  readonly adapter: Adapter | null;
  readonly unit: 'events/s' | 'articles/s' | 'ms';
  readonly measured: Spread;
  /** null where there is nothing to compare with. */
  readonly bound: { readonly what: string; readonly measured: Spread } | null;
  /** Median of Parley's by median of the bound; null without a bound. */
  readonly ratio: number | null;
  /** What else was seen: sizes, counts, memory. */
  readonly details: Readonly<Record<string, string | number>>;
}

export function spreadOf(runs: readonly number[]): Spread {
  if (runs.length === 0) throw new RangeError('nothing was measured');
  const sorted = [...runs].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const median =
    sorted.length % 2 === 1
      ? (sorted[middle] as number)
      : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
  return { runs, min: sorted[0] as number, median, max: sorted.at(-1) as number };
}

export function figureOf(
  figure: Pick<Figure, 'stage' | 'adapter' | 'unit'> & {
    readonly runs: readonly number[];
    readonly bound?: { readonly what: string; readonly runs: readonly number[] };
    readonly details?: Figure['details'];
  },
): Figure {
  const { runs, bound, details, ...named } = figure;
  const measured = spreadOf(runs);
  const limit = bound ? { what: bound.what, measured: spreadOf(bound.runs) } : null;
  return {
    ...named,
    measured,
    bound: limit,
    ratio: limit === null ? null : measured.median / limit.measured.median,
    details: details ?? {},
  };
}

/** The value below which `share` (0 to 1) of the values lie, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}

export const perSecond = (count: number, ms: number): number => (count * 1_000) / ms;

/** Milliseconds that `work` took. */
export async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
