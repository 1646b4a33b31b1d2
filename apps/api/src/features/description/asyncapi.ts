import { CATALOGUE, EVENT_TYPES, type EventDefinition, TOPICS } from '@parley/contracts';
import { SchemaComponents } from '@parley/platform';
import type { z } from 'zod';

/** Names that a JSON pointer and a component key can hold. */
const nameOf = (text: string): string => text.replaceAll(/[^A-Za-z0-9_-]/g, '-');

/**
 * The AsyncAPI 3 document of the log's topics, made from the catalogue that events are checked against. Each message is
 * a CloudEvent in binary mode: attributes in `ce_` headers, data as the payload.
 */
export function asyncApiOf(version: string): Record<string, unknown> {
  const components = new SchemaComponents('#/components/schemas/');
  const definitions = EVENT_TYPES.map((type) => CATALOGUE[type] as EventDefinition);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Parley: the log',
      version,
      description:
        'What any consumer of the topics can read. `ce_source` and `ce_id` together are the key to deduplicate by.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      TOPICS.map((topic) => [
        nameOf(topic.name),
        {
          address: topic.name,
          description: topic.keeps === 'all' ? 'Keeps everything' : 'Keeps the latest of each key',
          messages: Object.fromEntries(
            definitions
              .filter((definition) => definition.topic === topic.name)
              .map(({ type }) => [nameOf(type), { $ref: `#/components/messages/${nameOf(type)}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(
      TOPICS.map((topic) => [
        `read-${nameOf(topic.name)}`,
        { action: 'receive', channel: { $ref: `#/channels/${nameOf(topic.name)}` } },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        definitions.map(({ type, version: schemaVersion, schema }) => [
          nameOf(type),
          {
            name: type,
            title: type,
            contentType: 'application/json',
            headers: headersOf(type, schemaVersion),
            payload: components.convert(schema as z.ZodType, 'output'),
          },
        ]),
      ),
      schemas: components.all(),
    },
  };
}

const headersOf = (type: string, version: number): Record<string, unknown> => ({
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_partitionkey'],
  properties: {
    'content-type': { type: 'string', const: 'application/json' },
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', description: 'Derived from what the event records' },
    ce_source: { type: 'string', examples: ['/parley/tracker'] },
    ce_type: { type: 'string', const: type },
    ce_subject: { type: 'string' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_dataschema: { type: 'string', examples: [`urn:parley:schema:${type}:${version}`] },
    ce_correlationid: { type: 'string' },
    ce_causationid: { type: 'string' },
    ce_partitionkey: { type: 'string' },
  },
});
