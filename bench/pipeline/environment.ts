import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Servers } from './ground.js';

/** Where the figures come from; without it they say nothing. */
export type Environment = Readonly<Record<string, string | number>>;

export async function describeEnvironment(servers: Servers | null): Promise<Environment> {
  const kafkajs = JSON.parse(await readFile('node_modules/kafkajs/package.json', 'utf8')) as { version: string };
  return {
    measured: new Date().toISOString().slice(0, 16),
    node: process.version,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    'memory (GB)': Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()} ${arch()}`,
    ...(servers
      ? {
          postgres: `${servers.postgresVersion} (fsync on)`,
          kafka: servers.kafka?.version ?? 'not measured',
          kafkajs: kafkajs.version,
        }
      : {}),
    // Anything well above zero at the start means that the machine had something else to do.
    'load before': Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}
