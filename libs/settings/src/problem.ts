import { z } from 'zod';

/** RFC 9457 problem details; `code` is of the closed list in docs/errors.md, `type` its address there. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'urn:parley:problem:<code>' }),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional().meta({ description: 'What is wrong, where, and what to do' }),
    instance: z.string().optional(),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Each fault, by JSON pointer' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** Titles and statuses of every problem an HTTP face of Parley answers with. */
export const PROBLEMS = {
  NOT_JSON: { status: 400, title: 'Not JSON' },
  NOT_UTF8: { status: 400, title: 'Not UTF-8 text' },
  INVALID_QUERY: { status: 400, title: 'Invalid query' },
  INVALID_CURSOR: { status: 400, title: 'Invalid cursor' },
  INVALID_ARTICLE: { status: 422, title: 'Invalid article' },
  EMPTY_ARTICLE: { status: 422, title: 'Article without text' },
  INVALID_BODY: { status: 422, title: 'Invalid body' },
  INVALID_DOSSIER: { status: 422, title: 'Invalid dossier' },
  UNAUTHORIZED: { status: 401, title: 'Unauthorized' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  CONFLICT: { status: 409, title: 'Conflict' },
  STALE: { status: 412, title: 'Stale edit' },
  PRECONDITION_REQUIRED: { status: 428, title: 'Precondition required' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  TOO_LARGE: { status: 413, title: 'Too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  UNAVAILABLE: { status: 503, title: 'Unavailable' },
  INTERNAL: { status: 500, title: 'Internal error' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

/** An error with a face: thrown anywhere below a controller, shown as RFC 9457. */
export class ProblemError extends Error {
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors: readonly { pointer: string; detail: string }[] = [],
    /** `extensions` stand beside the members of the problem (RFC 9457, 3.2). */
    options?: ErrorOptions & { readonly extensions?: Readonly<Record<string, unknown>> },
  ) {
    super(detail, options);
    this.extensions = options?.extensions ?? {};
    this.name = 'ProblemError';
  }
}

/** The problem a code stands for, ready to be sent. */
export const problemOf = (
  code: ProblemCode,
  detail?: string,
  errors: readonly { pointer: string; detail: string }[] = [],
  instance?: string,
): Problem => ({
  type: `urn:parley:problem:${code}`,
  title: PROBLEMS[code].title,
  status: PROBLEMS[code].status,
  code,
  ...(detail === undefined ? {} : { detail }),
  ...(instance === undefined ? {} : { instance }),
  ...(errors.length === 0 ? {} : { errors: [...errors] }),
});
