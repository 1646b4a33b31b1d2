import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, environmentSchema, loadConfig } from './config.js';

const faultsOf = (environment: Record<string, string>) => {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => fault.variable);
    throw error;
  }
  return [];
};

describe('configuration', () => {
  test('needs nothing: embedded log and Postgres on loopback', () => {
    expect(loadConfig({ PATH: '/bin' })).toMatchObject({
      databaseUrl: null,
      kafka: null,
      dataDir: '.parley',
      http: { host: '127.0.0.1', port: null },
    });
  });

  test('names every fault at once, and never repeats a value', () => {
    const environment = {
      PARLEY_HTTP_PORT: '99999',
      PARLEY_DATABASE_URL: 'mysql://u:hunter2@h/d',
      PARLEY_INGEST_TOKEN: 'short',
    };
    expect(faultsOf(environment).sort()).toEqual(['PARLEY_DATABASE_URL', 'PARLEY_HTTP_PORT', 'PARLEY_INGEST_TOKEN']);
    expect(() => loadConfig(environment)).not.toThrow(/hunter2|short/);
  });

  test('refuses a setting it does not know, so that a misspelt one is not passed over', () => {
    expect(faultsOf({ PARLEY_DATABASE_URI: 'x' })).toEqual(['PARLEY_DATABASE_URI']);
  });

  test('leaves the settings of the tests alone', () => {
    expect(faultsOf({ PARLEY_TEST_REQUIRE_KAFKA: '1' })).toEqual([]);
  });

  test('takes KAFKA_BROKERS where its own setting is absent', () => {
    expect(loadConfig({ KAFKA_BROKERS: 'a:1, b:2' }).kafka?.brokers).toEqual(['a:1', 'b:2']);
    expect(loadConfig({ KAFKA_BROKERS: 'a:1', PARLEY_KAFKA_BROKERS: 'c:3' }).kafka?.brokers).toEqual(['c:3']);
  });

  test('SASL without a user and a password can not be used', () => {
    expect(faultsOf({ PARLEY_KAFKA_BROKERS: 'a:1', PARLEY_KAFKA_SASL_MECHANISM: 'plain' })).toEqual([
      'PARLEY_KAFKA_SASL_MECHANISM',
    ]);
  });

  test('a flag set to "false" is off', () => {
    expect(loadConfig({ PARLEY_KAFKA_BROKERS: 'a:1', PARLEY_KAFKA_SSL: 'false' }).kafka?.ssl).toBe(false);
  });
});

test('docs/configuration.md lists every setting, and none that is not there', () => {
  const page = readFileSync(join(process.cwd(), 'docs/configuration.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(PARLEY_[A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
});
