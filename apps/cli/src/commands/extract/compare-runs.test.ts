import { describe, expect, it } from '@jest/globals';
import { renderComparisonSummary, renderDifference } from '../../output/render-comparison.js';
import type { ArticleLine } from './article-lines.js';
import {
  compareArticle,
  isDifferent,
  LOOK_AHEAD,
  type PrintedLine,
  printedLines,
  RunComparison,
} from './compare-runs.js';
import type { PrintedStatement, PrintedStatements } from './extract-articles.js';

const statement = (more: Partial<PrintedStatement> = {}): PrintedStatement => ({
  actor: 'ada-quill',
  issue: 'night-shifts',
  stance: 'support',
  kind: 'direct',
  start: 0,
  end: 20,
  evidence: 'Ada Quill wants them.',
  statedAt: '2026-03-02',
  confidence: 0.6,
  speaker: 'Ada Quill',
  cue: 'wants',
  ...more,
});
const ruleSet = (version: string) => ({ id: 'rules', version });
const line = (id: string, statements: readonly PrintedStatement[] = [], version = '1.1.0'): PrintedStatements => ({
  id,
  statements,
  ruleSet: ruleSet(version),
});
async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

describe('an article in two runs', () => {
  it('is the same where nothing differs', () => {
    const found = compareArticle(line('a', [statement()]), line('a', [statement()], '1.2.0'));
    expect(isDifferent(found)).toBe(false);
    expect(found.same).toBe(1);
  });

  it('has gained, lost and changed statements', () => {
    const found = compareArticle(
      line('a', [statement(), statement({ issue: 'new-crane' })]),
      line('a', [statement({ stance: 'oppose', confidence: 0.7 }), statement({ actor: 'dockers' })]),
    );
    expect(found.gained.map(({ actor }) => actor)).toEqual(['dockers']);
    expect(found.lost.map(({ issue }) => issue)).toEqual(['new-crane']);
    expect(found.changed.map(({ fields }) => fields)).toEqual([['stance', 'confidence']]);
  });

  it('pairs statements of the same stance first', () => {
    const two = [statement(), statement({ stance: 'oppose', start: 30, end: 40 })];
    const found = compareArticle(line('a', two), line('a', two.toReversed()));
    expect(found).toMatchObject({ gained: [], lost: [], changed: [], same: 2 });
  });

  it('keeps statements of different dossiers apart', () => {
    const found = compareArticle(line('a', [statement({ dossier: 'x' })]), line('a', [statement({ dossier: 'y' })]));
    expect([found.gained.length, found.lost.length]).toEqual([1, 1]);
  });

  it('may be read in one and not in the other', () => {
    const unread = { reason: 'language' as const, language: 'fr' };
    const found = compareArticle(line('a', [statement()]), { ...line('a'), unread });
    expect(found).toMatchObject({ lost: [{}], unread: { before: null, after: unread } });
    expect(renderDifference(found, { width: 80, color: false })).toContain('read → not read (fr)');
  });
});

describe('a run beside an earlier one', () => {
  it('counts what differs, and names both rule sets', async () => {
    const comparison = new RunComparison(each([line('a', [statement()], '1.0.0'), line('b', [], '1.0.0'), line('c')]));
    expect(await comparison.next(line('a', [statement({ stance: 'oppose' })]))).toMatchObject({ id: 'a' });
    expect(await comparison.next(line('x'))).toBeNull();
    expect(await comparison.next(line('b', [statement()]))).toMatchObject({ gained: [{}] });
    const summary = await comparison.finish();
    expect(summary).toEqual({
      before: ruleSet('1.0.0'),
      after: ruleSet('1.1.0'),
      articles: 2,
      different: 2,
      onlyBefore: 1,
      onlyAfter: 1,
      statements: { same: 0, gained: 1, lost: 0, changed: 1, stance: 1 },
    });
    expect(renderComparisonSummary(summary)).toContain('rules 1.0.0 → rules 1.1.0: 2 articles compared');
  });

  it('finds articles that stand in another order, as long as they are near', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `a${i}`);
    const comparison = new RunComparison(each(ids.map((id) => line(id))));
    for (const id of ids.toReversed()) expect(await comparison.next(line(id))).not.toBeNull();
    expect(await comparison.finish()).toMatchObject({ articles: 300, onlyBefore: 0, onlyAfter: 0 });
  });

  it('reads no further ahead than it may keep', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<PrintedLine> {
      for (; read < 10 * LOOK_AHEAD; read++) yield line(`a${read}`);
    }
    const comparison = new RunComparison(endless());
    expect(await comparison.next(line('none'))).toBeNull();
    expect(await comparison.next(line('none either'))).toBeNull();
    expect(read).toBeLessThanOrEqual(LOOK_AHEAD);
    expect(await comparison.finish()).toMatchObject({ onlyBefore: 10 * LOOK_AHEAD, onlyAfter: 2 });
  });
});

describe('the earlier run', () => {
  const linesOf = async (text: string) => {
    const lines: ArticleLine[] = text.split('\n').map((one, i) => ({ ok: true, number: i + 1, text: one }));
    const out = [];
    for await (const one of printedLines('old.jsonl', each(lines))) out.push(one);
    return out;
  };

  it('may be one that did not name its rule set', async () => {
    expect(await linesOf('{"id":"a","statements":[]}')).toEqual([{ id: 'a', statements: [] }]);
  });

  it.each([
    ['{"id":"a"}', 'has no "id" with "statements"'],
    ['{"id":"a","attributions":[]}', '--all'],
    ['not json', 'not valid JSON'],
    ['{"id":"a","statements":[{"actor":"x"}]}', 'lacks its actor'],
  ])('is refused where a line is none of a run: %s', async (text, sentence) => {
    await expect(linesOf(`{"id":"a","statements":[]}\n${text}`)).rejects.toThrow(
      new RegExp(`old\\.jsonl:2: .*${sentence}`),
    );
  });
});
