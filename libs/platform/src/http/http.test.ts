import 'reflect-metadata';
import { Body, Controller, Global, type INestApplication, Inject, Module, Param, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemError, problemSchema } from '@parley/settings';
import { z } from 'zod';
import { silentLogger } from '../logger.js';
import { LOGGER, PARLEY_CONFIG } from '../tokens.js';
import {
  createHttpAdapter,
  defineRoute,
  HealthModule,
  HealthRegistry,
  HTTP_APP_OPTIONS,
  HttpModule,
  isOutage,
  openApiOf,
  Route,
  SchemaPipe,
} from './index.js';

const token = 'a-token-of-enough-length';
const thingSchema = z.strictObject({ name: z.string() }).meta({ id: 'Thing' });
const readThing = defineRoute({
  id: 'readThing',
  method: 'get',
  path: '/things/{name}',
  tag: 'Things',
  summary: 'One thing',
  params: z.strictObject({ name: z.string().regex(/^[a-z]+$/) }),
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(9).default(5) }),
  responses: { 200: { description: 'It', schema: thingSchema } },
  problems: ['NOT_FOUND', 'INVALID_QUERY'],
});
const writeThing = defineRoute({
  id: 'writeThing',
  method: 'post',
  path: '/things',
  tag: 'Things',
  summary: 'Write one',
  body: { 'application/json': z.strictObject({ name: z.string() }) },
  responses: { 201: { description: 'Written', schema: thingSchema } },
  problems: ['NOT_JSON', 'INVALID_ARTICLE'],
  writes: true,
});
const failing = defineRoute({ ...readThing, id: 'fail', path: '/fail/{name}', query: z.strictObject({}) });

@Controller()
class ThingController {
  @Route(readThing)
  read(
    @Param({ schema: readThing.params }) params: { name: string },
    @Query({ schema: readThing.query }) _query: object,
  ) {
    return { name: params.name };
  }
  @Route(writeThing)
  write(
    @Body({ schema: writeThing.body['application/json'], pipes: [new SchemaPipe('INVALID_ARTICLE')] }) body: object,
  ) {
    return body;
  }
  @Route(failing)
  fail(@Param('name') name: string) {
    if (name === 'known') throw new ProblemError('NOT_FOUND', 'No such thing.');
    if (name === 'outage')
      throw Object.assign(new Error('connect to 10.1.2.3'), { code: 'ECONNREFUSED', syscall: 'connect' });
    throw new Error('SELECT secret FROM passwords');
  }
}

@Global()
@Module({
  providers: [
    { provide: LOGGER, useValue: silentLogger },
    { provide: PARLEY_CONFIG, useValue: { ingestToken: token } },
  ],
  exports: [LOGGER, PARLEY_CONFIG],
})
class SurroundingsModule {}

let postgresAnswers = true;

@Module({ imports: [SurroundingsModule, HttpModule, HealthModule], controllers: [ThingController] })
class ThingModule {
  constructor(@Inject(HealthRegistry) health: HealthRegistry) {
    health.register({
      name: 'postgres',
      check: async () => {
        if (!postgresAnswers) throw new Error('password of admin is wrong');
      },
    });
  }
}

let app: NestFastifyApplication & INestApplication;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(ThingModule, createHttpAdapter({ maxBodyBytes: 2_000 }), {
    ...HTTP_APP_OPTIONS,
    logger: false,
  });
  await app.init();
});
afterAll(() => app.close());

const json = { 'content-type': 'application/json', authorization: `Bearer ${token}` };

async function problem(request: Parameters<typeof app.inject>[0]) {
  const answer = await app.inject(request);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const body = problemSchema.parse(answer.json());
  expect(body.status).toBe(answer.statusCode);
  return { answer, body };
}

describe('errors are problems', () => {
  test.each([
    ['an unknown address', { method: 'GET', url: '/nowhere' }, 404, 'NOT_FOUND'],
    ['an id of no possible form', { method: 'GET', url: "/things/'; DROP TABLE x" }, 404, 'NOT_FOUND'],
    ['an id that is too long', { method: 'GET', url: `/things/${'a'.repeat(300)}` }, 404, 'NOT_FOUND'],
    ['an address that is not percent-encoded right', { method: 'GET', url: '/things/%E0%A4%A' }, 400, 'INVALID_QUERY'],
    ['another method', { method: 'DELETE', url: '/things/one' }, 405, 'METHOD_NOT_ALLOWED'],
    ['a query that does not fit', { method: 'GET', url: '/things/one?limit=10&colour=red' }, 400, 'INVALID_QUERY'],
    ['not JSON', { method: 'POST', url: '/things', headers: json, payload: '{"name":' }, 400, 'NOT_JSON'],
    ['no body', { method: 'POST', url: '/things', headers: json, payload: '' }, 400, 'NOT_JSON'],
    [
      'another encoding',
      { method: 'POST', url: '/things', headers: json, payload: Buffer.from([0x22, 0xe9, 0x22]) },
      400,
      'NOT_UTF8',
    ],
    [
      'too large a body',
      { method: 'POST', url: '/things', headers: json, payload: `"${'a'.repeat(3_000)}"` },
      413,
      'TOO_LARGE',
    ],
    [
      'plain text',
      { method: 'POST', url: '/things', headers: { ...json, 'content-type': 'text/plain' }, payload: 'a' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a form',
      {
        method: 'POST',
        url: '/things',
        headers: { ...json, 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'name=a',
      },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a body that does not fit',
      { method: 'POST', url: '/things', headers: json, payload: '{"nam":1}' },
      422,
      'INVALID_ARTICLE',
    ],
    [
      'no token',
      { method: 'POST', url: '/things', headers: { 'content-type': 'application/json' }, payload: '{}' },
      401,
      'UNAUTHORIZED',
    ],
    ['a thrown problem', { method: 'GET', url: '/fail/known' }, 404, 'NOT_FOUND'],
    ['an outage', { method: 'GET', url: '/fail/outage' }, 503, 'UNAVAILABLE'],
    ['anything else', { method: 'GET', url: '/fail/else' }, 500, 'INTERNAL'],
  ] as const)('%s', async (_name, request, status, code) => {
    const { body, answer } = await problem({ ...request });
    expect({ status: body.status, code: body.code }).toEqual({ status, code });
    expect(answer.body).not.toMatch(/SELECT|10\.1\.2\.3|node_modules|at .*\.ts/);
  });

  test('a query names each parameter that is at fault', async () => {
    const { body } = await problem('/things/one?limit=10&colour=red');
    expect(body.errors?.map((fault) => fault.pointer).sort()).toEqual(['/colour', '/limit']);
    expect(body.detail).toContain('colour');
  });
  test('405 says what is allowed', async () => {
    const { answer } = await problem({ method: 'DELETE', url: '/things/one' });
    expect(answer.headers.allow).toBe('GET, HEAD');
  });
  test('an outage says when to try again', async () => {
    const { answer } = await problem('/fail/outage');
    expect(answer.headers['retry-after']).toBe('5');
  });
  test('a wrong token is told apart from none', async () => {
    const payload = { method: 'POST', url: '/things', payload: '{}' } as const;
    const none = await problem({ ...payload, headers: { 'content-type': 'application/json' } });
    expect(none.answer.headers['www-authenticate']).toBe('Bearer realm="parley"');
    const wrong = await problem({ ...payload, headers: { ...json, authorization: 'Bearer wrong' } });
    expect(wrong.answer.headers['www-authenticate']).toContain('invalid_token');
  });
});

test('with the token, what fits is written', async () => {
  const answer = await app.inject({ method: 'POST', url: '/things', headers: json, payload: '{"name":"a"}' });
  expect([answer.statusCode, answer.json()]).toEqual([201, { name: 'a' }]);
});

test('an answer is not sent again to who has it', async () => {
  const first = await app.inject('/things/one');
  const etag = String(first.headers.etag);
  expect(first.headers['cache-control']).toBe('no-cache');
  for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await app.inject({ url: '/things/one', headers: { 'if-none-match': condition } });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
  }
  const other = await app.inject({ url: '/things/two', headers: { 'if-none-match': etag } });
  expect(other.statusCode).toBe(200);
});

test('HEAD is GET without the body', async () => {
  const get = await app.inject('/things/one');
  const head = await app.inject({ method: 'HEAD', url: '/things/one' });
  expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', get.headers.etag]);
});

test.each(['/things/one', '/nowhere', '/health/live'])('%s carries the security headers', async (url) => {
  const { headers } = await app.inject(url);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});

test('ready follows the checks, and a failed one tells its name only', async () => {
  expect((await app.inject('/health/ready')).json()).toEqual({ ok: true, checks: [{ name: 'postgres', ok: true }] });
  postgresAnswers = false;
  try {
    const { answer, body } = await problem('/health/ready');
    expect(body.code).toBe('UNAVAILABLE');
    expect(answer.json().checks).toEqual([{ name: 'postgres', ok: false }]);
    expect(answer.body).not.toContain('password');
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  } finally {
    postgresAnswers = true;
  }
});

test.each([
  [Object.assign(new Error('x'), { code: '57P03' }), true],
  [Object.assign(new Error('x'), { driverError: Object.assign(new Error('y'), { code: '08006' }) }), true],
  [new Error('Connection terminated unexpectedly'), true],
  [new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' })]), true],
  [Object.assign(new Error('no file'), { code: 'ENOENT' }), false],
  [Object.assign(new Error('syntax error'), { code: '42601' }), false],
  ['ECONNREFUSED', false],
])('outage: %p', (error, expected) => expect(isOutage(error)).toBe(expected));

test('the OpenAPI document has each route with its schemas and problems', () => {
  const info = {
    title: 'T',
    version: '1',
    description: 'd',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  };
  const document = JSON.parse(JSON.stringify(openApiOf([readThing, writeThing], info)));
  expect(document.paths['/things/{name}'].get.parameters).toMatchObject([
    { name: 'name', in: 'path', required: true },
    { name: 'limit', in: 'query', required: false, schema: { default: 5, maximum: 9 } },
  ]);
  expect(document.paths['/things'].post.responses['401'].content['application/problem+json'].schema).toEqual({
    $ref: '#/components/schemas/Problem',
  });
  expect(document.components.schemas.Thing).toEqual({
    type: 'object',
    properties: { name: { type: 'string' } },
    required: ['name'],
  });
});
