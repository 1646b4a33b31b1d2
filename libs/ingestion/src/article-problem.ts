import type { ProblemCode } from '@parley/platform';

/** Why outside material is no article; codes are those an HTTP face answers with. */
export type ArticleProblemCode = Extract<
  ProblemCode,
  'NOT_JSON' | 'NOT_UTF8' | 'INVALID_ARTICLE' | 'EMPTY_ARTICLE' | 'TOO_LARGE'
>;

export interface Fault {
  /** JSON pointer into what was given; empty for the whole of it. */
  readonly pointer: string;
  /** A sentence for whoever sent it. */
  readonly detail: string;
}

export interface ArticleProblem {
  readonly code: ArticleProblemCode;
  readonly detail: string;
  readonly errors: readonly Fault[];
}

/** A value, or why there is none. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: ArticleProblem };

export const taken = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });

export const refused = (
  code: ArticleProblemCode,
  detail: string,
  errors: readonly Fault[] = [],
): { readonly ok: false; readonly problem: ArticleProblem } => ({ ok: false, problem: { code, detail, errors } });
