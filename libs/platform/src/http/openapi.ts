import { PROBLEMS, type ProblemCode, problemOf, problemSchema } from '@parley/settings';
import { z } from 'zod';
import type { RouteAnswer, RouteContract } from './route.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly license: { readonly name: string; readonly identifier: string };
}

/** What any route can answer with, beside its own problems. */
const ANYWHERE: readonly ProblemCode[] = ['UNAVAILABLE', 'INTERNAL'];

/**
 * The OpenAPI 3.1 document of these routes. Schemas come from zod as JSON Schema 2020-12; those with a `meta({ id })`
 * become components.
 */
export function openApiOf(contracts: readonly RouteContract[], info: OpenApiInfo): JsonObject {
  const components = new SchemaComponents('#/components/schemas/');
  const paths: { [path: string]: JsonObject } = {};
  for (const contract of [...contracts].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const item = paths[contract.path] ?? {};
    item[contract.method] = operationOf(contract, components);
    paths[contract.path] = item;
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { ...info.license } },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    tags: [...new Set(contracts.map((contract) => contract.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.all(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'PARLEY_INGEST_TOKEN, where one is configured' },
      },
    },
  };
}

function operationOf(contract: RouteContract, components: SchemaComponents): JsonObject {
  const responses: JsonObject = {};
  for (const [status, answer] of Object.entries(contract.responses)) responses[status] = answerOf(answer, components);
  const reads = contract.method === 'get' && 200 in contract.responses;
  if (reads) responses['304'] = { description: 'As If-None-Match says the client has it' };
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([
    ...contract.problems,
    ...(contract.writes ? ['UNAUTHORIZED' as const] : []),
    ...ANYWHERE,
  ]))
    byStatus.set(PROBLEMS[code].status, [...(byStatus.get(PROBLEMS[code].status) ?? []), code]);
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    if (responses[status] && contract.responses[status]?.schema) continue;
    responses[status] = problemAnswer(codes, contract.responses[status]?.description, components);
  }
  return {
    operationId: contract.id,
    tags: [contract.tag],
    summary: contract.summary,
    ...(contract.description === undefined ? {} : { description: contract.description }),
    parameters: [
      ...parametersOf('path', contract.params, components),
      ...parametersOf('query', contract.query, components),
      ...parametersOf('header', contract.headers, components),
    ],
    ...(contract.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              Object.entries(contract.body).map(([type, schema]) => [
                type,
                { schema: components.convert(schema, 'input') },
              ]),
            ),
          },
        }),
    responses,
    ...(contract.writes ? { security: [{}, { token: [] }] } : {}),
  };
}

function answerOf(answer: RouteAnswer, components: SchemaComponents): JsonObject {
  return {
    description: answer.description,
    ...(answer.headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(answer.headers).map(([name, description]) => [
              name,
              { description, schema: { type: 'string' } },
            ]),
          ),
        }),
    ...(answer.schema === undefined
      ? {}
      : {
          content: {
            [answer.mediaType ?? 'application/json']: { schema: components.convert(answer.schema, 'output') },
          },
        }),
  };
}

function problemAnswer(
  codes: readonly ProblemCode[],
  description: string | undefined,
  components: SchemaComponents,
): JsonObject {
  return {
    description: description ?? codes.map((code) => PROBLEMS[code].title).join(' · '),
    content: {
      'application/problem+json': {
        schema: components.convert(problemSchema, 'output'),
        examples: Object.fromEntries(codes.map((code) => [code, { value: { ...problemOf(code) } as JsonObject }])),
      },
    },
  };
}

function parametersOf(
  where: 'path' | 'query' | 'header',
  schema: z.ZodObject | undefined,
  components: SchemaComponents,
): Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, field]) => {
    const json = components.convert(field as z.ZodType, 'input');
    const { description, ...rest } = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
    return {
      name,
      in: where,
      required: where === 'path' || !(field as z.ZodType).safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

/** Turns zod schemas into JSON Schema and keeps those that have an id as components. */
export class SchemaComponents {
  readonly #components = new Map<string, JsonObject>();

  /** @param prefix of the references to components, such as `#/components/schemas/` */
  constructor(private readonly prefix: string) {}

  /** The schema, or a reference to it where it has an id. */
  convert(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $schema: _dialect, $defs, ...root } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject;
    for (const [id, definition] of Object.entries(($defs ?? {}) as JsonObject)) this.keep(id, definition as JsonObject);
    const id = schema.meta()?.id;
    if (id === undefined) return this.tidy(root, true);
    this.keep(id, root);
    return { $ref: `${this.prefix}${id}` };
  }

  all(): JsonObject {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private keep(id: string, definition: JsonObject): void {
    if (!this.#components.has(id)) this.#components.set(id, this.tidy(definition, true) as JsonObject);
  }

  /**
   * References point at components; `id` (zod's, no keyword of JSON Schema) goes; and objects stay open, since fields
   * may be added to answers without breaking those who read them. `isSchema` is false inside `properties`, where keys
   * are names of fields.
   */
  private tidy(value: Json, isSchema: boolean): Json {
    if (Array.isArray(value)) return value.map((item) => this.tidy(item, true));
    if (typeof value !== 'object' || value === null) return value;
    const tidied: JsonObject = {};
    for (const [key, child] of Object.entries(value)) {
      if (isSchema && (key === 'id' || (key === 'additionalProperties' && child === false))) continue;
      if (isSchema && (key === 'examples' || key === 'default' || key === 'const' || key === 'enum'))
        tidied[key] = child;
      else if (isSchema && key === '$ref' && typeof child === 'string')
        tidied[key] = child.replace('#/$defs/', this.prefix);
      else tidied[key] = this.tidy(child, !(isSchema && (key === 'properties' || key === 'patternProperties')));
    }
    return tidied;
  }
}
