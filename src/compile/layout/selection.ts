// Which nodes of a proposal to turn: a minimum cut.
//
// Every node of the proposal is a vertex, on the source's side if it is turned. The cost of a root is a sum over the versions
// that its readers may want: it is paid if somebody wants the version (one vertex stands for "somebody wants it") and the
// producer gives another. Where such a term is none that a cut can express (the producer's turning and a reader's must
// both have happened), it is paid as soon as somebody wants the version: an upper bound. Whoever turns the nodes asks the
// true cost before.

import type { TensorId } from "../../graph/graph.ts";
import { type Choices, shapeCost, type Version } from "./choices.ts";
import { Network } from "./min_cut.ts";
import type { Proposal } from "./proposal.ts";
import type { Root } from "./values.ts";

/** Roots whose cost a proposal may change. */
export function rootsTouched(choices: Choices, nodes: Iterable<number>): Root[] {
  const { graph, roots, viewOf } = choices.values;
  const ids = new Set<TensorId>();
  for (const node of nodes) {
    for (const id of graph.nodes[node].inputs) if (id >= 0) ids.add(viewOf(id).root);
    for (const id of graph.nodes[node].outputs) ids.add(id);
  }
  return [...ids].flatMap((id) => roots.get(id) ?? []);
}

/** Readers that want one version of a root. */
interface Demand {
  readonly version: Version;
  /** Somebody wants it whatever is turned. */
  isFixed: boolean;
  /** Nodes that want it if they stay, and if they are turned. */
  readonly staying: number[];
  readonly turning: number[];
}

export function selectNodes(choices: Choices, proposal: Proposal): number[] {
  const network = new Network();
  const vertices = new Map([...proposal.keys()].map((node) => [node, network.vertex()]));
  for (const root of rootsTouched(choices, proposal.keys())) {
    const stays = choices.given(root);
    const turns = proposal.get(root.producer ?? -1)?.gives[root.output] ?? stays;
    const producer = vertices.get(root.producer ?? -1);
    const add = (demand: Demand, cost: (given: Version) => number) => {
      addTerm(network, vertices, demand, { producer, stays: cost(stays), turns: cost(turns) });
    };
    for (const demand of demandsOf(choices, proposal, root, ({ orderKey }) => orderKey)) {
      add(demand, (given) => choices.orderCost(root, given, demand.version));
    }
    for (const demand of demandsOf(choices, proposal, root, ({ key }) => key)) {
      add(demand, (given) => shapeCost(given, demand.version));
    }
  }
  const turned = network.sourceSide();
  return [...vertices].flatMap(([node, vertex]) => (turned.has(vertex) ? [node] : []));
}

function demandsOf(
  choices: Choices,
  proposal: Proposal,
  root: Root,
  keyOf: (version: Version) => string,
): Iterable<Demand> {
  const demands = new Map<string, Demand>();
  const demand = (version: Version): Demand => {
    const known = demands.get(keyOf(version)) ?? { version, isFixed: false, staying: [], turning: [] };
    demands.set(keyOf(version), known);
    return known;
  };
  for (const port of root.ports) demand(choices.shown(port)).isFixed = true;
  for (const { node, input } of root.uses) {
    const stays = choices.of(node).wants[input];
    const choice = proposal.get(node);
    const turns = choice === undefined ? stays : choice.wants[input];
    if (stays === undefined || turns === undefined) continue;
    if (keyOf(stays) === keyOf(turns)) {
      demand(stays).isFixed = true;
    } else {
      demand(stays).staying.push(node);
      demand(turns).turning.push(node);
    }
  }
  return demands.values();
}

/** What a wanted version costs, and on what that depends: the producer's vertex, and the cost if it stays or is turned. */
interface Price {
  readonly producer: number | undefined;
  readonly stays: number;
  readonly turns: number;
}

function addTerm(
  network: Network,
  vertices: ReadonlyMap<number, number>,
  { isFixed, staying, turning }: Demand,
  { producer, stays, turns }: Price,
): void {
  const { SOURCE, SINK } = Network;
  const always = Math.min(stays, turns);
  if (isFixed) {
    if (producer !== undefined && stays > always) network.edge(SOURCE, producer, stays - always);
    if (producer !== undefined && turns > always) network.edge(producer, SINK, turns - always);
    return;
  }
  const vertexOf = (node: number) => vertices.get(node) as number;
  if (turning.length > 0) {
    const somebody = network.vertex();
    for (const node of turning) network.edge(vertexOf(node), somebody, Infinity);
    network.edge(somebody, SINK, turns); // of the turned; more if the producer stays
    if (producer !== undefined && stays > turns) network.edge(somebody, producer, stays - turns);
  }
  if (staying.length > 0) {
    const somebody = network.vertex();
    for (const node of staying) network.edge(somebody, vertexOf(node), Infinity);
    network.edge(SOURCE, somebody, stays);
    if (producer !== undefined && turns > stays) network.edge(producer, somebody, turns - stays);
  }
}
