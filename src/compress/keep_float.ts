// Which layers stay float: those that the user names, or the few whose rounding the model's outputs suffer from most.

import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import { buildInt8Graph } from "./build.ts";
import { QuantizeError } from "./errors.ts";
import type { Session } from "./quantize.ts";
import { compare, type Pair } from "./report.ts";
import { isWeighted } from "./scheme.ts";
import { scoresOf } from "./scores.ts";

const MOST_PICKS = 3;
/** A layer stays float only if the outputs gain so many decibels by it. */
const LEAST_GAIN = 1;
/** Candidates that are tried again after the first pick: the best ones of the first round. */
const SHORTLIST = 6;

/** The nodes with these names: `#12 CONV_2D "block3/expand"`, or `#12`, or `block3/expand`. Throws QuantizeError. */
export function nodesNamed(graph: Graph, names: readonly string[]): Set<GraphNode> {
  const found = new Set<GraphNode>();
  for (const name of names) {
    const nodes = graph.nodes.filter(({ origin }) => isNamed(origin, name));
    if (nodes.length === 0) {
      const known = graph.nodes.slice(0, 4).map(({ origin }) => origin);
      throw new QuantizeError(
        `no layer is called ${name}: names are ${known.join(", ")} … (number or quoted name suffice)`,
      );
    }
    for (const node of nodes) found.add(node);
  }
  return found;
}

function isNamed(origin: string, name: string): boolean {
  return origin === name || origin.split(" ")[0] === name || origin.endsWith(`"${name}"`);
}

/**
 * Tries every layer with weights, alone and together with all that reads it (then its output is never rounded), and picks
 * greedily what the signal-to-noise ratio of the model's outputs gains most by.
 */
export async function chooseFloats(session: Session): Promise<Set<GraphNode>> {
  const judge = new Judge(session);
  const picked = new Set<GraphNode>();
  let candidates = candidatesOf(session.float);
  let current = await judge.decibels(picked);
  for (let pick = 0; pick < MOST_PICKS && candidates.length > 0; pick++) {
    const tried: { nodes: readonly GraphNode[]; decibels: number; gain: number }[] = [];
    for (const nodes of candidates) {
      const decibels = await judge.decibels(new Set([...picked, ...nodes]));
      tried.push({ nodes, decibels, gain: (decibels - current) / nodes.length });
    }
    tried.sort((a, b) => b.gain - a.gain);
    const [best] = tried;
    if (!(best.gain >= LEAST_GAIN)) break;
    for (const node of best.nodes) picked.add(node);
    current = best.decibels;
    candidates = tried.slice(1, 1 + SHORTLIST).map(({ nodes }) => nodes);
  }
  return picked;
}

function candidatesOf(graph: Graph): (readonly GraphNode[])[] {
  const layers = graph.nodes.filter(isWeighted);
  const readers = (id: TensorId) => graph.nodes.filter(({ inputs }) => inputs.includes(id));
  return layers.flatMap((node) => [[node], [node, ...readers(node.outputs[0])]]);
}

/** Compares what comes out of the model. */
class Judge {
  readonly #session: Session;
  readonly #outputs: readonly TensorId[];

  constructor(session: Session) {
    this.#session = session;
    this.#outputs = [...scoresOf(session.float)];
  }

  async decibels(kept: ReadonlySet<GraphNode>): Promise<number> {
    const { float } = this.#session;
    const { plan, quantizations } = await this.#session.assign(kept);
    const int8 = buildInt8Graph(float, plan, quantizations);
    const computed = new Set(int8.graph.nodes.flatMap(({ outputs }) => outputs));
    const pairs = this.#outputs.map((id): Pair => ({ float: id, int8: computed.has(id) ? id : int8.int8Of.get(id)! }));
    const all = await compare(float, int8.graph, pairs, this.#session.comparison("choosing layers to keep float"));
    return Math.min(...all);
  }
}
