import { DEFAULT_POLICY, policyOf, reliabilityOf } from './policy.js';

describe('policyOf', () => {
  it('is the default where the dossier says nothing', () => {
    expect(policyOf('river-treaty', undefined)).toBe(DEFAULT_POLICY);
    expect(policyOf('river-treaty', { shiftWeight: undefined })).toBe(DEFAULT_POLICY);
  });

  it('fills in what is left out, and is named after its dossier', () => {
    expect(policyOf('river-treaty', { freshDays: 30 })).toEqual({
      ...DEFAULT_POLICY,
      id: 'river-treaty',
      version: expect.stringMatching(/^2-[0-9a-f]{16}$/),
      freshDays: 30,
    });
  });

  it('has one version for equal settings, however they are written, and another for others', () => {
    const version = (section: Parameters<typeof policyOf>[1]) => policyOf('river-treaty', section).version;
    const written = version({ sources: { 'The Gazette': 'B', 'Rumour Mill': 'E' } });
    expect(version({ shiftWeight: 0.3, sources: { 'Rumour Mill': 'E', 'The Gazette': 'B' } })).toBe(written);
    expect(version({ sources: { 'The Gazette': 'B', 'Rumour Mill': 'D' } })).not.toBe(written);
  });
});

describe('reliabilityOf', () => {
  it("can't be judged of a publisher that the policy does not name", () => {
    expect(reliabilityOf({ sources: { 'The Gazette': 'B' } }, 'The Gazette')).toBe('B');
    expect(reliabilityOf({ sources: {} }, 'constructor')).toBe('F');
  });
});
