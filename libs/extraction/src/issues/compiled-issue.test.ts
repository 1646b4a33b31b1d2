import { type Dossier, parseDossier } from '@parley/dossier';
import { compileIssue, doersOf, familiesOf } from './compiled-issue.js';

function dossierOf(proposition: string): Dossier {
  const result = parseDossier(`
dossier: one
title: One
from: 2025-01-01
actors:
  - { id: norland, name: Norland, kind: government }
  - { id: vell, name: Anna Vell, kind: person, roles: [{ of: norland, title: minister, from: 2024-01-01 }] }
  - { id: sudmark, name: Sudmark, kind: government }
issues: [{ id: issue, label: Issue, proposition: "${proposition}", terms: ["canal"] }]
`);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join(' '));
  return result.dossier;
}

const doers = (proposition: string) => {
  const dossier = dossierOf(proposition);
  return [...doersOf(dossier.issues[0]!, dossier, familiesOf(dossier))].sort();
};
const compiled = (proposition: string) => compileIssue(dossierOf(proposition).issues[0]!);

describe('an issue', () => {
  it('knows of whom its proposition says what they should do, with all who speak for them', () => {
    expect(doers('Norland should open the canal.')).toEqual(['norland', 'vell']);
    expect(doers('The canal should be opened by Norland.')).toEqual([]);
    expect(doers('Norland and Sudmark should open the canal.')).toEqual([]);
    expect(doers('Norland should receive a loan.')).toEqual([]);
  });

  it('tells what is from what ought to be', () => {
    expect(compiled('Norland is negotiating in good faith.').assessment).toBe(true);
    expect(compiled('Norland should negotiate in good faith.').assessment).toBe(false);
  });

  it('keeps a condition that the proposition states itself apart', () => {
    expect([...compiled('Ships should sail once the fighting stops, without fees.').ownCondition]).toEqual([
      'fight',
      'stop',
    ]);
    expect(compiled('The union should answer tariffs with its own.').answers).toBe(true);
  });
});
