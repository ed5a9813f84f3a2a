import { rewrite, type Sweep } from "../../graph/edit.ts";
import type { GraphNode, TensorId } from "../../graph/graph.ts";
import type { Attributes } from "../../graph/op_def.ts";
import { elementCount, sameShape } from "../../graph/tensor.ts";
import { boundsOf, operatorNamed, type Pass } from "./pass.ts";

export const nameActivations: Pass = {
  name: "name activations",
  doc: "products that spell silu, hard_swish, hard_sigmoid or gelu, as exporters write them, become that one f32 operator",
  run: (graph) => rewrite(graph, nameNode),
};

/** A product of tensors and a number, with the nodes that computed it. */
interface Product {
  readonly factors: readonly TensorId[];
  readonly scale: number;
  readonly nodes: readonly GraphNode[];
}

/** What a gate g(x) is, the nodes between x and it, and what number must stand with it. */
interface Gate {
  readonly x: TensorId;
  readonly scale: number;
  readonly nodes: readonly GraphNode[];
  /** What x · g(x) · scale is. */
  readonly gated: Activation;
  /** What g(x) · scale is, where that has a name. */
  readonly alone?: Activation;
}

interface Activation {
  readonly op: string;
  readonly attributes: Attributes;
}

/** Files have the constants in f32, or to seven digits. */
const near = (value: number, wanted: number) => Math.abs(value - wanted) <= 1e-6 * Math.abs(wanted);

const HARD_SIGMOID = { alpha: 1 / 6, beta: 0.5 };
const HARD_SWISH: Activation = { op: "hard_swish", attributes: {} };

function nameNode(node: GraphNode, sweep: Sweep): readonly GraphNode[] | undefined {
  const [y] = node.outputs;
  const product = productOf(node, sweep);
  if (product === undefined || product.factors.length === 0 || product.factors.length > 2) return undefined;
  const [first, second] = product.factors;
  const found =
    second === undefined ? alone(first, sweep) : (gated(first, second, sweep) ?? gated(second, first, sweep));
  if (found === undefined || !near(product.scale, found.gate.scale)) return undefined;
  const { gate, activation } = found;
  if (!sameShape(sweep.tensor(gate.x).shape, sweep.tensor(y).shape)) return undefined;
  for (const part of [...product.nodes, ...gate.nodes]) if (part !== node) sweep.remove(part);
  const { op, attributes } = activation;
  return [{ op: operatorNamed(op), inputs: [gate.x], outputs: [y], attributes, origin: node.origin }];
}

interface Found {
  readonly gate: Gate;
  readonly activation: Activation;
}

function gated(x: TensorId, g: TensorId, sweep: Sweep): Found | undefined {
  const gate = gateOf(g, sweep);
  return gate?.x === x ? { gate, activation: gate.gated } : undefined;
}

function alone(g: TensorId, sweep: Sweep): Found | undefined {
  const gate = gateOf(g, sweep);
  return gate?.alone && { gate, activation: gate.alone };
}

/** Takes products apart: mul and div by numbers, as far as nobody else reads what is between. */
function productOf(node: GraphNode, sweep: Sweep): Product | undefined {
  const { name } = node.op;
  if ((name !== "mul" && name !== "div") || isBounded(node) || sweep.tensor(node.outputs[0]).dtype !== "f32") return;
  const parts = node.inputs.map((id): Product => {
    const number = numberOf(id, sweep);
    if (number !== undefined) return { factors: [], scale: number, nodes: [] };
    const before = sweep.soleProducer(id);
    return (before && productOf(before, sweep)) ?? { factors: [id], scale: 1, nodes: [] };
  });
  const [a, b] = parts;
  if (name === "div" && b.factors.length > 0) return undefined;
  return {
    factors: [...a.factors, ...b.factors],
    scale: name === "div" ? a.scale / b.scale : a.scale * b.scale,
    nodes: [...a.nodes, ...b.nodes, node],
  };
}

function gateOf(g: TensorId, sweep: Sweep): Gate | undefined {
  const node = sweep.soleProducer(g);
  switch (node?.op.name) {
    case "sigmoid":
      return { x: node.inputs[0], scale: 1, nodes: [node], gated: { op: "silu", attributes: {} } };
    case "hard_sigmoid": {
      const { alpha, beta } = node.attributes as { alpha?: number; beta?: number };
      if (alpha === undefined || !near(alpha, HARD_SIGMOID.alpha) || beta !== HARD_SIGMOID.beta) return undefined;
      return { x: node.inputs[0], scale: 1, nodes: [node], gated: HARD_SWISH };
    }
    case "relu6":
    case "clip":
      return hardGate(node, sweep);
    case "add":
      return normalGate(node, sweep);
    default:
      return undefined;
  }
}

/** clamp(x + 3, 0, 6) */
function hardGate(node: GraphNode, sweep: Sweep): Gate | undefined {
  const { min, max } = node.op.name === "relu6" ? { min: 0, max: 6 } : boundsOf(node.attributes);
  const sum = sweep.soleProducer(node.inputs[0]);
  const shifted = sum && plusNumber(sum, 3, sweep);
  if (sum === undefined || shifted === undefined || min !== 0 || max !== 6) return undefined;
  const hardSigmoid = { op: "hard_sigmoid", attributes: HARD_SIGMOID };
  return { x: shifted, scale: 1 / 6, nodes: [node, sum], gated: HARD_SWISH, alone: hardSigmoid };
}

/** 1 + erf(x / √2) */
function normalGate(node: GraphNode, sweep: Sweep): Gate | undefined {
  const erfOutput = plusNumber(node, 1, sweep);
  const erf = erfOutput === undefined ? undefined : sweep.soleProducer(erfOutput);
  if (erf?.op.name !== "erf") return undefined;
  const scaling = sweep.soleProducer(erf.inputs[0]);
  const inner = scaling && productOf(scaling, sweep);
  if (inner?.factors.length !== 1 || !near(inner.scale, Math.SQRT1_2)) return undefined;
  const gelu = { op: "gelu", attributes: { approximate: false } };
  return { x: inner.factors[0], scale: 0.5, nodes: [node, erf, ...inner.nodes], gated: gelu };
}

/** x of a node that is x + number. */
function plusNumber(node: GraphNode, wanted: number, sweep: Sweep): TensorId | undefined {
  if (node.op.name !== "add" || isBounded(node)) return undefined;
  const [a, b] = node.inputs;
  if (numberOf(b, sweep) === wanted) return a;
  return numberOf(a, sweep) === wanted ? b : undefined;
}

function isBounded({ attributes }: GraphNode): boolean {
  const { min, max } = boundsOf(attributes);
  return min > -Infinity || max < Infinity;
}

/** Value of an f32 constant of one element. */
function numberOf(id: TensorId, sweep: Sweep): number | undefined {
  const data = sweep.constant(id);
  if (!(data instanceof Float32Array) || elementCount(sweep.tensor(id).shape) !== 1) return undefined;
  return data[0];
}
