/**
 * `now`, or the first millisecond after `earlier` where the clock has not come so far: of a withdrawal and its undoing the
 * later one counts, by these instants.
 */
export const after = (earlier: Date | null, now: Date): Date =>
  earlier !== null && earlier >= now ? new Date(earlier.getTime() + 1) : now;
