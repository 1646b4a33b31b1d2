import { transact } from '@parley/postgres';
import type pg from 'pg';

/** Guards the migration against another process doing the same; any fixed number serves. */
const MIGRATION_LOCK = 7_270_133_501n;

/** Each step runs once, in order, in its own place in `log.migration`. Never edit a step that was released: add one. */
const STEPS: readonly string[] = [
  `
  create table log.topic (
    topic text collate "C" primary key,
    partitions int not null check (partitions > 0),
    keeps text not null check (keeps in ('all', 'latest-per-key')),
    max_record_bytes bigint not null check (max_record_bytes > 0),
    created_at timestamptz not null default now()
  );

  -- The row lock on a partition is what makes its offsets visible in order: see append-batch.ts.
  create table log.partition (
    topic text collate "C" not null references log.topic,
    partition int not null check (partition >= 0),
    begin_offset bigint not null default 0,
    next_offset bigint not null default 0,
    last_recorded_at timestamptz not null default '-infinity',
    primary key (topic, partition)
  ) with (fillfactor = 50);

  -- headers are json, not jsonb: jsonb refuses U+0000 and lone surrogates, which a header may hold.
  create table log.record (
    topic text collate "C" not null,
    partition int not null,
    "offset" bigint not null,
    key bytea,
    headers json not null,
    value bytea,
    recorded_at timestamptz not null,
    compacts boolean not null,
    primary key (topic, partition, "offset")
  );
  create index record_latest on log.record (topic, partition, sha256(key)) where compacts;

  create table log.group_offset (
    "group" text collate "C" not null,
    topic text collate "C" not null,
    partition int not null,
    next_offset bigint not null,
    updated_at timestamptz not null default now(),
    primary key ("group", topic, partition)
  );

  create table log.group_member (
    "group" text collate "C" not null,
    member uuid not null,
    topics text[] not null,
    -- Held as an advisory lock for as long as the member's connection lives.
    lock_key bigint not null,
    backend_pid int not null,
    joined_at timestamptz not null default clock_timestamp(),
    heartbeat_at timestamptz not null default clock_timestamp(),
    primary key ("group", member)
  );

  create table log.appender_epoch (
    name text primary key,
    epoch bigint not null,
    opened_at timestamptz not null default now()
  );
  `,
];

/**
 * Creates or updates the schema `log`. Idempotent, and safe while other processes do the same or use the log.
 * The client must not be inside a transaction.
 */
export async function migrateEmbeddedLog(client: pg.ClientBase): Promise<void> {
  await transact(client, async () => {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query('create schema if not exists log');
    await client.query(
      'create table if not exists log.migration (step int primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ step: number }>(
      'select coalesce(max(step), 0)::int as step from log.migration',
    );
    const applied = rows[0]?.step ?? 0;
    for (const [index, sql] of STEPS.entries()) {
      if (index < applied) continue;
      await client.query(sql);
      await client.query('insert into log.migration (step) values ($1)', [index + 1]);
    }
  });
}
