import { contentId, type Statement, sha256Hex, statementIdOf } from '@parley/contracts';
import { additionsOf, type CurableStatement, type Curation, curate } from './curate.js';

const articleId = sha256Hex('article');
const TEXT = 'Ada Quill rejects the levy. She may think again.';

/** A statement of a revision whose text is `text`. */
function read(parts: Partial<Statement> = {}, text = TEXT, isStanding = true): CurableStatement {
  const revision = { number: 1, hash: sha256Hex(text) };
  const { start = 0, end = 27 } = parts;
  const place = {
    dossier: 'lakeside-talks',
    actor: parts.actor ?? 'ada-quill',
    issue: parts.issue ?? 'harbour-levy',
    stance: parts.stance ?? ('oppose' as const),
    start,
    end,
  };
  const statement: Statement = {
    id: statementIdOf({ ...place, articleId, revisionHash: revision.hash }),
    ...place,
    kind: 'indirect',
    evidence: text.slice(start, end),
    before: '',
    after: '',
    statedOn: '2025-08-01',
    confidence: 0.8,
    speaker: 'Ada Quill',
    cue: 'rejects',
    condition: null,
    ...parts,
  };
  return { statement, revision, isStanding };
}

let clock = 0;
const by = () => ({
  articleId,
  author: 'ann',
  reason: 'checked',
  curatedAt: new Date(Date.UTC(2025, 8, 1, 0, clock++)).toISOString(),
});
const asReadOf = ({ statement, revision }: CurableStatement) => ({ statement, revision });
const retract = (target: CurableStatement): Curation => {
  const data = { ...by(), statementId: target.statement.id, asRead: asReadOf(target) };
  return { id: contentId('test', data.curatedAt), type: 'parley.statement.retracted', data };
};
const amended = (
  target: CurableStatement,
  changes: Extract<Curation, { type: 'parley.statement.amended' }>['data']['changes'],
): Curation => {
  const { start, end } = changes;
  const words =
    start === undefined || end === undefined ? null : { evidence: TEXT.slice(start, end), before: '', after: '' };
  const actor = changes.actor === undefined ? null : ({ id: changes.actor, name: 'Other', kind: 'person' } as const);
  const data = {
    ...by(),
    statementId: target.statement.id,
    asRead: asReadOf(target),
    changes,
    actor,
    issue: null,
    words,
  };
  return { id: contentId('test', data.curatedAt), type: 'parley.statement.amended', data };
};
const undo = (curation: Curation, statementId: string): Curation => {
  const data = { ...by(), statementId, curationId: curation.id };
  return { id: contentId('test', data.curatedAt), type: 'parley.statement.restored', data };
};

describe('curated statements', () => {
  it('are as they were read where nobody put them right', () => {
    const one = read();
    expect(curate([one], [])).toEqual([
      { read: one, statement: one.statement, actor: null, issue: null, retractedBy: null, curations: [] },
    ]);
  });

  it('take what amendments change, the last one of a field, and keep their id', () => {
    const one = read();
    const curations = [
      amended(one, { stance: 'support', actor: 'bo-marsh' }),
      amended(one, { stance: 'noncommittal', statedOn: '2025-07-30' }),
    ];
    const [result] = curate([one], curations);
    expect(result?.statement).toEqual({
      ...one.statement,
      actor: 'bo-marsh',
      stance: 'noncommittal',
      statedOn: '2025-07-30',
    });
    expect(result?.actor).toEqual({ id: 'bo-marsh', name: 'Other', kind: 'person' });
    expect(result?.curations).toEqual(curations.map(({ id }) => id));
  });

  it('lose their condition with the stance that had it', () => {
    const one = read({ stance: 'conditional', condition: 'if both sign' });
    expect(curate([one], [amended(one, { stance: 'support' })])[0]?.statement.condition).toBeNull();
    expect(curate([one], [amended(one, { statedOn: '2025-07-01' })])[0]?.statement.condition).toBe('if both sign');
  });

  it('are as before once what was done is undone, each for itself', () => {
    const one = read();
    const [gone, moved] = [retract(one), amended(one, { statedOn: '2025-07-01' })];
    const [result] = curate([one], [gone, moved, undo(gone, one.statement.id)]);
    expect(result?.retractedBy).toBeNull();
    expect(result?.statement.statedOn).toBe('2025-07-01');
    expect(curate([one], [gone, moved, undo(moved, one.statement.id)])[0]).toMatchObject({
      retractedBy: gone.id,
      statement: one.statement,
    });
  });

  describe('that a later reading gives another id', () => {
    const was = read();

    it('are known by overlapping characters in the same revision', () => {
      const [same, beside] = [read({ stance: 'conditional', end: 20 }), read({ start: 28, end: 48 })];
      const results = curate([same, beside], [retract(was)]);
      expect(results.map(({ retractedBy }) => retractedBy !== null)).toEqual([true, false]);
    });

    it('are known by their words in another revision, white space aside', () => {
      const edited = 'Update. Ada Quill\nrejects the levy. She may think again.';
      const [same, other] = [read({ start: 8, end: 35 }, edited), read({ start: 36, end: 56 }, edited)];
      const results = curate([same, other], [retract(was)]);
      expect(results.map(({ retractedBy }) => retractedBy !== null)).toEqual([true, false]);
    });

    it('are not known where actor or issue were read otherwise', () => {
      const others = [read({ actor: 'bo-marsh' }), read({ issue: 'fishing-ban' })];
      expect(curate(others, [retract(was)]).every(({ retractedBy }) => retractedBy === null)).toBe(true);
    });

    it('are left alone while the very statement stands beside them', () => {
      const beside = read({ stance: 'conditional', end: 20 });
      const results = curate([was, beside], [retract(was)]);
      expect(results.map(({ retractedBy }) => retractedBy !== null)).toEqual([true, false]);
      const superseded = { ...was, isStanding: false };
      expect(curate([superseded, beside], [retract(was)]).every(({ retractedBy }) => retractedBy !== null)).toBe(true);
    });

    it('keep an amended span only where it was drawn', () => {
      const span = amended(was, { start: 0, end: 20 });
      expect(curate([was], [span])[0]?.statement).toMatchObject({ start: 0, end: 20, evidence: TEXT.slice(0, 20) });
      const edited = read({ start: 8, end: 35 }, `Update. ${TEXT}`);
      expect(curate([edited], [span])[0]?.statement).toEqual(edited.statement);
    });
  });

  it('that were added are there once, by their latest addition in effect', () => {
    const { statement, revision } = read();
    const add = (): Curation => ({
      id: contentId('test', ++clock),
      type: 'parley.statement.added',
      data: {
        ...by(),
        article: {
          id: articleId,
          url: 'https://news.example/a',
          title: '',
          publisher: 'The Lakeside Post',
          publishedAt: '2025-08-01T00:00:00.000Z',
          publishedOn: '2025-08-01',
        },
        revision,
        actor: { id: 'ada-quill', name: 'Ada Quill', kind: 'person' },
        issue: { id: 'harbour-levy', label: 'Levy', proposition: 'A levy should be.' },
        statement,
      },
    });
    const [first, second] = [add(), add()];
    expect(additionsOf([first])).toEqual([{ addition: first, isUndone: false }]);
    expect(additionsOf([first, undo(first, statement.id)])).toEqual([{ addition: first, isUndone: true }]);
    expect(additionsOf([first, undo(first, statement.id), second])).toEqual([{ addition: second, isUndone: false }]);
    expect(additionsOf([first, second, undo(second, statement.id)])).toEqual([{ addition: first, isUndone: false }]);
  });
});
