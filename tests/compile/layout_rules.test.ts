// Every layout rule on every sample of its operator: the operator on tensors stored in another order, as the rule says, gives
// the same values in the order that the rule says. And the orders themselves.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Layout, storedAxes, storedQuantization } from "../../src/compile/layout/layout.ts";
import { compose, inverseOf, keyOf, type Order, orderOfAxes, plainOrder } from "../../src/compile/layout/order.ts";
import { inOrder } from "../../src/compile/layout/rebuild.ts";
import type { Pivot, Turned } from "../../src/compile/layout/rule.ts";
import { LAYOUT_RULES } from "../../src/compile/layout/rules.ts";
import { shuffled } from "../../src/compress/chance.ts";
import { elementCount, type TensorData, type TensorType, type TensorValue } from "../../src/graph/tensor.ts";
import { OPS } from "../../src/ops/index.ts";
import type { Operator, Sample } from "../../src/ops/operator.ts";
import { random, randomData } from "../support.ts";

const test = suite("layout rules");

/** Axes in another order; sometimes axes cut in two and the pieces shuffled; sometimes in another shape. */
function randomLayout(shape: readonly number[], next: () => number): Layout {
  const cuts = next() < 0.3 ? shape.flatMap((size) => (size % 2 === 0 ? [2, size / 2] : [size])) : shape;
  const perm = shuffled(cuts.length, next);
  const order = orderOfAxes(cuts, perm);
  const stored = perm.map((axis) => cuts[axis]);
  return { order, shape: next() < 0.2 ? stored.filter((size) => size > 1) : stored };
}

const stored = (type: TensorType, layout: Layout): TensorType => {
  const { quantization } = type;
  return {
    ...type,
    shape: layout.shape,
    quantization: quantization && storedQuantization({ ...type, quantization }, layout),
  };
};

function turnedResults(op: Operator, sample: Sample, inputs: readonly (TensorValue | undefined)[], turned: Turned) {
  const turnedInputs = inputs.map((x, i) => {
    const layout = turned.inputs[i];
    return x && layout && { type: stored(x.type, layout), data: inOrder(x.data, layout.order) };
  });
  const outputs = sample.outputs.map((y, i) => stored(y, turned.outputs[i]));
  const types = op.infer(
    turnedInputs.map((x) => x?.type),
    turned.attributes,
  );
  assert.equal(
    types.map(({ shape }) => shape),
    outputs.map(({ shape }) => shape),
    "the shape rule agrees",
  );
  const results = op.reference(turnedInputs, outputs, turned.attributes);
  return results.map((data, i) => inOrder(data, inverseOf(turned.outputs[i].order)));
}

function assertClose(actual: TensorData, expected: TensorData, what: string): void {
  const finite = Array.from(expected, (value) => (Number.isFinite(value) ? Math.abs(value) : 0));
  const allowed = expected instanceof Float32Array ? 1e-5 * Math.max(...finite) : 0;
  expected.forEach((value, i) => {
    assert.ok(
      Object.is(value, actual[i]) || Math.abs(value - actual[i]) <= allowed,
      `${what} [${i}]: ${actual[i]}, not ${value}`,
    );
  });
}

for (const [name, rule] of LAYOUT_RULES) {
  const op = OPS.get(name);
  if (op === undefined) continue;
  test(`${name} in other layouts`, () => {
    const next = random(17);
    let count = 0;
    for (const sample of op.samples()) {
      const inputs = sample.inputs.map((type) => type && { type, data: randomData(type, next) });
      const expected = op.reference(inputs, sample.outputs, sample.attributes);
      const pivots = [
        ...sample.inputs.map((type, index) => ({ side: "inputs" as const, index, type })),
        ...sample.outputs.map((type, index) => ({ side: "outputs" as const, index, type })),
      ];
      for (const { side, index, type } of pivots) {
        if (type === undefined) continue;
        const pivot: Pivot = { side, index, layout: randomLayout(type.shape, next) };
        const turned = rule({ inputs: sample.inputs, outputs: sample.outputs, attributes: sample.attributes }, pivot);
        if (turned === undefined) continue;
        count++;
        const own = turned[side][index] as Layout;
        const what = `${sample.title}, ${side} ${index} [${type.shape}] as ${JSON.stringify(pivot.layout)}`;
        if (elementCount(type.shape) > 1)
          assert.is(keyOf(own.order), keyOf(pivot.layout.order), `${what}: the pivot has its order`);
        turnedResults(op, sample, inputs, turned).forEach((data, i) => {
          assertClose(data, expected[i], `${what}, output ${i}`);
        });
      }
    }
    assert.ok(count > 0, "some layout is taken");
  });
}

const sizes = fc.array(fc.constantFrom(1, 2, 3, 4, 6), { minLength: 1, maxLength: 4 });

test("an order is what a transpose does", () => {
  fc.assert(
    fc.property(sizes, fc.nat(1000), (shape, seed) => {
      const perm = shuffled(shape.length, random(seed));
      const x = Float32Array.from({ length: elementCount(shape) }, (_, i) => i);
      const type = { dtype: "f32", shape } as const;
      const y = { dtype: "f32", shape: perm.map((axis) => shape[axis]) } as const;
      const [expected] = OPS.get("transpose")!.reference([{ type, data: x }], [y], { perm });
      const order = orderOfAxes(shape, perm);
      assert.equal(inOrder(x, order), expected);
      assert.equal(inOrder(expected, inverseOf(order)), x);
      const axes = storedAxes({ order, shape: y.shape }, shape);
      assert.is(keyOf(orderOfAxes(shape, axes!)), keyOf(order));
    }),
    { seed: 1 },
  );
});

test("orders compose as the moves they stand for, whatever the shapes between", () => {
  fc.assert(
    fc.property(sizes, fc.nat(1000), (shape, seed) => {
      const next = random(seed);
      const first = orderOfAxes(shape, shuffled(shape.length, next));
      const other = shuffled(shape.length, next).map((axis) => shape[axis]);
      const second = orderOfAxes(other, shuffled(shape.length, next));
      const both: Order | undefined = compose(first, second);
      if (both === undefined) return;
      const x = Float32Array.from({ length: elementCount(shape) }, (_, i) => i);
      assert.equal(inOrder(x, both), inOrder(inOrder(x, first), second));
      assert.is(keyOf(compose(first, inverseOf(first))!), keyOf(plainOrder(x.length)));
    }),
    { seed: 2, numRuns: 300 },
  );
});

test.run();
