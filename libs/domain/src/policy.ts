/** How statements weigh into positions, as data. Every decided change names the policy it was decided under. */
export interface Policy {
  readonly id: string;
  /** Another text of the rules is another version: what was decided under the earlier one stays readable as such. */
  readonly version: string;
  /** Statements below this confidence (0 to 1) show no position. */
  readonly leastConfidence: number;
}

export const DEFAULT_POLICY = {
  id: 'default',
  version: '1',
  leastConfidence: 0,
} as const satisfies Policy;
