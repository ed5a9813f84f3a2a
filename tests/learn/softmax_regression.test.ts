// The loss against its definition, the gradient against differences of the loss, and the minimum that L-BFGS finds.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { minimize } from "../../src/learn/lbfgs.ts";
import { logitsOf, type Objective, type Rows, softmaxRegression } from "../../src/learn/softmax_regression.ts";
import { random } from "../support.ts";

interface Problem {
  readonly rows: Rows;
  readonly outputs: number;
  readonly decay: number;
  readonly parameters: Float64Array;
}

function problemOf(count: number, depth: number, outputs: number, seed: number): Problem {
  const next = random(seed);
  const rows = {
    features: Float32Array.from({ length: count * depth }, () => 4 * next() - 2),
    classes: Array.from({ length: count }, () => Math.floor(next() * outputs)),
    depth,
  };
  const parameters = Float64Array.from({ length: outputs * (depth + 1) }, () => 4 * next() - 2);
  return { rows, outputs, decay: 0.01 + next(), parameters };
}

/** Sizes on both sides of the blocks of four that the code computes. */
const problems = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 9 }), fc.nat())
  .map((sizes) => problemOf(...sizes));

/** Straight from the definition: one row after the other, no blocks. */
function lossByDefinition({ rows: { features, classes, depth }, outputs, decay, parameters }: Problem): number {
  let loss = 0;
  for (const [i, own] of Array.from(classes).entries()) {
    const logits = Array.from({ length: outputs }, (_, k) => {
      const row = Array.from(features.subarray(i * depth, (i + 1) * depth));
      return row.reduce((sum, x, j) => sum + x * parameters[k * depth + j], parameters[outputs * depth + k]);
    });
    loss += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[own];
  }
  return loss / classes.length + (decay / 2) * parameters.reduce((sum, p) => sum + p * p, 0);
}

const close = (a: number, b: number, tolerance: number) => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));

const test = suite("softmax regression");

test("the loss is the mean cross-entropy plus the decay", () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const { rows, outputs, decay, parameters } = problem;
      const objective = softmaxRegression(rows, outputs, decay);
      const loss = objective.evaluate(parameters, new Float64Array(objective.size));
      return close(loss, lossByDefinition(problem), 1e-12);
    }),
  );
});

test("the gradient is what differences of the loss say", () => {
  fc.assert(
    fc.property(problems, ({ rows, outputs, decay, parameters }) => {
      const objective = softmaxRegression(rows, outputs, decay);
      const gradient = new Float64Array(objective.size);
      objective.evaluate(parameters, gradient);
      const unused = new Float64Array(objective.size);
      const lossAt = (index: number, change: number) =>
        objective.evaluate(
          parameters.map((p, i) => (i === index ? p + change : p)),
          unused,
        );
      return gradient.every((value, i) => close((lossAt(i, 1e-5) - lossAt(i, -1e-5)) / 2e-5, value, 1e-7));
    }),
  );
});

test("very large sums give finite losses", () => {
  const rows = { features: Float32Array.of(1e4, -1e4), classes: [0, 1], depth: 1 };
  const objective = softmaxRegression(rows, 2, 1e-9);
  const gradient = new Float64Array(4);
  assert.ok(objective.evaluate(Float64Array.of(100, -100, 0, 0), gradient) < 1e-3);
  assert.ok(gradient.every(Number.isFinite));
});

test("the minimum is reached: what is left is within the bound, and longer runs find nothing below", async () => {
  for (const decay of [1, 1e-2, 1e-4]) {
    const { rows, outputs } = problemOf(60, 12, 5, 7);
    const objective = softmaxRegression(rows, outputs, decay);
    const gap = 1e-4;
    const found = await minimize(objective, { gradientNorm: Math.sqrt(2 * decay * gap), maxIterations: 500 });
    assert.ok(found.converged && found.iterations < 100, `${found.iterations} iterations`);
    const best = await minimize(objective, { gradientNorm: 1e-12, maxIterations: 20 * found.iterations });
    assert.ok(best.gradientNorm < 1e-6, String(best.gradientNorm));
    assert.ok(found.loss - best.loss >= 0 && found.loss - best.loss <= gap, `${found.loss - best.loss} above`);
  }
});

test("separable classes are told apart, with finite weights", async () => {
  const rows = { features: Float32Array.of(-3, -2, -1, 1, 2, 3), classes: [0, 0, 0, 1, 1, 1], depth: 1 };
  const { parameters } = await minimize(softmaxRegression(rows, 2, 1e-3), { gradientNorm: 1e-6, maxIterations: 500 });
  const logits = logitsOf(rows, 2, parameters);
  for (const [i, own] of rows.classes.entries()) assert.is(logits[2 * i + 1] > logits[2 * i] ? 1 : 0, own);
});

const rosenbrock: Objective = {
  size: 2,
  evaluate([x, y], gradient) {
    gradient.set([2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)]);
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  },
};

test("L-BFGS finds the end of a curved valley", async () => {
  const { parameters, converged, iterations } = await minimize(rosenbrock, { gradientNorm: 1e-8, maxIterations: 200 });
  assert.ok(converged && iterations < 60, `${iterations} iterations`);
  for (const value of parameters) assert.ok(Math.abs(value - 1) < 1e-6);
});

test("L-BFGS says where it ends early, by its limit or by the precision of numbers", async () => {
  const seen: number[] = [];
  const onIteration = async (iteration: number) => void seen.push(iteration);
  const short = await minimize(rosenbrock, { gradientNorm: 1e-8, maxIterations: 3, onIteration });
  assert.equal([short.converged, short.iterations, seen], [false, 3, [1, 2, 3]]);
  const { rows, outputs } = problemOf(20, 3, 3, 5);
  const precise = await minimize(softmaxRegression(rows, outputs, 0.1), { gradientNorm: 0, maxIterations: 1e4 });
  assert.ok(!precise.converged && precise.iterations < 200 && precise.gradientNorm < 1e-6);
});

test.run();
