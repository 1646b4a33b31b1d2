import type { Finding } from '@parley/verification';

/** Keeps the first findings of each code, so that a record that is wholly wrong does not fill the memory. */
export class FirstOfEachKind {
  private readonly kept = new Map<Finding['code'], Finding[]>();

  /** `most` of each code. */
  constructor(private readonly most: number) {}

  take(finding: Finding): void {
    const ofKind = this.kept.get(finding.code) ?? [];
    this.kept.set(finding.code, ofKind);
    if (ofKind.length < this.most) ofKind.push(finding);
  }

  /** By code, each in the order it was found. */
  all(): Finding[] {
    return [...this.kept].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, findings]) => findings);
  }
}
