import { ALL_TOPICS, CONSUMING_SERVICES } from '@parley/contracts';
import { listDeadLetters } from '@parley/event-log';
import { openRuntime, type PipelineLag, pipelineLag, type Runtime } from '@parley/service';
import type { ParleyConfig } from '@parley/settings';
import { commandLogger } from '../with-runtime.js';
import { type Check, fail, ok, reasonOf, warn } from './check.js';

const LEAST_POSTGRES = 150_000;
const PATIENCE_MS = 5_000;

/**
 * Database, log, topics, how far each service is behind, dead letters. Where the database does not answer nothing else
 * is asked. Starts nothing: what is not running is a finding.
 */
export async function checkRuntime(config: ParleyConfig): Promise<readonly Check[]> {
  let runtime: Runtime;
  try {
    runtime = await openRuntime({ config, service: 'cli', logger: commandLogger(config), patienceMs: PATIENCE_MS });
  } catch (error) {
    const advice =
      config.databaseUrl === null
        ? 'start Parley with "parley start", or set PARLEY_DATABASE_URL'
        : 'see that Postgres and the log run and can be reached from here';
    return [fail('database and log', reasonOf(error), advice)];
  }
  try {
    const checks = [await checkDatabase(runtime), ok('log', `${runtime.log.adapter} log answers`)];
    const topics = await checkTopics(runtime);
    checks.push(topics);
    if (topics.status === 'fail') return checks;
    return [...checks, ...(await checkLag(runtime)), await checkDeadLetters(runtime)];
  } finally {
    await runtime.close();
  }
}

async function checkDatabase({ pool }: Runtime): Promise<Check> {
  const { rows } = await pool.query<{ version: string; number: number; gist: boolean }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
            EXISTS (SELECT FROM pg_available_extensions WHERE name = 'btree_gist') AS gist`,
  );
  const { version, number, gist } = rows[0] ?? { version: 'unknown', number: 0, gist: false };
  if (number < LEAST_POSTGRES) return fail('database', `Postgres ${version} is too old`, 'use Postgres 15 or later');
  if (!gist)
    return fail(
      'database',
      `Postgres ${version} lacks the extension btree_gist`,
      'install the contrib modules on the server',
    );
  return ok('database', `Postgres ${version}`);
}

async function checkTopics({ log }: Runtime): Promise<Check> {
  const reports = await log.describeTopics(ALL_TOPICS);
  const missing = reports.filter(({ status }) => status === 'missing');
  const different = reports.filter(({ status }) => status === 'different');
  if (missing.length > 0)
    return fail(
      'topics',
      `missing: ${missing.map(({ name }) => name).join(', ')}`,
      'start the services, or run "parley topics --create"',
    );
  if (different.length > 0)
    return warn(
      'topics',
      `set up differently: ${different.map(({ name }) => name).join(', ')}`,
      '"parley topics" shows the differences; mend them on the broker',
    );
  return ok('topics', `${reports.length} as they should be`);
}

async function checkLag(runtime: Runtime): Promise<readonly Check[]> {
  let lag: PipelineLag;
  try {
    lag = await pipelineLag(runtime);
  } catch (error) {
    // Each service makes its tables when it first starts.
    return [warn('services', reasonOf(error), 'start all services once: each makes its own tables')];
  }
  return (['extractor', 'tracker', 'outbox', 'projector'] as const).map((stage) => {
    const name = stage === 'outbox' ? 'tracker outbox' : stage;
    const service = stage === 'outbox' ? 'tracker' : stage;
    return lag[stage] === 0
      ? ok(name, 'has caught up')
      : warn(
          name,
          `${lag[stage]} events behind`,
          `look again in a moment; if it does not go down, see that the ${service} runs`,
        );
  });
}

async function checkDeadLetters({ log }: Runtime): Promise<Check> {
  const open = new Map<string, number>(CONSUMING_SERVICES.map((service) => [service, 0]));
  for await (const { status, service } of listDeadLetters(log))
    if (status === 'open') open.set(service, (open.get(service) ?? 0) + 1);
  const found = [...open].filter(([, count]) => count > 0);
  if (found.length === 0) return ok('dead letters', 'none');
  const detail = found.map(([service, count]) => `${service} ${count}`).join(', ');
  return warn('dead letters', detail, '"parley dlq list" shows them and why, "parley dlq retry" tries them again');
}
