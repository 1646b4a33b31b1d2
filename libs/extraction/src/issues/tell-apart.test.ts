import { parseDossier } from '@parley/dossier';
import { compileActors } from '../actor-registry.js';
import { readDocument } from '../document.js';
import { compileIssues } from './issue-index.js';
import { IssueSubjects } from './tell-apart.js';

const result = parseDossier(`
dossier: league
title: Who may join the league
from: 2025-01-01
actors:
  - { id: norland, name: Norland, kind: government }
  - { id: vell, name: Anna Vell, kind: person, roles: [{ title: minister, of: norland, from: 2024-01-01 }] }
  - { id: sudmark, name: Sudmark, kind: government }
  - { id: estria, name: Estria, kind: government }
issues:
  - { id: norland-in, label: Norland in the league, proposition: Norland should be admitted., terms: [accession] }
  - { id: sudmark-in, label: Sudmark in the league, proposition: Sudmark should be admitted., terms: [accession] }
  - { id: ports, label: Ports, proposition: Ports should be opened before there is any new member., terms: [accession] }
`);
if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join(' '));
const { dossier } = result;
const registry = compileActors(dossier);
const subjects = new IssueSubjects(dossier, registry);
const index = compileIssues(dossier);

/** The weights of "accession" for each issue before and after, when `speaker` says the text. */
function weights(text: string, speaker = 'estria') {
  const document = readDocument(text, registry, '2025-02-01');
  const anchors = index.find(document.tokens).filter(({ source }) => source === 'term');
  const told = subjects.tellApart(anchors, document, new Set(document.tokens.keys()), [speaker]);
  return dossier.issues.map(({ id }, at) => {
    const change = (told.find(({ issue }) => issue === at)?.weight ?? 0) - (anchors[at]?.weight ?? 0);
    return `${id} ${change > 0 ? 'more' : change < 0 ? 'less' : 'same'}`;
  });
}

describe('issues that share a word', () => {
  it('are told apart by who is named beside it', () => {
    expect(weights('Its parliament will vote on the accession of Norland.')).toEqual([
      'norland-in more',
      'sudmark-in less',
      'ports same',
    ]);
    expect(weights("It is against Sudmark's accession, whatever its papers have lately said of Norland.")).toEqual([
      'norland-in less',
      'sudmark-in more',
      'ports same',
    ]);
  });

  it('are both meant where both are named', () => {
    expect(weights('It backs the accession of Norland and Sudmark.')).toEqual([
      'norland-in more',
      'sudmark-in more',
      'ports same',
    ]);
  });

  it('are told apart by who says "we"', () => {
    expect(weights('We want our accession soon.', 'vell')).toEqual([
      'norland-in more',
      'sudmark-in less',
      'ports same',
    ]);
  });

  it('stay as they are where nobody is named', () => {
    expect(weights('The accession takes time.')).toEqual(['norland-in same', 'sudmark-in same', 'ports same']);
  });
});
