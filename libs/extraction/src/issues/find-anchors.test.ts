import { parseDossier } from '@parley/dossier';
import { tokenize } from '../tokens.js';
import { compileIssues } from './issue-index.js';

function originsIn(text: string, terms: readonly string[]): string[] {
  const result = parseDossier(`
dossier: one
title: One
from: 2025-01-01
actors: [{ id: norland, name: Norland, kind: government }]
issues: [{ id: issue, label: Issue, proposition: "Something should happen.", terms: ${JSON.stringify(terms)} }]
`);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join(' '));
  const tokens = tokenize(text);
  return compileIssues(result.dossier)
    .find(tokens)
    .filter(({ source }) => source === 'term')
    .map(({ from, to }) => text.slice(tokens[from]?.start, tokens[to - 1]?.end));
}

describe('a term is found', () => {
  it.each([
    ['in another form', 'it withdrew, withdraws, withdrawing', ['withdraw'], ['withdrew', 'withdraws', 'withdrawing']],
    ['without its article', 'leave the island', ['leave island'], ['leave the island', 'leave the island']],
    ['with words between its own', 'send a good many troops', ['send troops'], ['send a good many troops']],
    ['by a synonym of its words', 'deploy soldiers', ['send troops'], ['deploy soldiers']],
    ['turned round where it holds a verb', 'troops will be sent', ['send troops'], ['troops will be sent']],
  ])('%s', (_, text, terms, found) => {
    expect(originsIn(text, terms)).toEqual(found);
  });

  it.each([
    ['over the end of a sentence', 'They will send word. Troops wait.', ['send troops']],
    ['with its nouns turned round', 'the war over tariffs', ['tariff war']],
    ['in a word that only shares its stem', 'They would rather be liked', ['likeness']],
    ['as a verb where it is a common noun', 'they plan to go home', ['plan']],
  ])('and not %s', (_, text, terms) => {
    expect(originsIn(text, terms)).toEqual([]);
  });
});
