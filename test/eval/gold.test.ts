import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GOLD_SETS, NOT_LOOKED_AT } from './figures.js';
import { GOLD_FOLDER, readDossiers, readGold, readGoldAttributions, standsIn } from './gold.js';

const attributions = readGoldAttributions(join(GOLD_FOLDER, 'attributions.jsonl'));
const sets = GOLD_SETS.map((set) => [set, readGold(join(GOLD_FOLDER, `${set}.jsonl`))] as const);
const articles = new Map(sets.flatMap(([, gold]) => gold.map((article) => [article.id, article])));

describe.each(sets)('the %s set', (_, gold) => {
  const dossiers = readDossiers(join(GOLD_FOLDER, 'dossiers'), gold);

  it('quotes its articles to the character', () => {
    const strays = gold.flatMap((article) =>
      article.statements.filter(({ evidence }) => !article.text.includes(evidence)).map(() => article.id),
    );
    expect(strays).toEqual([]);
  });

  it('names actors and issues of its dossiers', () => {
    const strangers = gold.flatMap((article) => {
      const dossier = dossiers.get(article.dossier)!;
      const known = new Set([...dossier.actors, ...dossier.issues].map(({ id }) => id));
      return article.statements.flatMap(({ actor, issue }) =>
        [actor, issue].filter((id) => !known.has(id)).map((id) => `${article.id}: ${id}`),
      );
    });
    expect(strangers).toEqual([]);
  });

  it('rests on reports with an address, and has nothing said after it was published', () => {
    for (const { id, basedOn, publishedAt, statements } of gold) {
      for (const address of basedOn.split(' ')) expect([id, URL.canParse(address)]).toEqual([id, true]);
      for (const { statedAt } of statements) expect([id, statedAt <= publishedAt]).toEqual([id, true]);
    }
  });

  it('says each thing once, and the condition of what is conditional', () => {
    for (const { id, statements } of gold) {
      const keys = statements.map(({ actor, issue, stance }) => `${id} ${actor} ${issue} ${stance}`);
      expect(keys).toEqual([...new Set(keys)]);
      for (const { stance, condition } of statements)
        expect([id, stance, condition !== undefined]).toEqual([id, stance, stance === 'conditional']);
    }
  });
});

describe('the sets', () => {
  it('share no article and no negotiation, so that one can tell how well rules carry over', () => {
    const dossiers = sets.flatMap(([, gold]) => [...new Set(gold.map(({ dossier }) => dossier))]);
    expect(dossiers).toEqual([...new Set(dossiers)]);
    expect(articles.size).toBe(sets.reduce((sum, [, gold]) => sum + gold.length, 0));
  });
});

describe('what nobody has looked at', () => {
  it('is held out', () => {
    const heldOut = sets.find(([set]) => set === 'held-out')![1];
    const dossiers = new Set(heldOut.map(({ dossier }) => dossier));
    expect([...NOT_LOOKED_AT].filter((id) => !dossiers.has(id))).toEqual([]);
  });
});

describe('the annotated attributions', () => {
  it('are of articles in the gold, each once', () => {
    const ids = attributions.map(({ id }) => id);
    expect(ids.filter((id) => !articles.has(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('say what stands at their offsets, and name actors of the dossier', () => {
    for (const { id, attributions: annotated } of attributions) {
      const article = articles.get(id)!;
      const dossier = readDossiers(join(GOLD_FOLDER, 'dossiers'), [article]).get(article.dossier)!;
      const actors = new Set(dossier.actors.map((actor) => actor.id));
      for (const { source, cue, content } of annotated) {
        for (const span of [source, cue, ...content])
          expect([id, span.text, standsIn(article.text, span)]).toEqual([id, span.text, true]);
        if (source.actor !== null) expect(actors).toContain(source.actor);
      }
    }
  });

  it('have contents in the order of the text that do not overlap within themselves', () => {
    for (const { id, attributions: annotated } of attributions)
      for (const { content } of annotated)
        for (const [i, span] of content.entries())
          expect([id, i === 0 || content[i - 1]!.end <= span.start]).toEqual([id, true]);
  });
});
