/**
 * A process that owns an embedded Postgres, for tests that kill or interrupt one: `<data folder>`. It says on standard
 * output, a JSON object a line, that it is ready and, when interrupted, whether Postgres then still answers.
 */
import pg from 'pg';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../../libs/platform/src/embedded-postgres/index.js';

const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('which data folder?');
try {
  const postgres = await startEmbeddedPostgres({ dataDir, durability: 'test' });
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGINT', () => {
    void (async () => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query('SELECT pg_postmaster_start_time() IS NOT NULL AS answers');
      await client.end();
      say({ interrupted: true, pid: postgres.pid, answers: rows[0].answers });
      await postgres.stop();
      clearInterval(alive);
    })();
  });
  say({ ready: true, url: postgres.url, pid: postgres.pid, guardPid: postgres.guardPid });
} catch (error) {
  say({ failed: error instanceof EmbeddedPostgresError ? error.code : String(error) });
  process.exitCode = 1;
}
