import { describe, expect, it } from '@jest/globals';
import { compareNegotiations } from './negotiations.js';
import { type ScoredArticle, type ScoredStatement, scoreStatements } from './score-statements.js';

const statement = (actor: string, stance: string): ScoredStatement => ({ actor, issue: 'canal', stance });
const scored = (dossier: string, expected: ScoredStatement[], got: ScoredStatement[]) => {
  const article: ScoredArticle = { id: dossier, dossier, text: '', statements: expected };
  return { byDossier: { [dossier]: scoreStatements([article], new Map([[dossier, got]])) }, causes: {} };
};
const duke = statement('duke', 'support');
const king = statement('king', 'oppose');

describe('compareNegotiations', () => {
  const carryOver = compareNegotiations(
    [
      scored('canal', [duke, king], [duke, king]),
      scored('lake', [duke], [duke, king]),
      scored('mill', [duke, king], [king, statement('duke', 'oppose')]),
      scored('fair', [king], []),
    ],
    (dossier) => (dossier === 'mill' ? 'not looked at' : dossier === 'fair' ? 'looked at' : 'tuned on'),
  );

  it('keeps the figures of each negotiation', () => {
    expect(carryOver.negotiations.map(({ dossier, familiarity, joint }) => [dossier, familiarity, joint.f1])).toEqual([
      ['canal', 'tuned on', 1],
      ['lake', 'tuned on', 2 / 3],
      ['mill', 'not looked at', 0.5],
      ['fair', 'looked at', 0],
    ]);
  });

  it('counts statements of a kind of negotiation together, and those only looked at in neither', () => {
    expect(carryOver.tunedOn.joint).toMatchObject({ tp: 3, fp: 1, fn: 0 });
    expect(carryOver.notLookedAt.joint).toMatchObject({ tp: 1, fp: 1, fn: 1 });
    expect(carryOver.notLookedAt.found).toMatchObject({ tp: 2, fp: 0, fn: 0 });
  });

  it('says by how much rules do worse where nobody looked', () => {
    expect(carryOver.gap).toBeCloseTo(6 / 7 - 0.5);
  });
});
