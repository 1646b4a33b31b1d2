import { type Dossier, parseDossier } from '@parley/dossier';
import type { ArticleInput } from '@parley/extraction';

/** A negotiation that never was. */
export const lakeside: Dossier = (() => {
  const parsed = parseDossier(`
dossier: lakeside-talks
title: Lakeside talks (made up)
from: 2026-01-01
actors:
  - { id: ruritania, name: Ruritania, kind: government, aliases: [Strelsau] }
  - { id: ada-quill, name: Ada Quill, kind: person, aliases: [Quill], roles: [{ title: prime minister, of: ruritania }] }
  - { id: cerys-vant, name: Cerys Vant, kind: person, aliases: [Vant] }
issues:
  - { id: ferry-treaty, label: The ferry treaty, proposition: The lakeside states should sign the ferry treaty., terms: [ferry treaty] }
  - { id: fishing-ban, label: The fishing ban, proposition: Fishing in the upper lake should be banned., terms: [fishing ban] }
`);
  if (!parsed.ok) throw new Error('the dossier of the tests is not valid');
  return parsed.dossier;
})();

export const report: ArticleInput = {
  id: 'report',
  title: 'Quill backs ferry treaty',
  text: [
    'Talks went on late into the night. “We support the ferry treaty,” Ada Quill said on Monday. She then left.',
    'Cerys Vant, the president, would accept it only if every lakeside state   signed\nfirst. “No fishing ban – not now, not ever,” Vant told reporters.',
    'The ferries ran as usual.',
  ].join('\n\n'),
  publishedAt: '2026-03-04',
  publisher: 'Gazette',
  language: 'en',
};
