import type { DataSourceOptions } from 'typeorm';
import { checkedSchema } from '../record-schema.sql.js';

/** The schema that a data source of the record has. */
export function schemaOf(options: DataSourceOptions): string {
  if (options.type !== 'postgres' || options.schema === undefined)
    throw new Error('migrations of the record need a Postgres data source with a schema');
  return checkedSchema(options.schema);
}
