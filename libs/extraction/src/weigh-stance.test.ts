import { STANCE_WEIGHTS } from './data/stance-weights.js';
import { createExtractor } from './index.js';
import { riverDossier } from './river-dossier.fixture.js';
import { EVIDENCE, type StanceEvidence } from './stance-evidence.js';
import { likeliest, supportOf, weighStance } from './weigh-stance.js';

const NOTHING = Object.fromEntries(EVIDENCE.map((one) => [one, 0])) as StanceEvidence;
const votes = [-1, -0.5, 0, 0.5, 1];

describe('the weights', () => {
  it('are a finite number for each piece of evidence and no other', () => {
    expect(Object.keys(STANCE_WEIGHTS).sort()).toEqual(['base', ...EVIDENCE].sort());
    for (const weight of Object.values(STANCE_WEIGHTS)) expect(Number.isFinite(weight)).toBe(true);
  });

  it('let the vote of the rules weigh most', () => {
    for (const one of EVIDENCE) expect(Math.abs(STANCE_WEIGHTS[one])).toBeLessThanOrEqual(STANCE_WEIGHTS.vote);
  });
});

describe('weighing', () => {
  it('makes support the likelier the more the rules vote for it, whatever else there is', () => {
    for (const one of EVIDENCE.filter((name) => name !== 'vote'))
      for (const value of [-1, 0, 1]) {
        const supports = votes.map((vote) => supportOf({ ...NOTHING, [one]: value, vote }));
        expect(supports).toEqual([...supports].sort((a, b) => a - b));
      }
  });

  it('follows a clear vote where there is nothing else', () => {
    expect(likeliest(weighStance('support', { ...NOTHING, vote: 1 }))).toBe('support');
    expect(likeliest(weighStance('oppose', { ...NOTHING, vote: -1 }))).toBe('oppose');
  });

  it('leaves conditions and refusals to take a side to the rules', () => {
    expect(weighStance('conditional', { ...NOTHING, vote: -1 })).toMatchObject({ conditional: 1, oppose: 0 });
    expect(weighStance('noncommittal', { ...NOTHING, vote: 1 })).toMatchObject({ noncommittal: 1, support: 0 });
  });

  it('gives likelihoods that add up to 1', () => {
    for (const vote of votes) {
      const all = Object.values(weighStance('support', { ...NOTHING, vote }));
      expect(all.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1);
    }
  });
});

describe('in an article', () => {
  const extractor = createExtractor(riverDossier());
  const first = (text: string) => extractor.explain({ text, publishedAt: '2025-09-10' }).statements[0];

  it.each([
    ['Marsh said Upland must lift its tolls.', 'Marsh said Upland must not lift its tolls.'],
    ['Marsh called for a truce.', 'Marsh did not want a truce.'],
  ])('a negation flips the stance: %s', (plain, negated) => {
    expect([first(plain)?.stance.stance, first(negated)?.stance.stance]).toEqual(['support', 'oppose']);
  });

  it('shows what each piece of evidence added, and these add up to the likelihood', () => {
    const weighing = first('Marsh said Upland must not lift its tolls.')?.stance.weighing;
    if (!weighing) throw new Error('not weighed');
    const sum = weighing.evidence.reduce((total, { adds }) => total + adds, weighing.base);
    expect(weighing.support).toBeCloseTo(1 / (1 + Math.exp(-sum)), 2);
    expect(weighing.evidence[0]?.evidence).toBe('vote');
  });

  it('says that the rules alone decided where a condition is set', () => {
    const stance = first('Marsh said Lowland would build the dam only if Upland paid for it.')?.stance;
    expect(stance).toMatchObject({ stance: 'conditional', told: 'conditional', weighing: null });
  });
});

it('makes nothing of an article without a word of any issue', () => {
  const extractor = createExtractor(riverDossier());
  expect(
    extractor.extract({ text: 'Dora Marsh said that the weather was lovely.', publishedAt: '2025-09-10' }),
  ).toEqual([]);
});
