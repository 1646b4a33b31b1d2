/** What a contract can be broken by. The list is closed; docs/errors.md explains each. */
export type ContractErrorCode =
  | 'EVENT_UNKNOWN_TYPE'
  | 'EVENT_UNKNOWN_VERSION'
  | 'EVENT_MALFORMED_ENVELOPE'
  | 'EVENT_NOT_JSON'
  | 'EVENT_SCHEMA_MISMATCH'
  | 'EVENT_WRONG_TOPIC';

/** An event that does not fit its contract: refused where it is appended, dead-lettered where it is consumed. */
export class ContractError extends Error {
  constructor(
    readonly code: ContractErrorCode,
    message: string,
    /** Where in the payload, as JSON pointers with a sentence each; empty when the envelope itself is at fault. */
    readonly details: readonly { pointer: string; message: string }[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ContractError';
  }
}
