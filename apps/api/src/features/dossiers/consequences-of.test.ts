import { type Dossier, parseDossierJson } from '@parley/dossier';
import { consequencesOf } from './consequences-of.js';

const dossier = (actors: object[], issues: object[]): Dossier => {
  const parsed = parseDossierJson({ dossier: 'lakeside-talks', title: 'T', from: '2025-01-01', actors, issues });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.dossier;
};
const actor = (id: string, more: object = {}) => ({ id, name: `Name of ${id}`, kind: 'person', ...more });
const issue = (id: string, proposition = `There should be ${id}.`) => ({ id, label: id, proposition });

test('tells what is new, gone, merged, split and reworded', () => {
  const before = dossier(
    [actor('ada'), actor('borin'), actor('cora', { merges: ['dole'] }), actor('gone')],
    [issue('levy'), issue('dam'), issue('old')],
  );
  const after = dossier(
    [actor('ada', { merges: ['borin'] }), actor('cora'), actor('dole'), actor('new')],
    [issue('levy', 'The levy should go.'), issue('dam'), issue('fresh')],
  );
  expect(consequencesOf(before, after)).toEqual({
    actors: { added: ['dole', 'new'], removed: ['gone'] },
    merged: [{ actor: 'borin', into: 'ada' }],
    split: [{ actor: 'dole', from: 'cora' }],
    issues: { added: ['fresh'], removed: ['old'], reworded: ['levy'] },
  });
  expect(consequencesOf(after, after)).toMatchObject({ merged: [], split: [], actors: { added: [], removed: [] } });
});
