import { RECORD_SCHEMA } from '@parley/store';
import type { DataSource } from 'typeorm';

/** The TypeORM data source on the record. */
export const RECORD = Symbol('RECORD');

/** The schema's name, for SQL; a constant of this build, never input. */
export const R = RECORD_SCHEMA;

/** Rows of a query with parameters. The caller says what the columns are, since SQL can't. */
export const rowsOf = <Row>(record: DataSource, sql: string, parameters: readonly unknown[]): Promise<Row[]> =>
  record.query<Row[]>(sql, [...parameters]);

/** Conditions of a query, each with its parameters: values never become part of the SQL. */
export class Conditions {
  readonly parameters: unknown[] = [];
  readonly #conditions: string[] = [];

  /** A condition without a parameter. */
  also(condition: string): this {
    this.#conditions.push(condition);
    return this;
  }

  /** `condition` gets the placeholder of `value`; nothing is added where the value is absent. */
  where(value: unknown, condition: (placeholder: string) => string): this {
    if (value !== undefined && value !== null) this.#conditions.push(condition(this.parameter(value)));
    return this;
  }

  /** The placeholder of a value. */
  parameter(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  /** The placeholder of a value, undefined where it is absent. */
  optional(value: unknown): string | undefined {
    return value === undefined ? undefined : this.parameter(value);
  }

  toString(): string {
    return this.#conditions.length === 0 ? 'true' : this.#conditions.join(' AND ');
  }
}

/** A timestamptz to the microsecond, as text that Postgres reads back exactly: what cursors hold. */
export const exactInstant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
