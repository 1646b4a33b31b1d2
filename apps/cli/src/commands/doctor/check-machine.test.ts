import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkConfig, checkDataFolder, checkNode } from './check-machine.js';

describe('doctor', () => {
  it.each([
    ['20.18.9', 'fail'],
    ['20.19.0', 'ok'],
    ['18.20.0', 'fail'],
    ['24.1.0', 'ok'],
  ])('finds Node %s %s', (version, status) => {
    expect(checkNode(version).status).toBe(status);
  });

  it('names every wrong setting, and never its value', () => {
    const { check, config } = checkConfig({ PARLEY_INGEST_TOKEN: 'short secret', PARLEY_TYPO: '1' });
    expect(config).toBeNull();
    expect(check.status).toBe('fail');
    expect(check.detail).toContain('PARLEY_INGEST_TOKEN');
    expect(check.detail).toContain('PARLEY_TYPO');
    expect(check.detail).not.toContain('secret');
  });

  it('says which log and database are configured, without passwords', () => {
    const { check } = checkConfig({
      PARLEY_DATABASE_URL: 'postgres://parley:secret@db/parley',
      PARLEY_KAFKA_BROKERS: 'kafka:9092',
    });
    expect(check.detail).toBe('Kafka at kafka:9092, configured Postgres');
  });

  it('looks at the data folder only where Postgres is embedded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-cli-'));
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect((await checkDataFolder({ dataDir: folder, databaseUrl: null }))?.status).toMatch(/ok|warn/);
    expect((await checkDataFolder({ dataDir: join(folder, 'none'), databaseUrl: null }))?.status).toBe('warn');
    expect((await checkDataFolder({ dataDir: file, databaseUrl: null }))?.status).toBe('fail');
    expect(await checkDataFolder({ dataDir: file, databaseUrl: 'postgres://db/parley' })).toBeNull();
    await rm(folder, { recursive: true });
  });
});
