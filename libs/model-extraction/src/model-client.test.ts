import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  answers,
  breaksOff,
  type Conduct,
  fails,
  hangs,
  type LocalModelEndpoint,
  says,
  startLocalModelEndpoint,
} from '../../../test/support/local-model-endpoint.js';
import { composeQuestion } from './compose-question.js';
import { lakeside, report } from './lakeside.test-support.js';
import { type Attempt, ModelClient, type ModelClientOptions } from './model-client.js';
import type { ModelError } from './model-error.js';
import { RequestPace } from './request-pace.js';

const KEY = 'sk-made-up-0123456789';
const question = composeQuestion(report, lakeside);
let endpoint: LocalModelEndpoint;
let attempts: Attempt['outcome'][];
let client: ModelClient;

const open = (options: Partial<ModelClientOptions> = {}): ModelClient =>
  new ModelClient({
    baseUrl: endpoint.baseUrl,
    model: 'some-model',
    key: KEY,
    timeoutMs: 5_000,
    pace: new RequestPace(1_000_000),
    backoffMs: 1,
    onAttempt: ({ outcome }) => attempts.push(outcome),
    ...options,
  });
const ask = (options: { signal?: AbortSignal; withinMs?: number } = {}) =>
  client.ask(question, { signal: new AbortController().signal, withinMs: 20_000, ...options });
const failure = async (promise: Promise<unknown>): Promise<ModelError> =>
  promise.then(
    () => Promise.reject(new Error('it was answered')),
    (error: ModelError) => error,
  );

beforeEach(async () => {
  endpoint = await startLocalModelEndpoint();
  attempts = [];
  client = open();
});
afterEach(async () => {
  await client.close();
  await endpoint.close();
});

describe('a question', () => {
  test('goes to chat completions with the schema of its answer, and the key in its header alone', async () => {
    endpoint.next(answers([]));
    expect(await ask()).toEqual({
      answer: '{"statements":[]}',
      refusal: null,
      usage: { requests: 1, promptTokens: 900, completionTokens: 100 },
    });
    const [{ path, headers, body }] = endpoint.received as [(typeof endpoint.received)[0]];
    expect(path).toBe('POST /v1/chat/completions');
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body.model).toBe('some-model');
    expect(body.response_format.json_schema.strict).toBe(true);
    expect(JSON.stringify(body)).not.toContain(KEY);
  });

  test('goes without a key where there is none', async () => {
    client = open({ key: null });
    await ask();
    expect(endpoint.received[0]?.headers.authorization).toBeUndefined();
  });

  test('costs what the endpoint says, or an estimate where it says nothing', async () => {
    endpoint.next(says('{"statements":[]}', { usage: null }));
    const { usage } = await ask();
    expect(usage.promptTokens).toBeGreaterThan(500);
    expect(usage.completionTokens).toBe(5);
  });
});

describe('is asked again', () => {
  test.each([
    ['an error of the server', fails(500), 'failed'],
    ['a connection cut in the middle of the answer', breaksOff, 'failed'],
    ['an answer that is no JSON', says('Here is what I found: Ada Quill supports it.'), 'unreadable'],
    ['an answer that is cut off', says('{"statements":[{"act', { finish: 'length' }), 'unreadable'],
    ['a body that is no completion', ((response) => response.end('<html>')) satisfies Conduct, 'unreadable'],
  ] as const)('after %s', async (_name, conduct, outcome) => {
    endpoint.next(conduct, answers([]));
    const { usage } = await ask();
    expect(attempts).toEqual([outcome, 'answered']);
    expect(usage.requests).toBe(2);
  });

  test('after too long a silence', async () => {
    client = open({ timeoutMs: 200 });
    endpoint.next(hangs, answers([]));
    await ask();
    expect(attempts).toEqual(['timed-out', 'answered']);
  });

  test('after a 429, and not before Retry-After is over', async () => {
    const waits: number[] = [];
    let now = 0;
    const pace = new RequestPace(1_000_000, () => now);
    const take = pace.take.bind(pace);
    pace.take = (withinMs) => {
      const wait = take(withinMs);
      waits.push(Math.round(wait ?? -1));
      now += wait ?? 0;
      return wait === null ? null : 0;
    };
    client = open({ pace });
    endpoint.next(fails(429, 'rate_limit_exceeded', { 'retry-after': '7' }), answers([]));
    await ask();
    expect(waits).toEqual([0, 7_000]);
    expect(attempts).toEqual(['rate-limited', 'answered']);
  });

  test('with what the unreadable answer cost on the bill', async () => {
    endpoint.next(says('no JSON'), answers([]));
    expect((await ask()).usage).toEqual({ requests: 2, promptTokens: 1_800, completionTokens: 200 });
  });
});

describe('is given up', () => {
  test('after four tries, and the endpoint then left alone', async () => {
    endpoint.otherwise(fails(503));
    expect(await failure(ask())).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true });
    expect(endpoint.received).toHaveLength(4);
    expect(await failure(ask())).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(endpoint.received).toHaveLength(4);
  });

  test("after two answers that can not be read, which is the article's fault", async () => {
    endpoint.otherwise(says('I would rather talk about the weather.'));
    expect(await failure(ask())).toMatchObject({ code: 'MODEL_ANSWER_UNREADABLE', retryable: false });
    expect(endpoint.received).toHaveLength(2);
  });

  test.each([
    [401, 'invalid_api_key'],
    [404, 'model_not_found'],
    [400, 'invalid_request_error'],
    [429, 'insufficient_quota'],
  ])("at once on %i %s, which is the set-up's fault", async (status, code) => {
    endpoint.otherwise(fails(status, code));
    const error = await failure(ask());
    expect(error).toMatchObject({ code: 'MODEL_REFUSED', retryable: true });
    expect(error.message).toContain(`${status} (${code})`);
    // Endpoints repeat the key, or part of it, in their messages.
    expect(error.message).not.toContain('sk-');
    expect(endpoint.received).toHaveLength(1);
  });

  test('at once where the article is too long for the model', async () => {
    endpoint.next(fails(400, 'context_length_exceeded'));
    expect(await failure(ask())).toMatchObject({ code: 'MODEL_QUESTION_REFUSED', retryable: false });
  });

  test('at a redirect, which is not followed', async () => {
    const elsewhere = await startLocalModelEndpoint();
    endpoint.next(fails(307, null, { location: `${elsewhere.baseUrl}/chat/completions` }));
    expect(await failure(ask())).toMatchObject({ code: 'MODEL_REFUSED' });
    expect(elsewhere.received).toHaveLength(0);
    await elsewhere.close();
  });

  test('where the bound of requests in a minute leaves no room', async () => {
    client = open({ pace: new RequestPace(1) });
    await ask();
    expect(await failure(ask({ withinMs: 1_000 }))).toMatchObject({ code: 'MODEL_PACED', retryable: true });
    expect(endpoint.received).toHaveLength(1);
  });

  test('when whoever asked gives it up', async () => {
    endpoint.next(hangs);
    const controller = new AbortController();
    const asked = failure(ask({ signal: controller.signal }));
    controller.abort();
    expect(await asked).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  test('where the answer is larger than any answer', async () => {
    endpoint.otherwise((response) => response.end('x'.repeat(5 * 1024 * 1024)));
    expect(await failure(ask())).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });
});

describe('is declined', () => {
  test.each([
    ['by a refusal', says('', { refusal: 'I can not help with that.' }), 'I can not help with that.'],
    ['by a content filter', says('', { finish: 'content_filter' }), 'content_filter'],
    ['by an error of the filter', fails(400, 'content_filter'), 'content_filter'],
  ])('%s: that is an answer too', async (_name, conduct, refusal) => {
    endpoint.next(conduct);
    expect(await ask()).toMatchObject({ answer: null, refusal });
    expect(attempts).toEqual(['declined']);
  });
});

test('requests are spaced evenly, whoever asks', () => {
  let now = 0;
  const pace = new RequestPace(60, () => now);
  expect([pace.take(10_000), pace.take(10_000), pace.take(10_000)]).toEqual([0, 1_000, 2_000]);
  expect(pace.take(2_500)).toBeNull();
  now = 10_000;
  expect(pace.take(0)).toBe(0);
  pace.rest(5_000, 'MODEL_PACED');
  expect(pace.take(10_000)).toBe(5_000);
});
