import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type ProblemCode, ProblemError } from '@parley/settings';

/** The part of a Standard Schema issue that is shown. */
type Issue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** zod: names of the fields that are not known. */
  readonly keys?: readonly string[];
};

/** Most faults that are listed in one answer. */
const MAX_FAULTS = 20;

/**
 * Checks what a handler declares with `@Query({ schema })`, `@Param({ schema })` or `@Body({ schema })` and gives it the
 * parsed value. Queries fail with INVALID_QUERY naming each parameter; a path that no id can have is NOT_FOUND; bodies
 * are checked only by a pipe on the parameter itself, which knows the code: `@Body({ schema, pipes: [new SchemaPipe(code)] })`.
 */
@Injectable()
export class SchemaPipe implements PipeTransform {
  constructor(private readonly bodyCode: ProblemCode | null = null) {}

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, schema } = metadata;
    const code = type === 'query' ? 'INVALID_QUERY' : type === 'body' ? this.bodyCode : 'NOT_FOUND';
    if (schema === undefined || type === 'custom' || code === null) return value;
    const result = await schema['~standard'].validate(value);
    if (result.issues === undefined) return result.value;
    const faults = faultsOf(result.issues);
    if (code === 'NOT_FOUND')
      throw new ProblemError(code, 'There is nothing at this address: an id in it has a form that no id has.');
    const named = faults.map((fault) => `${fault.pointer.slice(1) || 'the whole'}: ${fault.detail}`).join('; ');
    throw new ProblemError(code, type === 'query' ? `The query can not be used: ${named}` : named, faults);
  }
}

/** Faults with JSON pointers; unknown fields are named one by one. */
export function faultsOf(issues: readonly Issue[]): { pointer: string; detail: string }[] {
  return issues
    .flatMap((issue) => {
      const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
      if (issue.keys !== undefined)
        return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), detail: 'is not known here' }));
      return [{ pointer: pointerOf(path), detail: issue.message }];
    })
    .slice(0, MAX_FAULTS);
}

/** RFC 6901. */
const pointerOf = (path: readonly string[]): string =>
  path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
