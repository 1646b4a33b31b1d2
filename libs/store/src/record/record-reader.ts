import pg, { type ClientBase } from 'pg';
import { checkedSchema } from './record-schema.sql.js';

/** The role that can only read the record; it can't log in: grant it to the roles of dashboards and analysts. */
export const RECORD_READER = 'record_reader';

export type ReaderGrant = { readonly granted: true } | { readonly granted: false; readonly reason: string };

/** Roles belong to the whole server, so another database may make this one at the same moment. */
const createRole = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '${RECORD_READER}') THEN
    CREATE ROLE ${RECORD_READER} NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$`;

/** Lets `record_reader` read a schema, making the role where that is allowed. Says why where it is not. */
export async function grantRecordReader(client: ClientBase, schema: string): Promise<ReaderGrant> {
  const s = checkedSchema(schema);
  try {
    await client.query(createRole);
    await client.query(`GRANT USAGE ON SCHEMA ${s} TO ${RECORD_READER}`);
    await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${s} TO ${RECORD_READER}`);
    return { granted: true };
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === INSUFFICIENT_PRIVILEGE)
      return { granted: false, reason: error.message };
    throw error;
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';
