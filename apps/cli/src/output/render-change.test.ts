import type { Change } from '@parley/contracts';
import stringWidth from 'string-width';
import { change, evidence, HOSTILE_CHARACTERS } from './made-up-record.test-support.js';
import { renderChange } from './render-change.js';

describe('renderChange', () => {
  it('shows what changed with the sentence that proves it', () => {
    expect(renderChange(change(), { width: 100, color: false })).toBe(
      [
        '2026-04-01  shifted  Ruritania on The water treaty',
        '  oppose → conditional  since 2026-04-01; 2 statements, 1 source  [lakeside-water]',
        '  condition: once the dam is opened',
        '  “Ruritania will sign “once the dam is opened”, its envoy Ada Quill said on Wednesday.”',
        '    — its envoy Ada Quill, 2026-04-01; Ruritania softens on the water treaty (The Example Gazette)',
        '    https://gazette.example/world/lakeside-water-talks',
        '',
      ].join('\n'),
    );
  });

  it('shows a first position without an arrow', () => {
    const text = renderChange(change({ change: 'taken', before: null }), { width: 100, color: false });
    expect(text).toContain('\n  conditional  since');
  });

  it('calls a position unknown that a correction took away, and gives the reason', () => {
    const text = renderChange(change({ change: 'corrected', after: null, reason: 'the article was withdrawn' }), {
      width: 100,
      color: false,
    });
    expect(text).toContain('oppose → unknown');
    expect(text).toContain('because the article was withdrawn');
  });

  it('says which days a correction rewrote, and what holds on them now', () => {
    const { after } = change();
    if (!after) throw new RangeError('the made-up change has a position after it');
    const corrected = (rewritten: Change['rewritten']) =>
      renderChange(change({ change: 'corrected', rewritten }), { width: 120, color: false });
    const earlier = { ...after, stance: 'support' as const, validFrom: '2026-03-02', validTo: '2026-03-09' };
    expect(
      corrected({ from: '2026-03-02', to: '2026-03-12', positions: [earlier, { ...after, validFrom: '2026-03-09' }] }),
    ).toContain('\n  from 2026-03-02 until 2026-03-12 now: support since 2026-03-02, conditional since 2026-03-09\n');
    expect(corrected({ from: null, to: null, positions: [] })).toContain('\n  all days now: unknown\n');
  });

  it('keeps sentences within the width and says how many are left out', () => {
    const long = evidence({ sentence: 'The envoy spoke at length about the water of the lake. '.repeat(10).trim() });
    const text = renderChange(change({ evidence: [long, evidence(), evidence(), evidence()] }), {
      width: 60,
      color: false,
      evidence: 1,
    });
    expect(text).toContain('and 3 more');
    const wide = text.split('\n').filter((line) => stringWidth(line) > 60 && !line.includes('['));
    expect(wide).toEqual([]);
  });

  it('lets no escape sequence of an article through', () => {
    const hostile = evidence({
      sentence: 'Yes\u001b[2J\u001b]0;x\u0007',
      speaker: 'a\u202eb',
      article: { ...evidence().article, title: '\u009b31m', url: 'https://a.example/\u001b[1m' },
    });
    const text = renderChange(change({ evidence: [hostile], reason: '\u001b[5m' }), { width: 80, color: false });
    expect(text).not.toMatch(HOSTILE_CHARACTERS);
  });
});
