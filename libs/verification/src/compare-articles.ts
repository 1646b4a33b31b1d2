import {
  ARTICLES_TOPIC,
  type ArticleObserved,
  type ArticleRestored,
  type ArticleWithdrawn,
  CURATIONS_TOPIC,
  type Evidence,
  POSITIONS_TOPIC,
  revisionHashOf,
  STATEMENTS_TOPIC,
  type StatementsExtracted,
} from '@parley/contracts';
import { type Curation, statementIdOfCuration } from '@parley/domain';
import { align } from './align.js';
import { canonicalJson, digestOf, digestOfValue, storable } from './canonical.js';
import { compareRows, type Fields } from './compare-rows.js';
import { type Counting, countingStatements } from './counting-statements.js';
import { distinct, expectedArticle, type Placed } from './expected-articles.js';
import { expectedHistory, withoutStanding } from './expected-history.js';
import {
  expectedReadings,
  expectedStatements,
  type RecordedCuration,
  withRealConfidence,
} from './expected-statements.js';
import type { Report } from './finding.js';
import type { LogView } from './log-view.js';
import type { Snapshot } from './snapshot.js';

export interface Views {
  readonly projector: LogView;
  readonly tracker: LogView;
  readonly extractor: LogView;
}

export interface ArticleCounts {
  articles: number;
  revisions: number;
  statements: number;
  /** States that statements were in, from when to when the record said so. */
  states: number;
  readings: number;
  curations: number;
  withdrawals: number;
  evidence: number;
  /** Spans whose words stand at their place in the stored text. */
  spans: number;
}

export interface CompareArticlesOptions {
  readonly snapshot: Snapshot;
  readonly views: Views;
  /** The dossier to look at; null for all. */
  readonly dossier: string | null;
  readonly hasTracker: boolean;
  readonly report: Report;
  readonly onArticle: () => void;
  /** Told of what counts, as the tracker has taken the log. */
  readonly onCounting: (counting: Counting) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

interface EventRow {
  readonly article_id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly recorded_at: Date;
  readonly type: string;
  readonly event_id: string;
  readonly data: string;
}

interface EvidenceRow {
  readonly article_id: string;
  readonly statement_id: string;
  readonly dossier_id: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly digest: string;
}

type Row = Fields & { readonly article_id: string };
interface RevisionRow extends Row {
  readonly number: number;
  readonly hash: string;
  readonly title: string;
  readonly text: string;
}

/** The record's rows about articles, each in the order of its article. */
const ROWS = {
  article: 'SELECT *, id AS article_id FROM record.article ORDER BY id COLLATE "C"',
  revision: `SELECT article_id, number, hash, title, text, original_media_type, md5(original_body) AS original_digest,
                    observed_at, recorded_at
               FROM record.revision ORDER BY article_id COLLATE "C", number`,
  withdrawal: 'SELECT * FROM record.withdrawal ORDER BY article_id COLLATE "C", event_id',
  statement: `SELECT id, dossier_id, actor_id, issue_id, stance, kind, article_id, revision_number, revision_hash,
                     span_start, span_end, evidence, context_before, context_after, stated_on, confidence, speaker, cue,
                     condition, dossier_version, extractor_kind, extractor_id, extractor_version, recorded_at,
                     superseded_at, read_until, retracted_at, curated, curations, as_read, has_history
                FROM record.statement ORDER BY article_id COLLATE "C", id`,
  statement_history: `SELECT id, dossier_id, actor_id, issue_id, stance, kind, article_id, revision_number, revision_hash,
                             span_start, span_end, evidence, context_before, context_after, stated_on, confidence,
                             speaker, cue, condition, dossier_version, extractor_kind, extractor_id, extractor_version,
                             curated, curations, as_read, lower(known) AS known_from, upper(known) AS known_to
                        FROM record.statement_history ORDER BY article_id COLLATE "C", id, lower(known)`,
  statement_set: 'SELECT * FROM record.statement_set ORDER BY article_id COLLATE "C", event_id',
  curation: 'SELECT * FROM record.curation ORDER BY article_id COLLATE "C", partition, "offset"',
  evidence: 'SELECT * FROM record.evidence ORDER BY article_id COLLATE "C", statement_id',
} as const;

/** Compares article by article what the log says with what the record has, and every span with the stored text. */
export async function compareArticles(options: CompareArticlesOptions): Promise<ArticleCounts> {
  const { snapshot, signal } = options;
  const comparison = new Comparison(options);
  const byArticle = ({ article_id }: { readonly article_id: string }) => article_id;
  const rows = <Of extends Row>(sql: string) => ({ rows: snapshot.stream<Of>(sql), keyOf: byArticle });
  const groups = align<{ [Name in keyof Group]: Group[Name][number] }>({
    events: {
      rows: snapshot.stream<EventRow & Record<string, unknown>>(
        'SELECT * FROM verify_of_article ORDER BY article_id, topic, partition, "offset"',
      ),
      keyOf: byArticle,
    },
    announced: {
      rows: snapshot.stream<EvidenceRow & Record<string, unknown>>(
        'SELECT * FROM verify_evidence ORDER BY article_id, statement_id, partition, "offset"',
      ),
      keyOf: byArticle,
    },
    article: rows(ROWS.article),
    revision: rows<RevisionRow>(ROWS.revision),
    withdrawal: rows(ROWS.withdrawal),
    statement: rows(ROWS.statement),
    history: rows(ROWS.statement_history),
    statementSet: rows(ROWS.statement_set),
    curation: rows(ROWS.curation),
    evidence: rows(ROWS.evidence),
  });
  for await (const { key, of } of groups) {
    signal?.throwIfAborted();
    await comparison.compare(key, of);
    options.onArticle();
  }
  return comparison.counts;
}

interface Group {
  readonly events: readonly EventRow[];
  readonly announced: readonly EvidenceRow[];
  readonly article: readonly Row[];
  readonly revision: readonly RevisionRow[];
  readonly withdrawal: readonly Row[];
  readonly statement: readonly Row[];
  readonly history: readonly Row[];
  readonly statementSet: readonly Row[];
  readonly curation: readonly Row[];
  readonly evidence: readonly Row[];
}

/** What the log has of one article, as far as a consumer has taken it. */
interface Facts {
  readonly observed: readonly Placed<ArticleObserved>[];
  readonly withdrawn: readonly Placed<ArticleWithdrawn>[];
  readonly restored: readonly Placed<ArticleRestored>[];
  readonly readings: readonly Placed<StatementsExtracted>[];
  readonly curations: readonly (RecordedCuration & { readonly partition: number; readonly offset: bigint })[];
}

class Comparison {
  readonly counts: ArticleCounts = {
    articles: 0,
    revisions: 0,
    statements: 0,
    states: 0,
    readings: 0,
    curations: 0,
    withdrawals: 0,
    evidence: 0,
    spans: 0,
  };

  constructor(private readonly options: CompareArticlesOptions) {}

  async compare(articleId: string, group: Group): Promise<void> {
    const { views, hasTracker, report } = this.options;
    const all = factsOf(group.events);
    this.checkRead(articleId, all);

    const facts = factsOf(group.events, views.projector);
    const expected = expectedArticle(facts.observed, facts.withdrawn, facts.restored);
    const about = () => ({ article: articleId });
    const rows = (table: string, key: readonly string[], due: readonly Fields[], found: readonly Fields[]): number =>
      compareRows({ table, key, about, expected: due, found }, report);
    this.counts.articles += rows('record.article', ['id'], expected.article, group.article);
    this.counts.revisions += rows(
      'record.revision',
      ['number'],
      expected.revisions,
      group.revision.map((row) => this.checkText(articleId, row, expected.revisions)),
    );
    this.counts.withdrawals += rows('record.withdrawal', ['event_id'], expected.withdrawalRows, group.withdrawal);
    this.counts.readings += rows(
      'record.statement_set',
      ['event_id'],
      expectedReadings(facts.readings),
      group.statementSet,
    );
    this.counts.curations += rows(
      'record.curation',
      ['event_id'],
      expectedCurations(facts),
      group.curation.map(asCurationRow),
    );
    this.counts.statements += rows(
      'record.statement',
      ['id'],
      expectedStatements(facts.readings, facts.curations, expected.withdrawals).filter((row) => this.isInScope(row)),
      group.statement.filter((row) => this.isInScope(row)).map(asStatementRow),
    );
    this.counts.states += rows(
      'record.v_statement_history',
      ['id', 'known_from'],
      expectedHistory(facts.readings, facts.curations, expected.withdrawals).filter((row) => this.isInScope(row)),
      statesOf(group).filter((row) => this.isInScope(row)),
    );
    this.counts.evidence += rows(
      'record.evidence',
      ['statement_id'],
      expectedEvidence(group, views.projector).filter((row) => this.isInScope(row)),
      group.evidence.filter((row) => this.isInScope(row)).map(asEvidenceRow),
    );
    this.checkSpans(articleId, group, all);
    if (!hasTracker) return;
    const taken = factsOf(group.events, views.tracker);
    const { withdrawals } = expectedArticle(all.observed, taken.withdrawn, taken.restored);
    const withdrawnUpTo = Math.max(0, ...withdrawals.flatMap((one) => (one.undoneAt ? [] : [one.revision])));
    for (const counting of countingStatements(taken.readings, taken.curations, withdrawnUpTo))
      if (this.isInScope({ dossier_id: counting.statement.dossier })) await this.options.onCounting(counting);
  }

  private isInScope(row: Fields): boolean {
    return this.options.dossier === null || row.dossier_id === this.options.dossier;
  }

  /** Every revision that the extractor has been past was read. */
  private checkRead(articleId: string, { observed, readings }: Facts): void {
    for (const { partition, offset, data } of observed) {
      if (!this.options.views.extractor.has(ARTICLES_TOPIC, partition, offset)) continue;
      const { number, hash } = data.revision;
      if (readings.some(({ data: { revision } }) => revision.number === number && revision.hash === hash)) continue;
      const where = { article: articleId, revision: number, topic: ARTICLES_TOPIC, partition, offset };
      this.options.report('VERIFY_ARTICLE_NOT_READ', where, `a statements.extracted in ${STATEMENTS_TOPIC}`, null);
    }
  }

  /** The row with the digest of its text; where that is none of its hash, that is what is reported, and nothing else. */
  private checkText(articleId: string, row: RevisionRow, expected: readonly Fields[]): Fields {
    const { text, ...fields } = row;
    const digest = digestOf(text);
    const due = expected.find(({ number }) => number === row.number);
    if (!due || due.text_digest === digest) return { ...fields, text_digest: digest };
    this.options.report(
      'VERIFY_TEXT_ALTERED',
      { table: 'record.revision', article: articleId, number: row.number },
      `title and text of hash ${String(due.hash)}`,
      `title and text of hash ${revisionHashOf(row.title, text)}`,
    );
    return { ...fields, text_digest: due.text_digest };
  }

  private checkSpans(articleId: string, { revision, statement, evidence }: Group, all: Facts): void {
    const spans = [
      ...statement.map((row) => ({ table: 'record.statement', row, ...spanOfStatement(row) })),
      ...evidence.map((row) => ({ table: 'record.evidence', row, ...spanOfEvidence(row) })),
    ];
    for (const { table, row, id, hash, start, end, words, before, after } of spans) {
      if (!this.isInScope(row)) continue;
      const where = { table, article: articleId, statement: id };
      const text = revision.find((one) => one.hash === hash)?.text;
      if (text === undefined) {
        // The projector takes topics side by side: the article may be yet to come.
        if (!all.observed.some(({ data }) => data.revision.hash === hash))
          this.options.report('VERIFY_SPAN_WITHOUT_TEXT', where, `the text of revision ${hash}`, null);
        continue;
      }
      const stands = text.slice(Math.max(0, start - before.length), end + after.length);
      if (stands === `${before}${words}${after}` && text.slice(start, end) === words) this.counts.spans++;
      else
        this.options.report(
          'VERIFY_SPAN',
          { ...where, start, end },
          `${before}[${words}]${after}`,
          `${text.slice(Math.max(0, start - before.length), start)}[${text.slice(start, end)}]${text.slice(end, end + after.length)}`,
        );
    }
  }
}

interface Span {
  readonly id: string;
  readonly hash: string;
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly before: string;
  readonly after: string;
}

const spanOfStatement = (row: Fields): Span => ({
  id: String(row.id),
  hash: String(row.revision_hash),
  start: Number(row.span_start),
  end: Number(row.span_end),
  words: String(row.evidence),
  before: String(row.context_before),
  after: String(row.context_after),
});

function spanOfEvidence(row: Fields): Span {
  // Whatever stands there: a row that was damaged is to be told of, not to be trusted.
  const { statement, revisionHash } = (row.data ?? {}) as {
    statement?: Partial<Evidence['statement']>;
    revisionHash?: string;
  };
  return {
    id: String(row.statement_id),
    hash: String(revisionHash),
    start: Number(statement?.start),
    end: Number(statement?.end),
    words: String(statement?.evidence),
    before: String(statement?.before),
    after: String(statement?.after),
  };
}

/** The events of one article by their kind, as far as a consumer has taken them; all of them where none is named. */
function factsOf(rows: readonly EventRow[], view?: LogView): Facts {
  const taken = rows.filter(({ topic, partition, offset }) => view?.has(topic, partition, offset) ?? true);
  // Each was read by the schema of its type when it was put down.
  const of = <Data>(type: string): Placed<Data>[] =>
    taken
      .filter((row) => row.type === type)
      .map((row) => ({
        id: row.event_id,
        partition: row.partition,
        offset: row.offset,
        recordedAt: row.recorded_at,
        data: JSON.parse(row.data) as Data,
      }));
  return {
    observed: of('parley.article.observed'),
    withdrawn: of('parley.article.withdrawn'),
    restored: of('parley.article.restored'),
    readings: of('parley.statements.extracted'),
    curations: taken
      .filter(({ topic }) => topic === CURATIONS_TOPIC)
      .map((row) => ({
        ...({ id: row.event_id, type: row.type, data: JSON.parse(row.data) } as Curation),
        partition: row.partition,
        offset: row.offset,
        recordedAt: row.recorded_at,
      })),
  };
}

const expectedCurations = ({ curations }: Facts): Fields[] =>
  distinct(curations).map((one) => ({
    event_id: one.id,
    partition: one.partition,
    offset: one.offset,
    type: one.type,
    article_id: one.data.articleId,
    statement_id: statementIdOfCuration(one).toLowerCase(),
    undoes: one.type === 'parley.statement.restored' ? one.data.curationId : null,
    author: storable(one.data.author),
    reason: storable(one.data.reason),
    curated_at: new Date(one.data.curatedAt),
    data: canonicalJson(one.data),
    recorded_at: one.recordedAt,
  }));

const asCurationRow = (row: Fields): Fields => ({ ...row, data: canonicalJson(row.data) });

/** Every state that the record knows of: rows of the history, and of statements that were in one state alone. */
const statesOf = ({ statement, history }: Group): Fields[] => [
  ...history.map(asStatementRow),
  ...statement
    .filter(
      ({ has_history, recorded_at, superseded_at }) => !has_history && !isNeverBelieved(recorded_at, superseded_at),
    )
    .map((row) => ({
      ...withoutStanding(asStatementRow(row)),
      known_from: row.recorded_at,
      known_to: row.superseded_at,
    })),
];

const isNeverBelieved = (from: unknown, to: unknown): boolean =>
  from instanceof Date && to instanceof Date && to <= from;

const asStatementRow = (row: Fields): Fields => ({
  ...row,
  confidence: Math.fround(Number(row.confidence)),
  as_read: row.as_read === null ? null : withRealConfidence(row.as_read as object),
});

/**
 * A statement's evidence is what was announced last. It may have been announced on two timelines, which lie in two
 * partitions of no common order: then any of their last ones will do.
 */
function expectedEvidence({ announced, evidence }: Group, view: LogView): Fields[] {
  const last = new Map<string, Map<number, EvidenceRow>>();
  for (const row of announced) {
    if (!view.has(POSITIONS_TOPIC, row.partition, row.offset)) continue;
    const ofStatement = last.get(row.statement_id) ?? new Map<number, EvidenceRow>();
    last.set(row.statement_id, ofStatement.set(row.partition, row));
  }
  const found = new Map(evidence.map((row) => [row.statement_id, digestOfValue(row.data)]));
  return [...last].flatMap(([id, ofStatement]) => {
    const rows = [...ofStatement.values()];
    const own = rows.find(({ digest }) => digest === found.get(id)) ?? rows[0];
    return own ? [{ statement_id: id, dossier_id: own.dossier_id, data_digest: own.digest }] : [];
  });
}

const asEvidenceRow = (row: Fields): Fields => ({ ...row, data_digest: digestOfValue(row.data) });
