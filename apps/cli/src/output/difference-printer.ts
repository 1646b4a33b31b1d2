import type { Difference } from '@parley/derivation';
import { renderPositionDifference, renderStatementDifference } from './render-differences.js';
import type { RenderOptions } from './render-options.js';
import { writeJsonLine } from './stdout.js';

/** Programs get every difference as it is found; for people some of each kind are kept, so that memory stays flat. */
export class DifferencePrinter {
  private readonly kept = new Map<string, Difference[]>();

  constructor(
    private readonly json: boolean,
    private readonly most: number,
  ) {}

  async take(difference: Difference): Promise<void> {
    if (this.json) return writeJsonLine(difference);
    const kind = `${difference.difference} ${difference.kind}`;
    const kept = this.kept.get(kind) ?? [];
    this.kept.set(kind, kept);
    if (kept.length < this.most) kept.push(difference);
  }

  /** What was kept: positions first, those that say something else before those that rest on something else. */
  rendered(options: RenderOptions): string {
    return ORDER.flatMap((kind) => this.kept.get(kind) ?? [])
      .map((difference) =>
        difference.difference === 'position'
          ? renderPositionDifference(difference, options)
          : renderStatementDifference(difference, options),
      )
      .join('\n');
  }
}

const ORDER = [
  'position gained',
  'position lost',
  'position changed',
  'position evidence',
  'statement gained',
  'statement lost',
  'statement changed',
];
