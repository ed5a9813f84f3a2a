// Rewrites of graphs under test: what a pass makes of a graph is legal, computes the same and leaves the given one alone.

import * as assert from "uvu/assert";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { random, randomData } from "../support.ts";

type Rewrite = (graph: Graph) => Graph;

/** Random inputs through both graphs: the same integers; floats within 1e-5 of the largest, or the same bits if `exact`. */
function assertSameResults(before: Graph, after: Graph, exact: boolean): void {
  const next = random(5);
  for (let round = 0; round < 3; round++) {
    const inputs = before.inputs.map(({ tensor }) => randomData(before.tensors[tensor], next));
    const [expected, actual] = [executeGraph(before, inputs), executeGraph(after, inputs)];
    before.outputs.forEach(({ tensor, name }, i) => {
      const [e, a] = [expected.get(tensor)!, actual.get(after.outputs[i].tensor)!];
      assert.is(a.length, e.length);
      assert.is(a.constructor, e.constructor);
      const range = e instanceof Float32Array ? Math.max(...e.map(Math.abs)) : 0;
      const allowed = exact ? 0 : 1e-5 * range;
      e.forEach((value, at) => {
        assert.ok(Math.abs(value - a[at]) <= allowed, `${name}[${at}]: ${a[at]} instead of ${value}`);
      });
    });
  }
}

/** The graph is legal afterwards, computes the same, and has these operators; returns it. */
export function assertBecomes(run: Rewrite, before: Graph, ops: readonly string[], { exact = true } = {}): Graph {
  verifyGraph(before);
  const copy = structuredClone(
    before.nodes.map(({ inputs, outputs, attributes }) => ({ inputs, outputs, attributes })),
  );
  const after = run(before);
  verifyGraph(after);
  assert.equal(
    after.nodes.map(({ op }) => op.name),
    ops,
  );
  assert.equal(
    before.nodes.map(({ inputs, outputs, attributes }) => ({ inputs, outputs, attributes })),
    copy,
    "the graph given is not changed",
  );
  assertSameResults(before, after, exact);
  return after;
}

export function assertKeeps(run: Rewrite, graph: Graph): void {
  assertBecomes(
    run,
    graph,
    graph.nodes.map(({ op }) => op.name),
  );
}
