import { z } from 'zod';
import { ContractError } from './errors.js';

/** Data of version n brought up to version n + 1. Pure; the result is checked against the next version's schema. */
export type Upcaster = (data: unknown) => unknown;

export interface EventDefinition<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly topic: string;
  /** Schema version that is written today; older ones are upcast when read. */
  readonly version: number;
  readonly schema: z.ZodType<Data>;
  /** `upcasters[n]` brings version n to n + 1, for each n below `version`. */
  readonly upcasters: Readonly<Record<number, Upcaster>>;
  readonly keyOf: (data: Data) => string;
  readonly idOf: (data: Data) => string;
}

export const defineEvent = <const Type extends string, Schema extends z.ZodType>(definition: {
  type: Type;
  topic: string;
  version: number;
  schema: Schema;
  upcasters?: Readonly<Record<number, Upcaster>>;
  keyOf: (data: z.infer<Schema>) => string;
  idOf: (data: z.infer<Schema>) => string;
}): EventDefinition<Type, z.infer<Schema>> => {
  const upcasters = definition.upcasters ?? {};
  for (let version = 1; version < definition.version; version++) {
    if (!upcasters[version]) throw new RangeError(`${definition.type} has no upcaster from version ${version}`);
  }
  return { ...definition, schema: definition.schema as z.ZodType<z.infer<Schema>>, upcasters };
};

/** `dataschema` of a version: `urn:parley:schema:<type>:<version>`. */
export const dataSchemaOf = (type: string, version: number): string => `urn:parley:schema:${type}:${version}`;

/** The version a `dataschema` names, for events of that type. Throws EVENT_UNKNOWN_VERSION for any other form. */
export function versionOf(type: string, dataschema: string | undefined): number {
  const prefix = `urn:parley:schema:${type}:`;
  const version = dataschema?.startsWith(prefix) ? Number(dataschema.slice(prefix.length)) : Number.NaN;
  if (!Number.isInteger(version) || version < 1)
    throw new ContractError(
      'EVENT_UNKNOWN_VERSION',
      `${type} names no known schema: dataschema is ${dataschema ?? 'absent'}`,
    );
  return version;
}

/**
 * Data of any known version as data of today's version. Throws ContractError EVENT_UNKNOWN_VERSION for a version newer
 * than this build knows, EVENT_SCHEMA_MISMATCH where the data does not fit.
 */
export function readData<Data>(definition: EventDefinition<string, Data>, version: number, data: unknown): Data {
  if (version > definition.version)
    throw new ContractError(
      'EVENT_UNKNOWN_VERSION',
      `${definition.type} has version ${version}; this build knows versions up to ${definition.version}: upgrade it`,
    );
  let current = data;
  for (let from = version; from < definition.version; from++) {
    const upcast = definition.upcasters[from];
    if (!upcast) throw new ContractError('EVENT_UNKNOWN_VERSION', `${definition.type} has no upcaster from ${from}`);
    try {
      current = upcast(current);
    } catch (cause) {
      throw new ContractError(
        'EVENT_SCHEMA_MISMATCH',
        `${definition.type} version ${from} can't be upcast: ${String(cause)}`,
        [],
        {
          cause,
        },
      );
    }
  }
  return checkData(definition, current);
}

/** Throws ContractError EVENT_SCHEMA_MISMATCH with a JSON pointer for each fault. */
export function checkData<Data>(definition: EventDefinition<string, Data>, data: unknown): Data {
  const result = definition.schema.safeParse(data);
  if (result.success) return result.data;
  const details = result.error.issues.slice(0, 20).map((issue) => ({
    pointer: `/${issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
    message: issue.message,
  }));
  const first = details[0];
  throw new ContractError(
    'EVENT_SCHEMA_MISMATCH',
    `${definition.type} does not fit its schema${first ? `: ${first.pointer} ${first.message}` : ''}`,
    details,
  );
}
