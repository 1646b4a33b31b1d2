/**
 * Tokens that may be used on a UTC day, over all extractors of one database. What was recorded comes from the record;
 * what was used since, or for answers that were never recorded, is counted here. It is looked at before each question, so
 * the questions under way at that moment may go beyond it.
 */
export class TokenBudget {
  private day = '';
  private recorded = 0;
  /** Used and not yet in `recorded`. */
  private since = 0;
  private recordedSince = 0;

  constructor(private readonly perDay: number | null) {}

  /** Begins anew from what the record says of a day. */
  rebase(day: string, recorded: number): void {
    // What was used for answers that never came to be stays counted until the day is over.
    this.since = day === this.day ? this.since - this.recordedSince : 0;
    this.recordedSince = 0;
    this.day = day;
    this.recorded = recorded;
  }

  used(tokens: number): void {
    this.since += tokens;
  }

  /** Of what was used, so much is in the log by now and in the next `rebase`. */
  appended(tokens: number): void {
    this.recordedSince += tokens;
  }

  isSpent(): boolean {
    return this.perDay !== null && this.recorded + this.since >= this.perDay;
  }
}
