import type { DissonanceList, Sides } from '@parley/contracts';
import { HOSTILE_CHARACTERS, issue } from './made-up-record.test-support.js';
import { renderDissonance, renderSides } from './render-sides.js';

const plain = { width: 80, color: false };
const voice = (id: string, name: string, stance: 'support' | 'oppose', title: string | null) => ({
  actor: { id, name, kind: 'person' as const },
  rank: title === null ? ('body' as const) : ('member' as const),
  title,
  stance,
  condition: null,
  since: '2026-03-02',
  lastStatedOn: '2026-03-02',
  independentSources: 1,
  stale: title !== null,
});
const leading = voice('ruritania', 'Ruritania', 'oppose', null);
const envoy = voice('quill', 'Ada Quill\u202e', 'support', 'envoy');
const dam = issue('dam', 'The upper dam');
const head = { dossier: 'lakeside-water', title: 'The lakeside water talks', validAt: null, knownAt: null };
const sides: Sides = {
  ...head,
  validAt: '2026-04-01',
  issues: [dam, issue('toll', 'Tolls')],
  sides: [
    {
      id: 'ruritania',
      name: 'Ruritania',
      kind: 'government',
      positions: { dam: { leading, others: [envoy], dissonant: true }, toll: null },
    },
    { id: 'freedonia', name: 'Freedonia', kind: 'government', positions: {} },
  ],
};
const list = (items: DissonanceList['items']): DissonanceList => ({ ...head, items });

describe('renderSides', () => {
  it('shows what each body holds, on whose word, and where it is not of one voice', () => {
    const text = renderSides(sides, plain);
    expect(text).toContain('(lakeside-water, as held on 2026-04-01)');
    expect(text).toContain('  − oppose  The upper dam  not of one voice\n    — Ruritania; since 2026-03-02 and 1 more');
    expect(text).not.toContain('Freedonia');
    expect(text).not.toContain('Tolls');
  });

  it('says so where nobody has spoken for any body', () => {
    expect(renderSides({ ...sides, sides: [] }, plain)).toContain('Nobody who speaks for a body');
  });
});

describe('renderDissonance', () => {
  it('tells who, on what and since when, safely for a terminal', () => {
    const body = { id: 'ruritania', name: 'Ruritania', kind: 'government' as const };
    const item = { body, issue: dam, degree: 'opposite' as const, since: '2026-03-05', leading };
    const text = renderDissonance(list([{ ...item, dissenting: [{ voice: envoy, since: '2026-03-05' }] }]), plain);
    expect(text).toContain('Ruritania on The upper dam: opposite stances since 2026-03-05');
    expect(text).toContain('  + support\n    — Ada Quill');
    expect(text).toContain(', envoy; since 2026-03-02, stale');
    expect(text).not.toMatch(HOSTILE_CHARACTERS);
  });

  it('says so where every side is of one voice', () => {
    expect(renderDissonance(list([]), plain)).toContain('Every side speaks with one voice.');
  });
});
