/** What was observed together, and how it came out. */
export interface Sample {
  readonly values: readonly number[];
  readonly right: boolean;
  /** How much it counts; 1 where nothing is said. */
  readonly weight?: number;
}

/** The share of right ones to expect at these values, 0 to 1. `weights` begin with the bias. */
export function likelihood(weights: readonly number[], values: readonly number[]): number {
  let sum = weights[0] ?? 0;
  for (let i = 0; i < values.length; i++) sum += (weights[i + 1] ?? 0) * (values[i] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/**
 * Logistic regression with a ridge penalty on all weights but the bias, by Newton's method from zero: the same samples in any
 * order give the same weights but for rounding. Gives the bias first.
 */
export function fitLogistic(samples: readonly Sample[], penalty: number, rounds = 30): number[] {
  const width = (samples[0]?.values.length ?? 0) + 1;
  let weights: number[] = new Array<number>(width).fill(0);
  for (let round = 0; round < rounds; round++) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : -penalty * weight));
    const curvature = weights.map((_, i) => weights.map((_other, j) => (i === j ? (i === 0 ? 1e-6 : penalty) : 0)));
    for (const { values, right, weight = 1 } of samples) {
      const p = likelihood(weights, values);
      const row = [1, ...values];
      for (let i = 0; i < width; i++) {
        gradient[i] = (gradient[i] ?? 0) + weight * ((right ? 1 : 0) - p) * (row[i] ?? 0);
        const line = curvature[i];
        if (line)
          for (let j = 0; j < width; j++)
            line[j] = (line[j] ?? 0) + weight * p * (1 - p) * (row[i] ?? 0) * (row[j] ?? 0);
      }
    }
    const step = solve(curvature, gradient);
    weights = weights.map((weight, i) => weight + (step[i] ?? 0));
    if (Math.max(...step.map(Math.abs)) < 1e-8) break;
  }
  return weights;
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++)
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const head = rows[column] as number[];
    for (let i = 0; i < size; i++) {
      const row = rows[i] as number[];
      if (i === column) continue;
      const factor = (row[column] ?? 0) / (head[column] || 1e-12);
      for (let j = column; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (head[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] || 1e-12));
}
