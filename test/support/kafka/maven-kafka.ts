import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withFileLock } from './file-lock.js';

const run = promisify(execFile);
const HERE = dirname(fileURLToPath(import.meta.url));
const CACHE = join(HERE, '../../../node_modules/.cache/parley-kafka');

/** Newest release that the adapter was seen to work with; PARLEY_TEST_KAFKA_VERSION asks for another. */
export const KAFKA_VERSION = process.env.PARLEY_TEST_KAFKA_VERSION || '4.4.0';

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

/** Folder with the jars of a broker, fetched by Maven once for each version. Throws where that can't be. */
export async function kafkaJars(version: string = KAFKA_VERSION): Promise<string> {
  const folder = join(CACHE, version);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  return withFileLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return folder;
    const unfinished = `${folder}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await run('mvn', [
      '-B',
      '-q',
      '-f',
      join(HERE, 'pom.xml'),
      `-Dkafka.version=${version}`,
      PLUGIN,
      '-DincludeScope=runtime',
      `-DoutputDirectory=${unfinished}`,
    ]);
    // Whole or not at all: a broken fetch must not look like a finished one.
    await rename(unfinished, folder);
    return folder;
  });
}

/** Throws with the reason if there is no Java that a broker of today runs on. */
export async function checkJava(): Promise<void> {
  const { stderr } = await run('java', ['-version']).catch(() => {
    throw new Error('no java on the path (a broker needs 17 or later)');
  });
  const major = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (!(major >= 17)) throw new Error(`java ${major} is too old (a broker needs 17 or later)`);
}
