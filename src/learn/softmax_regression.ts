// Softmax regression, also called multinomial logistic regression: the loss of a linear layer before a soft-max, and its
// gradient. All parameters together are one vector: weights [classes, depth], then one bias a class.

/** Rows of features, each of a known class. */
export interface Rows {
  /** [count, depth]. */
  readonly features: Float32Array;
  /** The class of each row, from 0 on. */
  readonly classes: ArrayLike<number>;
  readonly depth: number;
}

export interface Objective {
  /** How many parameters there are. */
  readonly size: number;
  /** The loss at `parameters`, in nats; its gradient is written to `gradient`. */
  evaluate(parameters: Float64Array, gradient: Float64Array): number;
}

/**
 * The mean cross-entropy of the rows plus weightDecay / 2 · |parameters|². The biases decay like the weights, which makes the loss
 * strongly convex: it has one minimum, and a loss is at most |gradient|² / (2 · weightDecay) above it. With features whose mean is
 * 0 a bias only expresses how many rows its class has.
 */
export function softmaxRegression({ features, classes, depth }: Rows, outputs: number, weightDecay: number): Objective {
  const count = classes.length;
  const biases = outputs * depth;
  const size = biases + outputs;
  const logits = new Float64Array(count * outputs);
  return {
    size,
    evaluate(parameters, gradient) {
      multiply({ rows: features, count, depth }, parameters, outputs, logits);
      let loss = 0;
      for (let i = 0; i < count; i++) {
        const row = logits.subarray(i * outputs, (i + 1) * outputs);
        loss += toResidual(row, parameters.subarray(biases), classes[i]);
      }
      gradient.fill(0);
      for (let i = 0; i < logits.length; i++) gradient[biases + (i % outputs)] += logits[i];
      accumulate({ rows: features, count, depth }, logits, outputs, gradient);
      let squares = 0;
      for (let i = 0; i < size; i++) {
        squares += parameters[i] * parameters[i];
        gradient[i] = gradient[i] / count + weightDecay * parameters[i];
      }
      return loss / count + (weightDecay / 2) * squares;
    },
  };
}

/** [count, outputs]: what the layer of these parameters computes. */
export function logitsOf({ features, classes, depth }: Rows, outputs: number, parameters: Float64Array): Float64Array {
  const count = classes.length;
  const logits = new Float64Array(count * outputs);
  multiply({ rows: features, count, depth }, parameters, outputs, logits);
  return logits.map((sum, i) => sum + parameters[outputs * depth + (i % outputs)]);
}

/** Makes logits, their bias still to be added, probabilities minus the wanted ones; returns the cross-entropy. */
function toResidual(row: Float64Array, bias: Float64Array, wanted: number): number {
  let largest = -Infinity;
  for (let k = 0; k < row.length; k++) {
    row[k] += bias[k];
    largest = Math.max(largest, row[k]);
  }
  const own = row[wanted] - largest;
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = Math.exp(row[k] - largest);
    sum += row[k];
  }
  for (let k = 0; k < row.length; k++) row[k] /= sum;
  row[wanted] -= 1;
  return Math.log(sum) - own;
}

interface Matrix {
  /** [count, depth]. */
  readonly rows: Float32Array;
  readonly count: number;
  readonly depth: number;
}

/** products[i, k] = Σ rows[i, j] · weights[k, j]. Four classes at a time: a feature is loaded once for all of them. */
function multiply(
  { rows, count, depth }: Matrix,
  weights: Float64Array,
  outputs: number,
  products: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    const x = i * depth;
    let k = 0;
    for (; k + 4 <= outputs; k += 4) {
      const [a, b, c, d] = [k * depth, (k + 1) * depth, (k + 2) * depth, (k + 3) * depth];
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      for (let j = 0; j < depth; j++) {
        const value = rows[x + j];
        sumA += value * weights[a + j];
        sumB += value * weights[b + j];
        sumC += value * weights[c + j];
        sumD += value * weights[d + j];
      }
      products.set([sumA, sumB, sumC, sumD], i * outputs + k);
    }
    for (; k < outputs; k++) {
      let sum = 0;
      for (let j = 0; j < depth; j++) sum += rows[x + j] * weights[k * depth + j];
      products[i * outputs + k] = sum;
    }
  }
}

/** sums[k, j] += Σ factors[i, k] · rows[i, j]. Four rows at a time: a sum is loaded and stored once for all of them. */
function accumulate({ rows, count, depth }: Matrix, factors: Float64Array, outputs: number, sums: Float64Array): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const [a, b, c, d] = [i * depth, (i + 1) * depth, (i + 2) * depth, (i + 3) * depth];
    for (let k = 0; k < outputs; k++) {
      const at = i * outputs + k;
      const [fa, fb, fc, fd] = [
        factors[at],
        factors[at + outputs],
        factors[at + 2 * outputs],
        factors[at + 3 * outputs],
      ];
      for (let j = 0; j < depth; j++) {
        sums[k * depth + j] += fa * rows[a + j] + fb * rows[b + j] + fc * rows[c + j] + fd * rows[d + j];
      }
    }
  }
  for (; i < count; i++) {
    for (let k = 0; k < outputs; k++) {
      const factor = factors[i * outputs + k];
      for (let j = 0; j < depth; j++) sums[k * depth + j] += factor * rows[i * depth + j];
    }
  }
}
