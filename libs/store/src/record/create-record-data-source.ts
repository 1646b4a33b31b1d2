import { recordTypes } from '@parley/postgres';
import { DataSource } from 'typeorm';
import { RECORD_ENTITIES } from './entities/index.js';
import { Curations } from './migrations/curations.js';
import { FirstRecord } from './migrations/first-record.js';
import { PositionBounds } from './migrations/position-bounds.js';
import { PositionDoubt } from './migrations/position-doubt.js';
import { PositionLookups } from './migrations/position-lookups.js';
import { RewrittenDays } from './migrations/rewritten-days.js';
import { StatementHistory } from './migrations/statement-history.js';
import { UnreadArticles } from './migrations/unread-articles.js';
import { Withdrawals } from './migrations/withdrawals.js';
import { checkedSchema } from './record-schema.sql.js';

/** The schema readers read. A rebuild replaces what stands behind the name. */
export const RECORD_SCHEMA = 'record';

export interface RecordDataSourceOptions {
  readonly url: string;
  /** `record` unless told. */
  readonly schema?: string;
  /** Most connections; 10 unless told. */
  readonly poolSize?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Ends any statement that takes longer (ms); the server's own limit unless told. */
  readonly statementTimeoutMs?: number;
  /** Told when an idle connection breaks. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * A TypeORM data source on the record, not yet initialised. Values come as from `createPool`: bigint columns as bigint,
 * dates as `YYYY-MM-DD`, timestamps as Date. It never changes the schema by itself; `migrateRecord` does.
 */
export function createRecordDataSource(options: RecordDataSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    schema: checkedSchema(options.schema ?? RECORD_SCHEMA),
    poolSize: options.poolSize ?? 10,
    entities: RECORD_ENTITIES,
    migrations: [
      FirstRecord,
      PositionDoubt,
      Withdrawals,
      Curations,
      RewrittenDays,
      StatementHistory,
      UnreadArticles,
      PositionLookups,
      PositionBounds,
    ],
    migrationsTableName: 'migration',
    synchronize: false,
    installExtensions: false,
    poolErrorHandler: (error: Error) => options.onIdleError?.(error),
    extra: {
      types: recordTypes,
      ...(options.applicationName === undefined ? {} : { application_name: options.applicationName }),
      ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    },
  });
}
