import { z } from 'zod';
import { CATALOGUE, type EventData, type EventType, isEventType } from './catalogue.js';
import { ContractError } from './errors.js';
import { checkData, dataSchemaOf, type EventDefinition, readData, versionOf } from './event-definition.js';

/** A CloudEvents 1.0 event of Parley. `source` + `id` is the key to deduplicate by. */
export interface CloudEvent<Type extends EventType = EventType> {
  readonly specversion: '1.0';
  readonly id: string;
  /** Which service says so: `/parley/<service>`. */
  readonly source: string;
  readonly type: Type;
  readonly subject?: string;
  /** When the service made the event; when it was recorded is the log's own append time. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  /** Shared by all that follows from one observation. */
  readonly correlationid: string;
  /** Id of the event that caused this one; absent on a first cause. */
  readonly causationid?: string;
  readonly partitionkey: string;
  readonly data: EventData[Type];
}

/** Any event of the catalogue, to be told apart by `type`. */
export type ParleyEvent = { [Type in EventType]: CloudEvent<Type> }[EventType];

/** A record as it goes into the log: CloudEvents in binary mode (attributes in `ce_` headers, data as the value). */
export interface EncodedEvent {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}

const attributesSchema = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: z.string().min(1).max(200),
  ce_source: z.string().min(1).max(500),
  ce_type: z.string().min(1).max(200),
  ce_subject: z.string().optional(),
  ce_time: z.iso.datetime({ offset: true }),
  ce_dataschema: z.string().optional(),
  ce_correlationid: z.string().min(1).optional(),
  ce_causationid: z.string().min(1).optional(),
  ce_partitionkey: z.string().min(1),
});

/**
 * An event made from its data: id, key, schema and topic follow from the catalogue.
 * Throws ContractError EVENT_SCHEMA_MISMATCH where the data does not fit, so nothing malformed reaches the log.
 */
export function createEvent<Type extends EventType>(
  type: Type,
  data: EventData[Type],
  context: { source: string; time: Date; causedBy?: Pick<CloudEvent, 'id' | 'correlationid'>; subject?: string },
): CloudEvent<Type> {
  const definition: EventDefinition<Type, EventData[Type]> = CATALOGUE[type];
  const checked = checkData(definition, data);
  const id = definition.idOf(checked);
  return {
    specversion: '1.0',
    id,
    source: context.source,
    type,
    ...(context.subject === undefined ? {} : { subject: context.subject }),
    time: context.time.toISOString(),
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(type, definition.version),
    correlationid: context.causedBy?.correlationid ?? id,
    ...(context.causedBy ? { causationid: context.causedBy.id } : {}),
    partitionkey: definition.keyOf(checked),
    data: checked,
  };
}

/** The topic an event of this type belongs to. */
export const topicOf = (type: EventType): string => CATALOGUE[type].topic;

/** Puts an event into its binary-mode form. The data was checked when the event was created. */
export function encodeEvent(event: CloudEvent): EncodedEvent {
  return {
    key: event.partitionkey,
    headers: {
      'content-type': event.datacontenttype,
      ce_specversion: event.specversion,
      ce_id: event.id,
      ce_source: event.source,
      ce_type: event.type,
      ...(event.subject === undefined ? {} : { ce_subject: event.subject }),
      ce_time: event.time,
      ce_dataschema: event.dataschema,
      ce_correlationid: event.correlationid,
      ...(event.causationid === undefined ? {} : { ce_causationid: event.causationid }),
      ce_partitionkey: event.partitionkey,
    },
    value: Buffer.from(JSON.stringify(event.data)),
  };
}

/**
 * Reads a record of the log back, upcasting older schema versions.
 * Throws ContractError: EVENT_MALFORMED_ENVELOPE, EVENT_UNKNOWN_TYPE, EVENT_UNKNOWN_VERSION, EVENT_NOT_JSON,
 * EVENT_SCHEMA_MISMATCH, or EVENT_WRONG_TOPIC where `topic` is given and the type does not belong there.
 */
export function decodeEvent(
  record: { readonly headers: Readonly<Record<string, string>>; readonly value: Buffer },
  topic?: string,
): ParleyEvent {
  const attributes = attributesSchema.safeParse(record.headers);
  if (!attributes.success) {
    const issue = attributes.error.issues[0];
    throw new ContractError(
      'EVENT_MALFORMED_ENVELOPE',
      `not a CloudEvents record in binary mode: ${issue?.path.join('.') ?? 'headers'} ${issue?.message ?? ''}`,
    );
  }
  const ce = attributes.data;
  if (!isEventType(ce.ce_type))
    throw new ContractError('EVENT_UNKNOWN_TYPE', `event type ${ce.ce_type} is not in the catalogue of this build`);
  const definition = CATALOGUE[ce.ce_type] as EventDefinition<EventType, EventData[EventType]>;
  if (topic !== undefined && definition.topic !== topic)
    throw new ContractError('EVENT_WRONG_TOPIC', `${ce.ce_type} belongs to ${definition.topic}, not to ${topic}`);
  const version = versionOf(ce.ce_type, ce.ce_dataschema);
  let json: unknown;
  try {
    json = JSON.parse(record.value.toString('utf8'));
  } catch (cause) {
    throw new ContractError('EVENT_NOT_JSON', `the value of ${ce.ce_type} ${ce.ce_id} is not JSON`, [], { cause });
  }
  return {
    specversion: '1.0',
    id: ce.ce_id,
    source: ce.ce_source,
    type: ce.ce_type,
    ...(ce.ce_subject === undefined ? {} : { subject: ce.ce_subject }),
    time: ce.ce_time,
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(ce.ce_type, definition.version),
    correlationid: ce.ce_correlationid ?? ce.ce_id,
    ...(ce.ce_causationid === undefined ? {} : { causationid: ce.ce_causationid }),
    partitionkey: ce.ce_partitionkey,
    data: readData(definition, version, json),
    // The catalogue pairs each type with its data; TypeScript can't follow that through an index by a union.
  } as ParleyEvent;
}
