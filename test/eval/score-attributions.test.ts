import { describe, expect, it } from '@jest/globals';
import { type AttributedArticle, type ScoredAttribution, scoreAttributions } from './score-attributions.js';

const text = '"No canal, ever," the duke said. He added that tolls would rise.';
const at = (words: string) => {
  const start = text.indexOf(words);
  if (start < 0) throw new Error(`not in the text: ${words}`);
  return { start, end: start + words.length };
};
const quote: ScoredAttribution = {
  source: { ...at('the duke'), actor: 'duke' },
  cue: at('said'),
  content: [at('"No canal, ever,"')],
  kind: 'direct',
};
const report: ScoredAttribution = {
  source: { ...at('He'), actor: 'duke' },
  cue: at('added'),
  content: [at('tolls would rise')],
  kind: 'indirect',
};
const score = (expected: readonly ScoredAttribution[], got: readonly ScoredAttribution[]) => {
  const article: AttributedArticle = { text, expected, got };
  return scoreAttributions([article]);
};

describe('scoreAttributions', () => {
  it('finds what is the same', () => {
    const scores = score([quote, report], [report, quote]);
    for (const kind of ['direct', 'indirect', 'all'] as const) {
      expect(scores[kind].span.f1).toBe(1);
      expect(scores[kind].speaker.f1).toBe(1);
    }
    expect(scores.cue).toBe(1);
  });

  it('does not mind quotation marks and commas', () => {
    expect(score([quote], [{ ...quote, content: [at('No canal, ever')] }]).direct.span.f1).toBe(1);
  });

  it('takes half of the words for the same content, and less for another', () => {
    expect(score([report], [{ ...report, content: [at('tolls would')] }]).indirect.span.tp).toBe(1);
    expect(score([report], [{ ...report, content: [at('tolls')] }]).indirect.span).toMatchObject({
      tp: 0,
      fp: 1,
      fn: 1,
    });
  });

  it('counts a kind taken for another by kind, but not in all', () => {
    const scores = score([quote], [{ ...quote, kind: 'mixed' }]);
    expect(scores.direct.span).toMatchObject({ tp: 0, fn: 1 });
    expect(scores.mixed.span).toMatchObject({ tp: 0, fp: 1 });
    expect(scores.all.span.f1).toBe(1);
  });

  it('knows a speaker by the words or by who it is', () => {
    const elsewhere = { ...at('canal'), actor: 'duke' };
    expect(score([report], [{ ...report, source: elsewhere }]).all.speaker.tp).toBe(1);
    expect(score([report], [{ ...report, source: { ...elsewhere, actor: 'king' } }]).all.speaker.tp).toBe(0);
    const nobody = { ...report, source: { ...at('He'), actor: null } };
    expect(score([nobody], [{ ...report, source: { ...elsewhere, actor: null } }]).all.speaker.tp).toBe(0);
  });

  it('counts an attribution said twice once', () => {
    expect(score([report], [report, report]).all.span).toMatchObject({ tp: 1, fp: 1, fn: 0 });
  });
});
