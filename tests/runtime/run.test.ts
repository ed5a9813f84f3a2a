// run(): what it checks, what it returns, and models that live side by side.

import { runInNewContext } from "node:vm";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { chooseBuild, type ErrorCode, loadModel, type PortData, WrenError } from "../../src/index.ts";
import { verifyModel } from "../../src/verify.ts";
import { GraphBuilder } from "../graphs.ts";
import { availableBuilds } from "../support.ts";

const test = suite("run");
const builds = await availableBuilds();

/** Inputs x0 f32[2,2] and x1 u8[3]; outputs y0 = relu(x0), y1 = x1 as bytes at another zero point. */
function twoPorts(): Uint8Array {
  const g = new GraphBuilder();
  const floats = g.input([2, 2]);
  const bytes = g.input([3], { dtype: "i8", quantization: perTensor(0.5, -128), as: "u8" });
  return compileGraph(
    g.graph(g.op("relu", [floats]), g.op("quantize", [bytes], {}, { quantization: perTensor(1, 0) })),
  );
}

function shifted(by: number, size = 4): Uint8Array {
  const g = new GraphBuilder();
  return compileGraph(g.graph(g.op("add", [g.input([size]), g.constant([1], Float32Array.of(by))])));
}

function assertThrows(action: () => unknown, code: ErrorCode, message: RegExp): void {
  try {
    action();
  } catch (error) {
    assert.instance(error, WrenError);
    assert.is((error as WrenError).code, code);
    assert.match((error as WrenError).message, message);
    assert.not.match((error as WrenError).message, /\n/);
    return;
  }
  assert.unreachable(`${code} was expected`);
}

test("values go in and out in each port's own element type", async () => {
  for (const build of builds) {
    const model = await loadModel(twoPorts(), { build });
    const { y0, y1 } = model.run({ x0: Float32Array.of(-1, 2, -3, 4), x1: Uint8Array.of(0, 3, 255) });
    assert.equal(y0, Float32Array.of(0, 2, 0, 4));
    assert.equal(y1, Int8Array.of(0, 2, 127)); // 0, 1.5 (to even), 127.5 (saturated)
    model.dispose();
  }
});

test("a model without inputs takes none", async () => {
  const g = new GraphBuilder();
  const bytes = compileGraph(g.graph(g.constant([2], Float32Array.of(1, -1)), g.constant([1], Int32Array.of(7))));
  assert.ok((await verifyModel(bytes)).pass);
  for (const build of builds) {
    const model = await loadModel(bytes, { build });
    assert.equal(model.run({}), { y0: Float32Array.of(1, -1), y1: Int32Array.of(7) });
    assertThrows(() => model.run(new Float32Array(2)), "BAD_INPUT", /0 inputs/);
    assertThrows(() => model.run({ x0: new Float32Array(2) }), "BAD_INPUT", /no input "x0"/);
  }
});

test("wrong inputs are refused with what is wanted", async () => {
  const model = await loadModel(twoPorts());
  const x0 = new Float32Array(4);
  const x1 = new Uint8Array(3);
  const cases: readonly [unknown, RegExp][] = [
    [{ x0 }, /"x1" is missing.*u8\[3\], 3 values/],
    [{}, /"x0" is missing.*f32\[2,2\], 4 values/],
    [{ x0, x1, x2: x1 }, /no input "x2".*"x0", "x1"/],
    [{ x0, X1: x1 }, /no input "X1"/],
    [{ x0: new Float32Array(5), x1 }, /"x0" is f32\[2,2\], 4 values: 5 were given/],
    [{ x0: new Float32Array(0), x1 }, /0 were given/],
    [{ x0: new Float64Array(4), x1 }, /give a Float32Array, not a Float64Array/],
    [{ x0, x1: new Int8Array(3) }, /give a Uint8Array, not a Int8Array/],
    [{ x0, x1: new Uint8ClampedArray(3) }, /not a Uint8ClampedArray/],
    [{ x0: [1, 2, 3, 4], x1 }, /give a Float32Array, not a Array/],
    [{ x0: new DataView(new ArrayBuffer(16)), x1 }, /not a DataView/],
    [{ x0: null, x1 }, /"x0"/],
    [x0, /2 inputs.*"x0".*"x1"/],
    [undefined, /"x0" is missing/],
    [null, /"x0" is missing/],
    ["x0", /no input "0"/],
  ];
  for (const [inputs, message] of cases) {
    assertThrows(() => model.run(inputs as Record<string, PortData>), "BAD_INPUT", message);
  }
  assert.equal(model.run({ x0: Float32Array.of(1, 1, 1, 1), x1 }).y0, Float32Array.of(1, 1, 1, 1));
});

test("a refused call leaves the inputs of the last good one", async () => {
  const model = await loadModel(shifted(1));
  model.run(Float32Array.of(1, 2, 3, 4));
  assertThrows(() => model.run(new Float32Array(3)), "BAD_INPUT", /3 were given/);
  assert.equal(model.run(Float32Array.of(5, 6, 7, 8)).y0, Float32Array.of(6, 7, 8, 9));
});

test("results belong to the model; the caller's array does not", async () => {
  const model = await loadModel(shifted(1));
  const input = Float32Array.of(1, 2, 3, 4);
  const { y0: first } = model.run(input);
  const copy = first.slice();
  assert.equal(input, Float32Array.of(1, 2, 3, 4));
  const { y0: second } = model.run({ x0: Float32Array.of(0, 0, 0, 0) });
  assert.is(second, first);
  assert.equal(second, Float32Array.of(1, 1, 1, 1));
  assert.equal(copy, Float32Array.of(2, 3, 4, 5));
});

test("views into larger arrays, arrays of other realms and Buffers are taken", async () => {
  const model = await loadModel(shifted(0));
  const larger = Float32Array.of(9, 9, 1, 2, 3, 4, 9);
  assert.equal(model.run(larger.subarray(2, 6)).y0, Float32Array.of(1, 2, 3, 4));
  const foreign = runInNewContext("Float32Array.of(4, 3, 2, 1)") as Float32Array;
  assert.not.instance(foreign, Float32Array);
  assert.equal(model.run(foreign).y0, Float32Array.of(4, 3, 2, 1));
  const bytes = await loadModel(twoPorts());
  assert.equal(bytes.run({ x0: foreign, x1: Buffer.of(2, 4, 6) }).y1, Int8Array.of(1, 2, 3));
});

test("models side by side do not meet, with one compiled build or several", async () => {
  const files = [shifted(1), shifted(10, 3), twoPorts(), shifted(100)];
  // None is listed where only the relaxed one is asked for and it is not exact here.
  const shared = builds[builds.length - 1] ?? (await chooseBuild("auto"));
  const models = await Promise.all(files.map((file, i) => loadModel(file, i % 2 === 0 ? { build: shared } : {})));
  for (let round = 0; round < 3; round++) {
    assert.equal(models[0].run(new Float32Array(4).fill(round)).y0, new Float32Array(4).fill(round + 1));
    assert.equal(models[1].run(new Float32Array(3).fill(round)).y0, new Float32Array(3).fill(round + 10));
    const { y1 } = models[2].run({ x0: new Float32Array(4), x1: Uint8Array.of(2, 4, 2 * round) });
    assert.equal(y1, Int8Array.of(1, 2, round));
    assert.equal(models[3].run(new Float32Array(4).fill(round)).y0, new Float32Array(4).fill(round + 100));
  }
  models[0].dispose();
  assert.equal(models[3].run(new Float32Array(4)).y0, new Float32Array(4).fill(100));
  assert.is(models[0].build, models[2].build);
});

test("after dispose every call is refused, and disposing again is fine", async () => {
  const model = await loadModel(shifted(1));
  model.run(new Float32Array(4));
  model.dispose();
  assertThrows(() => model.run(new Float32Array(4)), "DISPOSED", /load it again/);
  assertThrows(() => model.profile(), "DISPOSED", /load it again/);
  model.dispose();
  model[Symbol.dispose]();
  try {
    await model.classify({ data: new Uint8Array(3), width: 1, height: 1 });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, WrenError);
  }
});

test("info and profile tell of the same steps and sizes", async () => {
  const model = await loadModel(twoPorts());
  const info = model.info();
  assert.equal(
    info.inputs.map(({ name, dtype }) => [name, dtype]),
    [
      ["x0", "f32"],
      ["x1", "u8"],
    ],
  );
  assert.is(info.memoryBytes, 65536);
  assert.ok(info.weightBytes + info.arenaBytes < info.memoryBytes);
  const steps = model.profile(3);
  assert.equal(
    steps.map(({ op }) => op),
    ["relu", "quantize"],
  );
  assert.ok(steps.every(({ ms }) => ms >= 0));
});

test.run();
