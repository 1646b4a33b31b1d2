/** Why a model gave no answer. The list is closed; docs/errors.md explains each. */
export type ModelErrorCode =
  | 'MODEL_UNAVAILABLE'
  | 'MODEL_REFUSED'
  | 'MODEL_PACED'
  | 'MODEL_BUDGET_SPENT'
  | 'MODEL_ANSWER_UNREADABLE'
  | 'MODEL_QUESTION_REFUSED';

/** Those that pass without the article being another: by waiting, or by a person mending the set-up. */
const PASSES: ReadonlySet<ModelErrorCode> = new Set([
  'MODEL_UNAVAILABLE',
  'MODEL_REFUSED',
  'MODEL_PACED',
  'MODEL_BUDGET_SPENT',
]);

export class ModelError extends Error {
  /** Whether the same may succeed later; if not, the article is at fault. */
  readonly retryable: boolean;
  constructor(
    readonly code: ModelErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ModelError';
    this.retryable = PASSES.has(code);
  }
}
