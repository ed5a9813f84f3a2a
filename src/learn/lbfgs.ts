// L-BFGS: minimises a smooth function of many parameters from its gradient and the last few steps, which stand for its curvature.
// Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5. The line search is the bisection of Lewis
// and Overton, Nonsmooth optimization via quasi-Newton methods, 2013, section 2.3, which ends in a step of the weak Wolfe conditions.

import type { Objective } from "./softmax_regression.ts";

/** Steps that are remembered. */
const MEMORY = 10;
/** Of the decrease that the slope promises, so much must come true; and the slope must have become flatter by this factor. */
const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
/** Then differences of the loss are below the precision of its sum. */
const MOST_TRIALS = 30;

export interface Minimum {
  readonly parameters: Float64Array;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly converged: boolean;
}

export interface MinimizeOptions {
  /** The gradient's norm to reach. */
  readonly gradientNorm: number;
  readonly maxIterations: number;
  /** After every iteration; what it returns is waited for, and ends the search by throwing. */
  readonly onIteration?: (iteration: number, loss: number) => Promise<void>;
}

interface Point {
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  readonly loss: number;
}

/** The change of parameters and gradient over one step. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** step · change, above 0. */
  readonly product: number;
}

/** Starts at 0. Ends early, not converged, where rounding hides any further decrease. */
export async function minimize(objective: Objective, options: MinimizeOptions): Promise<Minimum> {
  const { gradientNorm, maxIterations, onIteration } = options;
  let point = at(objective, new Float64Array(objective.size));
  const pairs: Pair[] = [];
  let iterations = 0;
  while (norm(point.gradient) > gradientNorm && iterations < maxIterations) {
    const next = searchLine(objective, point, directionAt(point, pairs));
    if (next === undefined) break;
    const step = difference(next.parameters, point.parameters);
    const change = difference(next.gradient, point.gradient);
    pairs.push({ step, change, product: dot(step, change) });
    if (pairs.length > MEMORY) pairs.shift();
    point = next;
    iterations++;
    await onIteration?.(iterations, point.loss);
  }
  const reached = norm(point.gradient);
  const { parameters, loss } = point;
  return { parameters, loss, gradientNorm: reached, iterations, converged: reached <= gradientNorm };
}

function at(objective: Objective, parameters: Float64Array): Point {
  const gradient = new Float64Array(objective.size);
  return { parameters, gradient, loss: objective.evaluate(parameters, gradient) };
}

/** Minus the gradient times the inverse curvature that the pairs show; the first time of length 1 at most. */
function directionAt({ gradient }: Point, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const last = pairs.at(-1);
  if (last === undefined) return scale(direction, Math.min(1, 1 / norm(gradient)));
  const factors = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    factors[i] = dot(pairs[i].step, direction) / pairs[i].product;
    add(direction, pairs[i].change, -factors[i]);
  }
  scale(direction, last.product / dot(last.change, last.change));
  for (const [i, { step, change, product }] of pairs.entries()) {
    add(direction, step, factors[i] - dot(change, direction) / product);
  }
  return direction;
}

/** Undefined where no step along the direction is found to be better. */
function searchLine(objective: Objective, from: Point, direction: Float64Array): Point | undefined {
  const slope = dot(from.gradient, direction);
  let [short, long, length] = [0, Infinity, 1];
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const to = at(objective, add(from.parameters.slice(), direction, length));
    if (!(to.loss <= from.loss + SUFFICIENT_DECREASE * length * slope)) long = length;
    else if (dot(to.gradient, direction) < CURVATURE * slope) short = length;
    else return to;
    length = long === Infinity ? 2 * short : (short + long) / 2;
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

/** In place. */
function add(a: Float64Array, b: Float64Array, factor: number): Float64Array {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
  return a;
}

/** In place. */
function scale(a: Float64Array, factor: number): Float64Array {
  for (let i = 0; i < a.length; i++) a[i] *= factor;
  return a;
}
