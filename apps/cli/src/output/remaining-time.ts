/** How long the rest takes at this rate, in words; empty before anything is known. */
export function remainingTime(done: number, total: number, perSecond: number): string {
  if (!(perSecond > 0) || total <= done) return '';
  const seconds = Math.ceil((total - done) / perSecond);
  if (seconds < 60) return `${seconds} s left`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min left`;
  return `${(seconds / 3_600).toFixed(1)} h left`;
}
