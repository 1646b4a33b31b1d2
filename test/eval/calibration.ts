/** A statement's confidence, and whether it was right. */
export interface Outcome {
  readonly confidence: number;
  readonly right: boolean;
}

export interface ReliabilityBin {
  /** Confidence from (inclusive) and to (exclusive; the last bin takes 1 too). */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

export interface Calibration {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: by how much confidence and share right differ, weighted by the bins' counts. 0 to 1. */
  readonly error: number;
  /** How likely a right statement has a higher confidence than a wrong one; 0.5 is chance, null without both kinds. */
  readonly auc: number | null;
}

/** Reliability of confidences in ten equal bins; empty bins are left out. */
export function calibrate(outcomes: readonly Outcome[]): Calibration {
  const bins: ReliabilityBin[] = [];
  let error = 0;
  for (let i = 0; i < 10; i++) {
    const inside = outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === i);
    if (inside.length === 0) continue;
    const meanConfidence = inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
    const shareRight = inside.filter(({ right }) => right).length / inside.length;
    bins.push({ from: i / 10, to: (i + 1) / 10, count: inside.length, meanConfidence, shareRight });
    error += (inside.length / outcomes.length) * Math.abs(meanConfidence - shareRight);
  }
  return { bins, error, auc: areaUnderCurve(outcomes) };
}

/** Mann-Whitney: pairs of a right and a wrong one in which the right one is ahead; a tie counts half. */
function areaUnderCurve(outcomes: readonly Outcome[]): number | null {
  const right = outcomes.filter((outcome) => outcome.right);
  const wrong = outcomes.filter((outcome) => !outcome.right);
  if (right.length === 0 || wrong.length === 0) return null;
  let ahead = 0;
  for (const a of right)
    for (const b of wrong) ahead += a.confidence > b.confidence ? 1 : a.confidence === b.confidence ? 0.5 : 0;
  return ahead / (right.length * wrong.length);
}
