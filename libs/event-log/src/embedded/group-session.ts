import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { GROUP_CHANNEL } from './wake-up.js';

export interface GroupMember {
  readonly id: string;
  readonly topics: readonly string[];
}

/** A 64-bit advisory lock key; the name space is the database's, so what it stands for goes into the hash. */
const lockKey = (...parts: readonly (string | number)[]): string =>
  String(
    createHash('sha256')
      .update(['parley-log', ...parts].join('\u001f'))
      .digest()
      .readBigInt64BE(),
  );

const IS_ALIVE = `
  exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objsubid = 1
      and l.database = (select oid from pg_database where datname = current_database())
      and ((l.classid::bigint << 32) | l.objid::bigint) = m.lock_key
  )`;

/** A member whose process hangs keeps its locks for as long as its connection lives, so that is ended for it. */
const SILENT_AFTER = `interval '45 seconds'`;

/**
 * One membership in a group, on a connection of its own. Everything it holds (the membership and the partitions) are
 * session-level advisory locks: they are gone the moment the connection is, whatever happened to the process.
 */
export class GroupSession {
  readonly member = randomUUID();
  private isLost = false;
  private constructor(
    private readonly client: pg.Client,
    readonly group: string,
  ) {}

  /** Joins. `onLost` is called once if the connection ends before `leave`; all locks are free by then. */
  static async join(
    connectionString: string,
    group: string,
    topics: readonly string[],
    onLost: (error: Error | null) => void,
  ): Promise<GroupSession> {
    const client = new pg.Client({
      connectionString,
      application_name: `parley ${group}`.slice(0, 63),
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 30_000,
    });
    const session = new GroupSession(client, group);
    const lose = (error: Error | null) => {
      if (session.isLost) return;
      session.isLost = true;
      onLost(error);
    };
    client.on('error', lose);
    client.on('end', () => lose(null));
    try {
      await client.connect();
      // So that the server notices, within half a minute, a machine that went away without a word.
      await client.query('set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3');
      const key = lockKey('member', session.member);
      await client.query('select pg_advisory_lock($1)', [key]);
      await client.query(
        `insert into log.group_member ("group", member, topics, lock_key, backend_pid)
         values ($1, $2, $3, $4, pg_backend_pid())`,
        [group, session.member, topics, key],
      );
      await session.announce();
      return session;
    } catch (error) {
      session.isLost = true;
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  get lost(): boolean {
    return this.isLost;
  }

  /** Says "still here" and gives the members that are, in the order in which they joined. */
  async heartbeat(): Promise<readonly GroupMember[]> {
    const { rows } = await this.client.query<{ id: string; topics: string[]; silent: boolean }>({
      name: 'parley-log-heartbeat',
      text: `
        with beat as (
          update log.group_member set heartbeat_at = clock_timestamp() where "group" = $1 and member = $2
        ), gone as (
          delete from log.group_member m where m."group" = $1 and m.member <> $2 and not ${IS_ALIVE}
        )
        select m.member::text as id, m.topics,
          m.member <> $2 and m.heartbeat_at < clock_timestamp() - ${SILENT_AFTER} as silent
        from log.group_member m
        where m."group" = $1 and ${IS_ALIVE}
        order by m.joined_at, m.member`,
      values: [this.group, this.member],
    });
    for (const { id, silent } of rows) if (silent) await this.endConnectionOf(id);
    return rows;
  }

  private async endConnectionOf(member: string): Promise<void> {
    await this.client
      .query(
        `select pg_terminate_backend(m.backend_pid) from log.group_member m
         where m."group" = $1 and m.member = $2 and ${IS_ALIVE}`,
        [this.group, member],
      )
      // A member of another role can't be ended by this one; its partitions wait for whoever may.
      .catch((error: { code?: string }) => {
        if (error.code !== '42501') throw error;
      });
  }

  /** Takes a partition if nobody holds it. Once for each partition: the lock counts. */
  async tryHold(topic: string, partition: number): Promise<boolean> {
    const { rows } = await this.client.query<{ held: boolean }>({
      name: 'parley-log-try-hold',
      text: 'select pg_try_advisory_lock($1) as held',
      values: [lockKey('partition', this.group, topic, partition)],
    });
    return rows[0]?.held ?? false;
  }

  async giveBack(partitions: readonly { topic: string; partition: number }[]): Promise<void> {
    for (const { topic, partition } of partitions)
      await this.client.query('select pg_advisory_unlock($1)', [lockKey('partition', this.group, topic, partition)]);
    await this.announce();
  }

  /** Leaves the group and frees all it held. */
  async leave(): Promise<void> {
    if (this.isLost) return;
    this.isLost = true;
    try {
      await this.client.query('select pg_advisory_unlock_all()');
      await this.client.query('delete from log.group_member where "group" = $1 and member = $2', [
        this.group,
        this.member,
      ]);
      await this.announce();
    } finally {
      await this.client.end().catch(() => undefined);
    }
  }

  /** Ends the connection without a word; the server frees what it held. */
  abandon(): void {
    this.isLost = true;
    void this.client.end().catch(() => undefined);
  }

  private async announce(): Promise<void> {
    await this.client.query(`select pg_notify('${GROUP_CHANNEL}', $1)`, [this.group]);
  }
}
