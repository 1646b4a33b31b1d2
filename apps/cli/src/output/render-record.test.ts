import { describe, expect, it } from '@jest/globals';
import type { ArticleAnswer, HeldPosition, ListedArticle, ListedPosition, ShownStatement } from '@parley/contracts';
import stringWidth from 'string-width';
import { change, evidence, HOSTILE_CHARACTERS, issue } from './made-up-record.test-support.js';
import { renderArticle, renderArticles } from './render-articles.js';
import { renderHistory } from './render-history.js';
import { renderPositions } from './render-positions.js';
import { renderStatement } from './render-statement.js';

const plain = { width: 80, color: false };
const held = (more: Partial<HeldPosition> = {}): HeldPosition => ({
  stance: 'conditional',
  condition: 'once the dam is opened',
  validFrom: '2026-04-01',
  validTo: null,
  lastStatedOn: '2026-04-02',
  knownFrom: '2026-04-01T09:00:00.000Z',
  knownTo: null,
  statements: 2,
  independentSources: 1,
  doubt: null,
  stale: false,
  readUnder: [{ version: 'v1', number: 1 }],
  olderWording: false,
  evidence: [evidence()],
  ...more,
});
const names = { dossier: 'lakeside-water', actor: change().actor, issue: issue('water-treaty', 'The water treaty') };
const position = (more: Partial<ListedPosition> = {}): ListedPosition => ({ ...names, ...held(), ...more });
const statement = (more: Partial<ShownStatement> = {}): ShownStatement => ({
  id: change().id,
  dossier: names.dossier,
  actor: names.actor,
  issue: names.issue,
  mergedFrom: null,
  stance: 'oppose',
  kind: 'direct',
  sentence: '"Never," said the envoy.',
  before: '',
  after: '',
  span: { start: 0, end: 24 },
  statedOn: '2026-03-02',
  confidence: 0.5,
  speaker: 'the envoy',
  cue: 'said',
  condition: null,
  revision: { number: 1, hash: evidence().revisionHash },
  dossierVersion: 'v1',
  extractor: { kind: 'rules', id: 'rules', version: '1' },
  recordedAt: '2026-03-02T09:00:00.000Z',
  supersededAt: null,
  curated: null,
  asRead: null,
  article: evidence().article,
  ...more,
});
const listed = (more: Partial<ListedArticle> = {}): ListedArticle => ({
  ...evidence().article,
  language: 'en',
  revision: { number: 2, hash: evidence().revisionHash },
  observedAt: '2026-04-01T09:00:00.000Z',
  withdrawn: null,
  ...more,
});
const article = (more: Partial<ArticleAnswer> = {}): ArticleAnswer => ({
  ...listed(),
  originalUrl: evidence().article.url,
  firstObservedAt: '2026-04-01T09:00:00.000Z',
  shown: {
    number: 1,
    hash: evidence().revisionHash,
    title: 'Ruritania softens',
    text: 'One paragraph.\n\nAnother.',
    originalMediaType: null,
    observedAt: '2026-04-01T09:00:00.000Z',
    unread: null,
  },
  revisions: [
    { number: 2, hash: evidence().revisionHash, title: 'b', observedAt: '2026-04-02T09:00:00.000Z' },
    { number: 1, hash: evidence().revisionHash, title: 'a', observedAt: '2026-04-01T09:00:00.000Z' },
  ],
  statements: [statement()],
  ...more,
});

describe('renderPositions', () => {
  it('is a list where the terminal is narrow', () => {
    expect(renderPositions([position()], plain)).toMatch(
      /^Ruritania on The water treaty\n {2}± conditional {2}since 2026-04-01; 2 statements, 1 source\n/,
    );
  });

  it('is a table where there is room, within the width', () => {
    const text = renderPositions([position(), position({ evidence: [] })], { width: 140, color: false });
    expect(text.split('\n')[0]).toMatch(/^actor +issue +stance +since +sources +latest evidence$/);
    expect(text).toContain('none shown');
    expect(Math.max(...text.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(140);
  });

  it('says of what is unknown that it is', () => {
    const unknown = { ...names, stance: 'unknown' as const };
    expect(renderPositions([unknown], plain)).toBe('Ruritania on The water treaty\n  · unknown\n');
    expect(renderPositions([unknown, position()], { width: 140, color: false })).toMatch(
      /\nRuritania +The water treaty +· unknown *\n/,
    );
  });
});

describe('renderHistory', () => {
  it('shows each stretch with its evidence', () => {
    const segments = [
      held({ stance: 'oppose', condition: null, validTo: '2026-04-01', validFrom: '2026-03-02' }),
      held(),
    ];
    const text = renderHistory({ ...names, mergedInto: null, validAt: null, knownAt: null, segments }, plain);
    expect(text).toContain('2026-03-02  − oppose  until 2026-04-01; 2 statements, 1 source');
    expect(text).toContain('2026-04-01  ± conditional  latest known, last stated 2026-04-02');
    expect(text).toContain('  condition: once the dam is opened');
  });

  it('says who an actor counts as, and what was read under an older wording', () => {
    const text = renderHistory(
      {
        ...names,
        mergedInto: { id: 'envoy', name: 'The Envoy' },
        validAt: null,
        knownAt: null,
        segments: [held({ olderWording: true })],
      },
      plain,
    );
    expect(text).toContain('counts as The Envoy (envoy)');
    expect(text).toContain('read under an older wording');
  });

  it('says that nothing is known, which is an answer', () => {
    expect(
      renderHistory(
        { ...names, mergedInto: null, validAt: null, knownAt: '2026-01-01T00:00:00Z', segments: [] },
        plain,
      ),
    ).toContain('as known at 2026-01-01T00:00:00Z\n\n· unknown: nothing was stated yet.\n');
  });
});

describe('renderStatement', () => {
  it('adds no quotation marks to a sentence that brings its own', () => {
    expect(renderStatement(statement(), plain)).toContain('\n  "Never," said the envoy.\n');
  });

  it('says when a later reading no longer has it', () => {
    expect(renderStatement(statement({ supersededAt: '2026-05-01T00:00:00.000Z' }), plain)).toContain(
      'no longer in force since 2026-05-01',
    );
  });
});

describe('renderArticle', () => {
  it('shows the statements and the text', () => {
    const text = renderArticle(article(), plain);
    expect(text).toContain('revision 1 of 2');
    expect(text).toContain('1 statement:\n  − oppose  Ruritania on The water treaty\n');
    expect(text.endsWith('One paragraph.\n\nAnother.\n')).toBe(true);
  });

  it('says that an article was withdrawn', () => {
    const withdrawn = { at: '2026-05-01T00:00:00.000Z', reason: 'an error of the desk' };
    expect(renderArticle(article({ withdrawn }), plain)).toContain('withdrawn: an error of the desk');
    expect(renderArticles([listed({ withdrawn })], plain)).toContain('withdrawn');
  });
});

it('lets nothing hostile through, whatever is shown', () => {
  const bad = '\u001b[2J\u202eevil\u009b1m\r\u0007';
  const card = { ...evidence().article, title: bad, publisher: bad, url: `https://a.example/${bad}` };
  const proof = evidence({ sentence: bad, speaker: bad, article: card });
  const actor = { ...names.actor, name: bad };
  const question = { ...names.issue, label: bad, proposition: bad };
  const shown = { ...article().shown, title: bad, text: bad };
  const said = statement({ sentence: bad, speaker: bad, condition: bad, actor, issue: question, article: card });
  const texts = [
    renderPositions([position({ actor, issue: question, evidence: [proof] })], plain),
    renderPositions([position({ actor, issue: question, evidence: [proof] })], { width: 150, color: false }),
    renderHistory(
      {
        ...names,
        actor,
        issue: question,
        mergedInto: { id: 'x', name: bad },
        validAt: null,
        knownAt: null,
        segments: [held({ condition: bad, evidence: [proof] })],
      },
      plain,
    ),
    renderStatement(said, plain),
    renderArticles([listed(card)], plain),
    renderArticle(article({ ...card, shown, statements: [said], withdrawn: { at: '', reason: bad } }), plain),
  ];
  for (const text of texts) expect(text).not.toMatch(HOSTILE_CHARACTERS);
});
