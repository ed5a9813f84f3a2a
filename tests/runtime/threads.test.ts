// Several threads: the same bits as one, errors that come out, workers that end, sleep when idle and keep no process alive, and
// a reason where one thread has to do.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph, compileToModel } from "../../src/compile/compile.ts";
import { readModel, writeModel } from "../../src/format/container.ts";
import { type ModelFile, portData, portElements, type Sharing } from "../../src/format/types.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { type LoadOptions, loadModel, type Model, type PortData, WrenError } from "../../src/index.ts";
import { Balance } from "../../src/runtime/balance.ts";
import { partBegin } from "../../src/runtime/helper.ts";
import { withSharedMemory } from "../../src/runtime/shared_module.ts";
import { chainGraph } from "../compile/chains.ts";
import { GraphBuilder } from "../graphs.ts";
import { availableBuilds, ROOT, random, skip } from "../support.ts";

const THREADS = process.getBuiltinModule("node:worker_threads");
const CORES = process.getBuiltinModule("node:os").availableParallelism();
const next = random(5);

/** A net whose every kind of step is large enough to be shared, in floats or int8. */
function net(dtype: "f32" | "i8", lowMemory = false): ModelFile {
  const g = new GraphBuilder();
  const quantization = dtype === "i8" ? perTensor(0.05, 3) : undefined;
  const weights = (count: number) =>
    dtype === "i8"
      ? Int8Array.from({ length: count }, () => next() * 255 - 127)
      : Float32Array.from({ length: count }, () => next() - 0.5);
  const constant = (shape: readonly number[]) =>
    g.constant(shape, weights(shape.reduce((a, b) => a * b)), quantization && perTensor(0.01, 0));
  const x = g.input([1, 48, 40, 16], { dtype, quantization });
  const square = { pads: [1, 1, 1, 1], strides: [1, 1] };
  const conv = g.op("conv_2d", [x, constant([24, 3, 3, 16])], square, { quantization });
  const depthwise = g.op("depthwise_conv_2d", [conv, constant([1, 3, 3, 24])], square, { quantization });
  const one = { pads: [0, 0, 0, 0], strides: [1, 1] };
  const pointwise = g.op("conv_2d", [depthwise, constant([24, 1, 1, 24])], one, { quantization });
  const sum = g.op("add", [pointwise, conv], {}, { quantization });
  const pooled = g.op("max_pool_2d", [sum], { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] });
  return compileToModel(g.graph(g.op("softmax", [pooled], { beta: 1 }), pooled), { goldens: 0, lowMemory });
}

/** A net of images too large for the cache, whose tiles threads take apart. */
function largeNet(dtype: "f32" | "i8"): ModelFile {
  const side = dtype === "f32" ? 120 : 240;
  const image = { kernel: [1, 1], strides: [1, 1], dilation: 1, pads: [0, 0, 0, 0], channels: 24, other: 0 } as const;
  const list = [
    { ...image, kind: "pointwise" },
    { ...image, kind: "depthwise", kernel: [3, 3], pads: [1, 1, 1, 1] },
    { ...image, kind: "pointwise", channels: 8 },
  ] as const;
  const model = compileToModel(chainGraph(dtype, [side, side, 4], list, false), { goldens: 0 });
  assert.is(model.plan.sharing?.tiles?.length, 1);
  return model;
}

function inputsOf(model: Model): Record<string, PortData> {
  const inputs = model.info().inputs.map((port) => {
    const data = portData(port.dtype, portElements(port));
    for (let i = 0; i < data.length; i++) data[i] = port.dtype === "f32" ? next() * 2 - 1 : Math.floor(next() * 128);
    return [port.name, data] as const;
  });
  return Object.fromEntries(inputs);
}

const copyOf = (outputs: Record<string, PortData>) => Object.values(outputs).map((data) => [...data].map(Number));

async function assertSame(bytes: Uint8Array, options: LoadOptions, runs = 30): Promise<void> {
  const one = await loadModel(bytes, { ...options, threads: 1 });
  const several = await loadModel(bytes, options);
  try {
    assert.is(several.info().threads, Math.min(options.threads ?? 1, CORES), several.info().threadsReason);
    for (let run = 0; run < runs; run++) {
      const inputs = inputsOf(one);
      assert.equal(copyOf(several.run(inputs)), copyOf(one.run(inputs)), `run ${run}`);
    }
  } finally {
    one.dispose();
    several.dispose();
  }
}

async function assertRefused(file: ModelFile): Promise<void> {
  try {
    await loadModel(writeModel(file), { threads: 2 });
    assert.unreachable(JSON.stringify(file.plan.sharing).slice(0, 100));
  } catch (error) {
    assert.is((error as WrenError).code, "CORRUPT_MODEL", String(error));
  }
}

type Worker = InstanceType<typeof THREADS.Worker>;

/** Every worker that is made while `action` runs. */
async function workersMade<T>(action: () => Promise<T>): Promise<[T, Worker[]]> {
  const made: Worker[] = [];
  const { Worker } = THREADS;
  THREADS.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      made.push(this);
    }
  };
  try {
    return [await action(), made];
  } finally {
    THREADS.Worker = Worker;
  }
}

const test = suite("threads");

test("parts follow each other without a gap, at multiples of the tile", () => {
  for (const [end, tile] of [
    [49, 4],
    [14, 1],
    [7, 1],
    [12544, 12],
    [100, 48],
  ]) {
    for (let parts = 1; parts * tile <= end; parts++) {
      const firstEnd = new Balance(parts).firstEnd({ end, tile, parts });
      const points = Array.from({ length: parts + 1 }, (_, part) => partBegin(part, end, tile, parts, firstEnd));
      assert.is(points[0], 0);
      assert.is(points[parts], end);
      for (let part = 0; part < parts; part++) assert.ok(points[part] < points[part + 1], `${end}, ${tile}, ${parts}`);
      assert.ok(points.slice(0, -1).every((point) => point % tile === 0));
    }
  }
});

test("a module without a plain imported memory is refused by name", () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  assert.throws(() => withSharedMemory(empty, 1), /import no memory/);
  const wasm = readFileSync(`${ROOT}build/wasm/scalar.wasm`);
  const shared = withSharedMemory(wasm, 300);
  assert.ok(WebAssembly.validate(shared));
  assert.throws(() => withSharedMemory(shared, 300), /shared already/);
});

test("one thread unless more are asked for", async () => {
  const [model, workers] = await workersMade(() => loadModel(writeModel(net("f32"))));
  assert.is(model.info().threads, 1);
  assert.match(model.info().threadsReason, /not asked for/);
  assert.is(workers.length, 0);
  model.dispose();
});

test("a model without work for two, or from an older compiler, runs on one thread and says why", async () => {
  const g = new GraphBuilder();
  const small = await loadModel(compileGraph(g.graph(g.op("hard_swish", [g.input([3])]))), { threads: 2 });
  assert.is(small.info().threads, 1);
  assert.match(small.info().threadsReason, /no step .* large enough/);
  assert.equal([...small.run(Float32Array.of(-4, 0, 6)).y0].map(Number), [0, 0, 6]);
  small.dispose();
  const { plan, ...file } = net("f32");
  const { sharing: _, ...older } = plan;
  const model = await loadModel(writeModel({ ...file, plan: older }), { threads: 2 });
  assert.match(model.info().threadsReason, /compile it again/);
  model.dispose();
});

test("shares that lie outside the model are refused", async () => {
  const { plan, ...file } = net("i8");
  const { scratch, steps } = plan.sharing!;
  const wrong = [
    { scratch: plan.memory.bytes, steps },
    { scratch, steps: steps.slice(1) },
    { scratch, steps: steps.map(() => [0, 2, 0, 0] as const) },
    { scratch, steps: steps.map(() => [1, 2, 2 ** 30, 4] as const) },
    { scratch, steps: steps.map(() => [1, 2, 8, 8] as const) },
    { scratch, steps: plan.run.map(([, , end]) => [1, end + 1, 0, 0] as const) },
  ];
  for (const sharing of wrong) await assertRefused({ ...file, plan: { ...plan, sharing } });
});

test("shares of tiles that lie outside the model are refused", async () => {
  const { plan, ...file } = largeNet("i8");
  const sharing = plan.sharing!;
  const [share] = sharing.tiles!;
  const { begins, fresh, blocks } = share;
  const withFirst = (block: readonly number[]) => ({ ...share, blocks: [block, ...blocks.slice(1)] });
  const wrong = [
    "none",
    [share, share],
    [undefined],
    [{ ...share, scratch: plan.memory.bytes }],
    [{ ...share, begins: [...begins.slice(0, -1), plan.run.length + 1] }],
    [{ ...share, begins: [...begins].reverse() }],
    [{ ...share, begins: begins.slice(0, 1) }],
    [{ ...share, fresh: fresh.slice(1) }],
    [{ ...share, fresh: fresh.map(() => 1) }],
    [{ ...share, fresh: fresh.map((tile) => tile.map(([kernel, , end]) => [kernel, plan.memory.bytes, end])) }],
    [{ ...share, fresh: fresh.map((tile) => tile.map(([, params, end]) => [plan.kernels.length, params, end])) }],
    [{ ...share, blocks: blocks.slice(1) }],
    [withFirst([])],
    [withFirst([8, 0])],
    [withFirst([8, 8, 0])],
    [withFirst([8, 2, 0])],
    [withFirst([8, 0, share.scratch])],
    [withFirst([plan.memory.bytes, 0, 0])],
  ];
  for (const tiles of wrong) {
    await assertRefused({ ...file, plan: { ...plan, sharing: { ...sharing, tiles } as unknown as Sharing } });
  }
});

if (CORES === 1) {
  skip("what needs two cores");
} else {
  for (const build of await availableBuilds()) {
    for (const dtype of ["f32", "i8"] as const) {
      test(`the same bits, ${dtype} on ${build.name}`, async () => {
        const model = net(dtype);
        const shared = model.plan.sharing!.steps.filter(([, parts]) => parts > 1);
        assert.ok(shared.length >= 4, `only ${shared.length} steps are shared`);
        await assertSame(writeModel(model), { build, threads: 2 });
        await assertSame(writeModel(model), { build, threads: 5 });
      });
    }
    for (const dtype of ["f32", "i8"] as const) {
      test(`the same bits in tiles that threads take apart, ${dtype} on ${build.name}`, async () => {
        const bytes = writeModel(largeNet(dtype));
        for (const threads of [2, 5]) await assertSame(bytes, { build, threads }, 10);
      });
    }
    for (const speed of [20, 1 / 20]) {
      test(`the same bits where a helper's clock says that it is ${speed < 1 ? "fast" : "slow"}, on ${build.name}`, async () => {
        const { Worker } = THREADS;
        THREADS.Worker = class extends Worker {
          constructor(program: string, options?: ConstructorParameters<typeof Worker>[1]) {
            const clock = `const performance = { now: () => globalThis.performance.now() * ${speed} };`;
            super(`${clock} ${program}`, options);
          }
        };
        try {
          for (const dtype of ["f32", "i8"] as const) {
            await assertSame(writeModel(net(dtype)), { build, threads: 2 }, 20);
            await assertSame(writeModel(largeNet(dtype)), { build, threads: 2 }, 5);
          }
        } finally {
          THREADS.Worker = Worker;
        }
      });
    }
    test(`the same bits in tiles on ${build.name}`, async () => {
      const model = net("i8", true);
      const { layers, sharing } = model.plan;
      const shared = layers.filter(({ reason }, i) => reason.startsWith("tile ") && sharing!.steps[i][1] > 1);
      assert.ok(shared.length >= 4, `only ${shared.length} tiles are shared`);
      await assertSame(writeModel(model), { build, threads: 2 });
    });
    test(`the same bits, the model that ships on ${build.name}`, async () => {
      await assertSame(readFileSync(`${ROOT}models/cifar10_wren9/model.wren`), { build, threads: 2 });
    });
  }

  test("a kernel that traps, in whichever thread, is an error every time and nothing hangs", async () => {
    const model = readModel(writeModel(net("i8")));
    const step = model.plan.sharing!.steps.findIndex(([, parts]) => parts > 3);
    const data = model.data.slice();
    // Its output lies behind all memory.
    new DataView(data.buffer, data.byteOffset).setUint32(model.plan.run[step][1] - 64 + 4, 2 ** 31, true);
    const several = await loadModel(writeModel({ ...model, data }), { threads: 2 });
    assert.is(several.info().threads, 2);
    for (let run = 0; run < 50; run++) {
      try {
        several.run(inputsOf(several));
        assert.unreachable();
      } catch (error) {
        assert.instance(error, WrenError);
        assert.is((error as WrenError).code, "KERNEL_TRAP");
      }
    }
    several.dispose();
  });

  test("dispose ends the workers, and a model that cannot be made leaves none", async () => {
    const file = net("f32");
    const [model, workers] = await workersMade(() => loadModel(writeModel(file), { threads: 2 }));
    assert.is(workers.length, 1);
    const ended = new Promise((done) => workers[0].once("exit", done));
    model.run(inputsOf(model));
    model.dispose();
    model.dispose();
    await ended;
    const kernels = file.plan.kernels.map(() => "nothing");
    const [code, others] = await workersMade(async () => {
      try {
        await loadModel(writeModel({ ...file, plan: { ...file.plan, kernels } }), { threads: 2 });
        return "";
      } catch (error) {
        return (error as WrenError).code;
      }
    });
    assert.is(code, "MISSING_KERNEL");
    for (const worker of others) if (worker.threadId !== -1) await new Promise((done) => worker.once("exit", done));
  });

  test("no worker: one thread, the same results, the reason", async () => {
    const { Worker } = THREADS;
    THREADS.Worker = class extends Worker {
      constructor() {
        super("throw new Error('not today')", { eval: true });
      }
    };
    try {
      const bytes = writeModel(net("i8"));
      const model = await loadModel(bytes, { threads: 2 });
      const one = await loadModel(bytes);
      assert.is(model.info().threads, 1);
      assert.match(model.info().threadsReason, /not today/);
      const inputs = inputsOf(one);
      assert.equal(copyOf(model.run(inputs)), copyOf(one.run(inputs)));
      for (const loaded of [model, one]) loaded.dispose();
    } finally {
      THREADS.Worker = Worker;
    }
  });

  test("a worker that ends in the middle of a run: an error that says so within seconds, then one thread", async () => {
    const { Worker } = THREADS;
    THREADS.Worker = class extends Worker {
      constructor(_: string | URL, options: ConstructorParameters<typeof Worker>[1]) {
        const program = `const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
          parentPort.postMessage("ready");
          const { board, steps } = workerData;
          for (let isTaken = false; !isTaken; ) {
            const ticket = Atomics.load(board, 0);
            const taken = (ticket & 255) + ((ticket >> 8) & 255);
            isTaken = taken < steps[ticket >> 16][4] && Atomics.compareExchange(board, 0, ticket, ticket + 256) === ticket;
          }
          process.exit();`;
        super(program, options);
      }
    };
    try {
      const bytes = writeModel(net("f32"));
      const model = await loadModel(bytes, { threads: 2 });
      const one = await loadModel(bytes);
      assert.is(model.info().threads, 2);
      const inputs = inputsOf(one);
      const start = performance.now();
      try {
        // It may come too late for the first ones.
        while (performance.now() - start < 20_000) model.run(inputs);
        assert.unreachable();
      } catch (error) {
        assert.is((error as WrenError).code, "WORKER_LOST", String(error));
      }
      assert.ok(performance.now() - start < 30_000);
      assert.is(model.info().threads, 1);
      assert.match(model.info().threadsReason, /ended from outside/);
      for (let run = 0; run < 20; run++) assert.equal(copyOf(model.run(inputs)), copyOf(one.run(inputs)));
      for (const loaded of [model, one]) loaded.dispose();
    } finally {
      THREADS.Worker = Worker;
    }
  });

  test("idle threads take no time", async () => {
    const model = await loadModel(writeModel(net("f32")), { threads: 2 });
    for (let i = 0; i < 20; i++) model.run(inputsOf(model));
    await new Promise((wait) => setTimeout(wait, 300));
    const before = process.cpuUsage();
    await new Promise((wait) => setTimeout(wait, 300));
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 60_000, `${(user + system) / 1000} ms of 300 while nothing runs`);
    model.dispose();
  });

  test("a process ends though its model was not disposed of", () => {
    const program = `
      import { loadModel } from ${JSON.stringify(`file://${ROOT}build/dist/bitwren.js`)};
      const model = await loadModel(${JSON.stringify(`${ROOT}models/cifar10_wren9/model.wren`)}, { threads: 2 });
      model.run(new Int8Array(32 * 32 * 3));
      console.log(model.info().threads);`;
    const args = ["--input-type=module", "--eval", program];
    assert.is(execFileSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 }).trim(), "2");
  });
}

test.run();
