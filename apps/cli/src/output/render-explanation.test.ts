import { describe, expect, it } from '@jest/globals';
import { parseDossier } from '@parley/dossier';
import { createExtractor } from '@parley/extraction';
import { renderNoStatement, renderReasons } from './render-explanation.js';

const parsed = parseDossier(`
dossier: lakeside-water
title: The lakeside water talks
from: 2026-01-01
actors:
  - { id: ruritania, name: Ruritania, kind: government }
  - { id: yetive, name: Anna Yetive, kind: person, roles: [{ title: foreign minister, of: ruritania }] }
issues:
  - { id: water-treaty, label: The water treaty, proposition: The lakeside states should sign the water treaty., terms: [water treaty] }
`);
if (!parsed.ok) throw new Error('dossier');
const extractor = createExtractor(parsed.dossier);
const explain = (text: string) => extractor.explain({ text, publishedAt: '2026-03-02' });
const plain = { width: 100, color: false };

describe('an explanation', () => {
  it('says who, how, what about and which way, with places in the text', () => {
    const [reasons] = explain('Anna Yetive arrived on Monday. She did not sign the water treaty.').statements;
    if (!reasons) throw new Error('nothing to explain');
    const text = renderReasons(reasons, plain);
    expect(text).toContain('yetive on water-treaty  [31, 65)');
    expect(text).toContain('“She” [31, 34): who spoke or acted last');
    expect(text).toContain('→ “Anna Yetive” [0, 11): the name');
    expect(text).toContain('term “water treaty”, weight 1; against the proposition');
    expect(text).toContain('under a negation');
    expect(text).toMatch(/confidence 0\.\d+\n {4}log-odds: base [+−][\d.]+; \w+/);
  });

  it('says why there is no statement', () => {
    const { noStatements } = explain('Bob Stranger said the water treaty should be signed.');
    expect(noStatements.map((no) => renderNoStatement(no, plain)).join('')).toContain('nobody of the dossier speaks');
  });

  it('lets no article repaint the screen', () => {
    const { statements, noStatements } = explain(
      'Anna Yetive said\u001b[2J the water treaty\u202e must be signed. Bob\u001b[31m Stranger said no to it.',
    );
    const text = [
      ...statements.map((reasons) => renderReasons(reasons, plain)),
      ...noStatements.map((no) => renderNoStatement(no, plain)),
    ].join('');
    expect(text).not.toBe('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});
