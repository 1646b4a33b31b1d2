import { describe, expect, it } from '@jest/globals';
import type { RevisionDiff, ShownCuration } from '@parley/contracts';
import { renderCuration } from './render-curation.js';
import { renderDiff } from './render-diff.js';

const plain = { width: 80, color: false };

const curation = (changes: Partial<ShownCuration> = {}): ShownCuration => ({
  eventId: '640380cc-38f0-55a0-9410-c7e332057ffc',
  curation: 'amended',
  author: 'ann',
  reason: 'said on Sunday',
  curatedAt: '2026-03-03T12:00:00.000Z',
  recordedAt: '2026-03-03T12:00:01.000Z',
  articleId: 'ec59c3e5448d554a78725e81a4d398c3834ce70f672385d8affc32ed3ff3a89c',
  articleTitle: 'Ruritania rejects the water treaty',
  statementId: 'da3b30ec-1863-5b67-a165-5d4de2ee5501',
  changes: { statedOn: '2026-03-01' },
  sentence: 'Ruritania rejects the water treaty.',
  undoes: null,
  undoneBy: null,
  ...changes,
});

describe('a curation', () => {
  it('says what was done, by whom, why, to which words and how to name it', () => {
    expect(renderCuration(curation(), plain)).toBe(
      [
        '2026-03-03 12:00  amended by ann',
        '  said on Sunday',
        '  statedOn: 2026-03-01',
        '    “Ruritania rejects the water treaty.”',
        '    — Ruritania rejects the water treaty',
        '    curation 640380cc-38f0-55a0-9410-c7e332057ffc, statement da3b30ec-1863-5b67-a165-5d4de2ee5501',
        '',
      ].join('\n'),
    );
  });

  it('says that it was undone, and what it undoes', () => {
    const id = '00d1ed04-6cf3-5583-b8bd-0f766ad32ba2';
    expect(renderCuration(curation({ undoneBy: id }), plain)).toContain(`undone by ${id}`);
    expect(renderCuration(curation({ curation: 'restored', undoes: id, changes: null }), plain)).toContain(
      `undoes ${id}`,
    );
  });

  it('lets nothing of foreign text disturb the terminal', () => {
    const bad = '\u001b[2Jgone\u202e';
    const text = renderCuration(curation({ author: bad, reason: bad, articleTitle: bad, sentence: bad }), plain);
    for (const control of ['\u001b', '\u202e']) expect(text).not.toContain(control);
  });
});

describe('a difference', () => {
  const head = (number: number) => ({ number, hash: 'a'.repeat(64), observedAt: `2026-03-0${number}T12:00:00.000Z` });
  const diff = (parts: RevisionDiff['text']['parts'], by: RevisionDiff['text']['by'] = 'words'): RevisionDiff => ({
    articleId: 'a'.repeat(64),
    from: head(1),
    to: head(2),
    title: { by: 'words', parts: [{ op: 'equal', text: 'A story' }] },
    text: { by, parts },
  });

  it('marks what went and what came, line by line', () => {
    const parts = [
      { op: 'equal', text: 'She said ' },
      { op: 'delete', text: 'no.\nNever' },
      { op: 'insert', text: 'yes' },
      { op: 'equal', text: '.' },
    ] as const;
    expect(renderDiff(diff([...parts]), plain)).toBe(
      [
        'revision 1, seen 2026-03-01T12:00:00.000Z, to 2, seen 2026-03-02T12:00:00.000Z',
        '',
        'A story',
        'She said [-no.-]',
        '',
        '[-Never-]{+yes+}.',
        '',
      ].join('\n'),
    );
  });

  it('says where it was compared less finely', () => {
    expect(renderDiff(diff([{ op: 'insert', text: 'x' }], 'whole'), plain)).toContain('compared by whole');
  });
});
