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

describe('the extractor', () => {
  const model = { PARLEY_MODEL_BASE_URL: 'https://models.example/v1/', PARLEY_MODEL_NAME: 'some-model' };

  test('is the rules, on every core but one', () => {
    const { extractor } = loadConfig({});
    expect(extractor.kind).toBe('rules');
    expect(extractor.workers).toBeGreaterThanOrEqual(1);
    expect(loadConfig({ PARLEY_EXTRACTOR_WORKERS: '0' }).extractor.workers).toBe(0);
  });

  test('that asks a model needs to know which, and where', () => {
    expect(faultsOf({ PARLEY_EXTRACTOR: 'model' })).toEqual(['PARLEY_MODEL_BASE_URL', 'PARLEY_MODEL_NAME']);
    expect(loadConfig({ PARLEY_EXTRACTOR: 'cascade', ...model }).extractor).toMatchObject({
      kind: 'cascade',
      below: 0.5,
      model: { baseUrl: 'https://models.example/v1', name: 'some-model', key: null, tokensPerDay: null },
    });
  });

  test('takes no key but in its own setting, where it is not shown', () => {
    const environment = {
      ...model,
      PARLEY_EXTRACTOR: 'model',
      PARLEY_MODEL_BASE_URL: 'https://u:hunter2@h.example/v1',
    };
    expect(faultsOf(environment)).toEqual(['PARLEY_MODEL_BASE_URL']);
    expect(() => loadConfig(environment)).not.toThrow(/hunter2/);
  });

  test('does not wait for a model so long that the delivery stalls', () => {
    const environment = { ...model, PARLEY_EXTRACTOR: 'model', PARLEY_MODEL_TIMEOUT_MS: '90000' };
    expect(faultsOf(environment)).toEqual(['PARLEY_MODEL_TIMEOUT_MS']);
    expect(faultsOf({ ...environment, PARLEY_STALL_AFTER_MS: '180000' })).toEqual([]);
  });
});

test('docs/configuration.md lists every setting, and none that is not there', () => {
  const page = readFileSync(join(process.cwd(), 'docs/configuration.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(PARLEY_[A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
});
