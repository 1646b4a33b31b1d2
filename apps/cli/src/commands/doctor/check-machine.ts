import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { loadConfig, type ParleyConfig } from '@parley/settings';
import { type Check, fail, ok, reasonOf, warn } from './check.js';

/** package.json's engines say the same. */
const LEAST_NODE = [20, 19] as const;
const LITTLE_SPACE = 1024 ** 3;

/** @param version as `process.versions.node` */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return enough
    ? ok('node', version)
    : fail('node', `${version} is too old`, `install Node ${LEAST_NODE.join('.')} or later`);
}

/** The configuration, or every fault in it. */
export function checkConfig(environment: Readonly<Record<string, string | undefined>>): {
  readonly check: Check;
  readonly config: ParleyConfig | null;
} {
  try {
    const config = loadConfig(environment);
    const log = config.kafka ? `Kafka at ${config.kafka.brokers.join(', ')}` : 'embedded log';
    const database = config.databaseUrl === null ? 'embedded Postgres' : 'configured Postgres';
    return { check: ok('configuration', `${log}, ${database}`), config };
  } catch (error) {
    const faults =
      error instanceof Error
        ? error.message
            .split('\n')
            .slice(1)
            .map((line) => line.trim())
        : [];
    const check = fail(
      'configuration',
      faults.join('; ') || reasonOf(error),
      'put these environment variables right; docs/configuration.md lists all',
    );
    return { check, config: null };
  }
}

/** The folder of the embedded Postgres; null where a server is configured. */
export async function checkDataFolder(config: Pick<ParleyConfig, 'dataDir' | 'databaseUrl'>): Promise<Check | null> {
  if (config.databaseUrl !== null) return null;
  const { dataDir } = config;
  const found = await stat(dataDir).catch(() => null);
  if (found === null)
    return warn('data folder', `${dataDir} is not there yet`, '"parley start" makes it; PARLEY_DATA_DIR names another');
  if (!found.isDirectory()) return fail('data folder', `${dataDir} is no folder`, 'name another with PARLEY_DATA_DIR');
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const detail = `${dataDir}, ${(free / 1024 ** 3).toFixed(1)} GiB free`;
    return free < LITTLE_SPACE
      ? warn('data folder', detail, 'make room: Postgres stops writing on a full disk')
      : ok('data folder', detail);
  } catch (error) {
    return fail('data folder', reasonOf(error), 'run this as the user who started Parley');
  }
}
