import {
  ALL_TOPICS,
  ARTICLES_TOPIC,
  articleIdOf,
  CATALOGUE,
  ContractError,
  CURATIONS_TOPIC,
  DOSSIERS_TOPIC,
  decodeEvent,
  type EventDefinition,
  type ParleyEvent,
  POSITIONS_TOPIC,
  revisionHashOf,
  STATEMENTS_TOPIC,
  type Statement,
  statementIdOf,
  TOPICS,
} from '@parley/contracts';
import { type Dossier, dossierVersion } from '@parley/dossier';
import { type EventLog, type LogRecord, type PartitionBounds, partitionOfKey } from '@parley/event-log';
import { bandsOf, signatureOf, toBytes } from '@parley/syndication';
import { digestOf, digestOfValue, storable } from './canonical.js';
import type { Report, Where } from './finding.js';
import type { Scratch } from './scratch.js';
import type { SetAside } from './set-aside.js';
import { timelineOfChange } from './timeline-name.js';

/** A dossier as the log has it; null where its key was taken out. */
export interface DossierRecord {
  readonly id: string;
  readonly offset: bigint;
  readonly recordedAt: Date;
  readonly event: Extract<ParleyEvent, { type: 'parley.dossier.published' }> | null;
}

export interface ReadLogOptions {
  readonly log: EventLog;
  readonly scratch: Scratch;
  readonly setAside: SetAside;
  /** Topics that the log has. */
  readonly existing: ReadonlySet<string>;
  readonly report: Report;
  readonly onRecords: (topic: string, records: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** What reading the log has found out, beside what it put down. */
export interface LogRead {
  /** Records, by topic. */
  readonly records: Readonly<Record<string, number>>;
  /** Events that stand in their topic more than once, with the same content: harmless, and no finding. */
  doubles: number;
  readonly dossiers: readonly DossierRecord[];
  readonly bounds: ReadonlyMap<string, readonly PartitionBounds[]>;
}

/** Most records of a batch; the log bounds its bytes. */
const MAX_RECORDS = 2_000;

/**
 * Reads every topic from its beginning to its end, checks each record on its own, and puts down what is to be compared.
 * Positions are read last: what is decided while it reads has its causes in the topics before, and is known as later.
 */
export async function readLog(options: ReadLogOptions): Promise<LogRead> {
  const reading = new Reading(options);
  for (const { name } of TOPICS.toSorted(positionsLast)) if (options.existing.has(name)) await reading.read(name);
  await options.scratch.settle('verify_event', 'verify_of_article', 'verify_text', 'verify_change', 'verify_evidence');
  return reading.result();
}

const positionsLast = (a: { readonly name: string }, b: { readonly name: string }): number =>
  Number(a.name === POSITIONS_TOPIC) - Number(b.name === POSITIONS_TOPIC);

const KEEPS_ALL: ReadonlySet<string> = new Set(
  ALL_TOPICS.filter(({ keeps }) => keeps === 'all').map(({ name }) => name),
);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The catalogue pairs each type with its data; TypeScript can't follow that through an index by a union. */
const definitionOf = ({ type }: ParleyEvent) => CATALOGUE[type] as EventDefinition<string, ParleyEvent['data']>;

const naturalIdOf = (event: ParleyEvent): string => definitionOf(event).idOf(event.data);

class Reading {
  private readonly records: Record<string, number> = {};
  private readonly dossiers: DossierRecord[] = [];
  private readonly bounds = new Map<string, readonly PartitionBounds[]>();

  constructor(private readonly options: ReadLogOptions) {}

  result(): LogRead {
    return { records: this.records, doubles: 0, dossiers: this.dossiers, bounds: this.bounds };
  }

  async read(topic: string): Promise<void> {
    const { log, report, signal, onRecords } = this.options;
    const bounds = await log.bounds(topic);
    this.bounds.set(topic, bounds);
    const next = new Map(bounds.map(({ partition, begin }) => [partition, begin]));
    // Transactions and compaction leave gaps that mean nothing; the embedded log has neither where it keeps all.
    const isWhole = log.adapter === 'embedded' && KEEPS_ALL.has(topic);
    if (KEEPS_ALL.has(topic))
      for (const { partition, begin } of bounds)
        if (begin > 0n) report('VERIFY_LOG_CUT', { topic, partition }, 'offsets from 0', `offsets from ${begin}`);
    const gap = (partition: number, from: bigint, to: bigint) => {
      if (isWhole && to > from)
        report(
          'VERIFY_LOG_GAP',
          { topic, partition, offset: from },
          to - from === 1n ? 'a record' : `records to offset ${to - 1n}`,
          null,
        );
    };
    const read = { from: { at: 'beginning' }, until: 'end', maxRecords: MAX_RECORDS } as const;
    for await (const batch of log.read(topic, { ...read, ...(signal ? { signal } : {}) })) {
      for (const record of batch.records) {
        gap(record.partition, next.get(record.partition) ?? 0n, record.offset);
        next.set(record.partition, record.offset + 1n);
        await this.take(record, bounds.length);
      }
      this.records[topic] = (this.records[topic] ?? 0) + batch.records.length;
      onRecords(topic, batch.records.length);
    }
    for (const { partition, end } of bounds) gap(partition, next.get(partition) ?? 0n, end);
  }

  private async take(record: LogRecord, partitions: number): Promise<void> {
    const { topic, partition, offset, key, headers, value, recordedAt } = record;
    const where = { topic, partition, offset };
    if (value === null && key !== null && topic === DOSSIERS_TOPIC) {
      this.dossiers.push({ id: key, offset, recordedAt, event: null });
      return;
    }
    let event: ParleyEvent;
    try {
      if (value === null) throw new ContractError('EVENT_NOT_JSON', 'the record has no value');
      event = decodeEvent({ headers, value }, topic);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      if (!this.options.setAside.byAnyone(topic, partition, offset))
        this.options.report('VERIFY_EVENT_UNREADABLE', where, 'an event', `${error.code}: ${error.message}`);
      return;
    }
    this.checkEnvelope(record, event, partitions);
    await this.options.scratch.put('verify_event', [
      topic,
      event.id,
      partition,
      String(offset),
      digestOf(value ?? Buffer.alloc(0)),
    ]);
    await this.putDown(record, UUID.test(event.id) ? event : { ...event, id: naturalIdOf(event) });
  }

  private checkEnvelope({ topic, partition, offset, key }: LogRecord, event: ParleyEvent, partitions: number): void {
    const { report } = this.options;
    const where = { topic, partition, offset, event: event.id };
    const definition = definitionOf(event);
    const id = definition.idOf(event.data);
    if (id !== event.id) report('VERIFY_EVENT_ID', where, id, event.id);
    const ownKey = definition.keyOf(event.data);
    if (ownKey !== key || ownKey !== event.partitionkey)
      report('VERIFY_EVENT_KEY', where, `key ${ownKey}`, `key ${key}, partitionkey ${event.partitionkey}`);
    else if (partitionOfKey(ownKey, partitions) !== partition)
      report('VERIFY_EVENT_KEY', where, `partition ${partitionOfKey(ownKey, partitions)}`, `partition ${partition}`);
  }

  private async putDown(record: LogRecord, event: ParleyEvent): Promise<void> {
    switch (event.type) {
      case 'parley.article.observed':
        return this.putObserved(record, event);
      case 'parley.article.withdrawn':
        return this.putOfArticle(record, event, event.data.articleId, event.data.revision, []);
      case 'parley.statements.extracted': {
        const { article, revision, dossiers, statements } = event.data;
        for (const statement of statements) this.checkStatement(record, article.id, revision.hash, statement);
        return this.putOfArticle(
          record,
          event,
          article.id,
          revision.number,
          dossiers.map(({ id }) => id),
        );
      }
      case 'parley.statement.added': {
        const { articleId, revision, statement } = event.data;
        this.checkStatement(record, articleId, revision.hash, statement);
        return this.putOfArticle(record, event, articleId, revision.number, []);
      }
      case 'parley.article.restored':
      case 'parley.statement.retracted':
      case 'parley.statement.amended':
      case 'parley.statement.restored':
        return this.putOfArticle(record, event, event.data.articleId, null, []);
      case 'parley.dossier.published': {
        const { id, version, document } = event.data;
        // Canonical JSON of whatever it is: what a newer version of Parley would add to it is not in it.
        this.checkHash(record, { dossier: id }, dossierVersion(document as unknown as Dossier), version);
        this.dossiers.push({ id, offset: record.offset, recordedAt: record.recordedAt, event });
        return;
      }
      case 'parley.model.answered':
        return;
      default: {
        const { data } = event;
        await this.options.scratch.put('verify_change', [
          timelineOfChange(data),
          data.sequence,
          record.partition,
          String(record.offset),
          record.recordedAt.toISOString(),
          event.id,
          JSON.stringify(data),
        ]);
        for (const item of data.evidence)
          await this.options.scratch.put('verify_evidence', [
            item.article.id,
            item.statement.id.toLowerCase(),
            item.statement.dossier,
            record.partition,
            String(record.offset),
            digestOfValue(item),
          ]);
      }
    }
  }

  private async putObserved(
    record: LogRecord,
    event: Extract<ParleyEvent, { type: 'parley.article.observed' }>,
  ): Promise<void> {
    const { articleId, url, title, text, original, revision, publisher } = event.data;
    this.checkHash(record, { article: articleId }, articleIdOf(url), articleId);
    this.checkHash(
      record,
      { article: articleId, revision: revision.number },
      revisionHashOf(title, text),
      revision.hash,
    );
    const data = {
      ...event.data,
      text: digestOf(storable(text)),
      original: original && { ...original, body: digestOf(storable(original.body)) },
    };
    await this.putOfArticle(record, { ...event, data }, articleId, revision.number, []);
    const signature = signatureOf(text);
    await this.options.scratch.put('verify_text', [
      articleId,
      revision.number,
      record.partition,
      String(record.offset),
      storable(publisher),
      signature && toBytes(signature),
      signature && bandsOf(signature).join(' '),
    ]);
  }

  private async putOfArticle(
    { topic, partition, offset, recordedAt }: LogRecord,
    { type, id, data }: Pick<ParleyEvent, 'type' | 'id' | 'data'>,
    articleId: string,
    revision: number | null,
    dossiers: readonly string[],
  ): Promise<void> {
    await this.options.scratch.put('verify_of_article', [
      articleId,
      topic,
      partition,
      String(offset),
      recordedAt.toISOString(),
      type,
      id,
      revision,
      dossiers.join(' '),
      JSON.stringify(data),
    ]);
  }

  private checkStatement(record: LogRecord, articleId: string, revisionHash: string, statement: Statement): void {
    const id = statementIdOf({ ...statement, articleId, revisionHash });
    this.checkHash(record, { article: articleId, statement: statement.id }, id, statement.id);
    if (statement.evidence.length !== statement.end - statement.start)
      this.options.report(
        'VERIFY_SPAN',
        { topic: record.topic, offset: record.offset, article: articleId, statement: statement.id },
        `${statement.end - statement.start} UTF-16 units of evidence`,
        `${statement.evidence.length}: ${statement.evidence}`,
      );
  }

  private checkHash({ topic, partition, offset }: LogRecord, what: Where, expected: string, found: string): void {
    if (expected !== found)
      this.options.report('VERIFY_CONTENT_HASH', { topic, partition, offset, ...what }, expected, found);
  }
}

export const TOPICS_OF_ARTICLES = [ARTICLES_TOPIC, STATEMENTS_TOPIC, CURATIONS_TOPIC] as const;
