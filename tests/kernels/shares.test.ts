// Every kernel as threads run it: whatever parts a range is cut into, in whatever order they run, each with working memory of
// its own that holds rubbish, the results are the bits of the whole.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileToModel } from "../../src/compile/compile.ts";
import { MEMORY_BASE, type ModelFile, PAGE_BYTES, type Step } from "../../src/format/types.ts";
import { STRUCTS } from "../../src/kernels/params.ts";
import { OPS } from "../../src/ops/index.ts";
import { type Build, instantiateKernels, type Kernel } from "../../src/runtime/builds.ts";
import { graphOf, kernelBuilds, random } from "../support.ts";

const RUBBISH = 0x5a;
/** Behind the working memory of the other thread, which stands behind the model's, with a copy of the block before it. */
const GUARD_BYTES = 64;
const BLOCK_BYTES = 256;

/** Parts that ran with working memory of another thread. */
let withScratch = 0;

/** Calls whose range is the panels of a product of several rows. */
let byPanels = 0;
const DIRECT = 4 * Object.keys(STRUCTS.Conv).indexOf("direct");

function countPanels({ plan, data }: ModelFile): void {
  const view = new DataView(data.buffer, data.byteOffset);
  for (const [kernel, params] of plan.run) {
    if (!/^conv_(i8|f32)$/.test(plan.kernels[kernel])) continue;
    if (view.getInt32(params - MEMORY_BASE + DIRECT, true) > 2) byPanels++;
  }
}

interface Part {
  readonly begin: number;
  readonly end: number;
  /** Whose working memory: 0 is what the compiler placed. */
  readonly thread: number;
}

/** Wasm memory after a run of the model, over inputs and activations of repeatable rubbish. */
async function memoryAfter({ plan, data }: ModelFile, build: Build, partsOf: (step: Step, i: number) => Part[]) {
  const { sharing } = plan;
  assert.ok(sharing !== undefined);
  const copy = Math.ceil(plan.memory.bytes / 16) * 16;
  const used = copy + BLOCK_BYTES + sharing.scratch + 16;
  const pages = Math.ceil((used + GUARD_BYTES) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const kernels = await instantiateKernels(build, memory);
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(data, MEMORY_BASE);
  const call = ([kernel]: Step) => kernels[plan.kernels[kernel]] as Kernel;
  for (const step of plan.load) call(step)(step[1], 0, step[2]);
  const next = random(3);
  for (const { address, shape, dtype } of plan.inputs) {
    const elements = shape.reduce((product, dim) => product * dim, 1);
    if (dtype === "f32") {
      const view = new Float32Array(memory.buffer, address, elements);
      for (let i = 0; i < elements; i++) view[i] = next() * 4 - 2;
    } else {
      const size = dtype === "i8" || dtype === "u8" ? 1 : 4;
      for (let i = 0; i < elements; i++) bytes[address + i * size] = size === 1 ? next() * 256 : 0;
    }
  }
  plan.run.forEach((step, i) => {
    const [, params] = step;
    const [, , blockBytes, scratch] = sharing.steps[i];
    for (const { begin, end, thread } of partsOf(step, i)) {
      let block = params;
      if (thread !== 0 && blockBytes > 0) {
        assert.ok(blockBytes <= BLOCK_BYTES);
        block = copy;
        bytes.fill(RUBBISH, copy, used + GUARD_BYTES);
        withScratch++;
        bytes.copyWithin(block, params, params + blockBytes);
        new DataView(memory.buffer).setUint32(block + scratch, copy + BLOCK_BYTES, true);
      }
      call(step)(block, begin, end);
      if (block !== params) {
        const guard = bytes.subarray(used, used + GUARD_BYTES);
        assert.ok(
          guard.every((byte) => byte === RUBBISH),
          "more working memory than the plan says",
        );
      }
    }
  });
  return plan.outputs.map(({ address, shape, dtype }) => {
    const size = dtype === "i8" || dtype === "u8" ? 1 : 4;
    return [...bytes.subarray(address, address + size * shape.reduce((product, dim) => product * dim, 1))];
  });
}

/** Up to four parts, cut at multiples of `tile`, last one first or in any order, by turns on two threads. */
function cut(end: number, tile: number, next: () => number): Part[] {
  const points = Array.from({ length: 3 }, () => tile * Math.floor((next() * (end + tile)) / tile));
  const sorted = [0, ...points.filter((point) => point < end).sort((a, b) => a - b), end];
  const parts = sorted.slice(1).map((to, i): Part => ({ begin: sorted[i], end: to, thread: i % 2 }));
  return next() < 0.5 ? parts.reverse() : parts.sort(() => next() - 0.5);
}

for (const build of await kernelBuilds()) {
  const test = suite(`shares of kernels on ${build.title}`);
  for (const op of OPS.values()) {
    test(op.name, async () => {
      const next = random(11);
      for (const sample of op.samples()) {
        const model = compileToModel(graphOf(op, sample, next), { goldens: 0 });
        countPanels(model);
        const whole = await memoryAfter(model, build, ([, , end]) => [{ begin: 0, end, thread: 0 }]);
        const shared = await memoryAfter(model, build, ([, , end]) => cut(end, 1, next));
        assert.equal(shared, whole, `${op.name} ${sample.title}`);
      }
    });
  }

  test("some of them were products of several rows by panels", () => assert.ok(byPanels > 5, `${byPanels} were`));
  test("some of them had working memory of their own", () => assert.ok(withScratch > 100, `${withScratch} had`));
  test.run();
}
