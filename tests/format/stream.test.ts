// streamModel, which sees every byte of a file once and in order: whatever pieces they come in, it finds what readModel finds.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checksum, readModel, streamModel, writeModel } from "../../src/format/container.ts";
import { MEMORY_BASE, type Plan, portBytes } from "../../src/format/types.ts";
import { type ErrorCode, loadModel, WrenError } from "../../src/index.ts";
import { ROOT } from "../support.ts";

const test = suite("streamModel");
const file = new Uint8Array(readFileSync(`${ROOT}models/cifar10_wren9/model.wren`));

interface Streamed {
  readonly plan: Plan;
  readonly dataBytes: number;
  readonly data: Uint8Array;
  /** The largest array that was asked for besides the data's place. */
  readonly largest: number;
}

async function stream(bytes: Uint8Array): Promise<Streamed> {
  let at = 0;
  let data = new Uint8Array(0);
  let largest = 0;
  const read = async (into: Uint8Array) => {
    const part = bytes.subarray(at, at + into.length);
    into.set(part);
    at += part.length;
    if (into.buffer !== data.buffer) largest = Math.max(largest, into.length);
    return part.length;
  };
  const place = ({ memory }: Plan) => {
    data = new Uint8Array(memory.arena - MEMORY_BASE);
    return data;
  };
  return { ...(await streamModel(read, () => bytes.length - at, place)), data, largest };
}

async function codeOf(bytes: Uint8Array): Promise<ErrorCode | undefined> {
  try {
    await stream(bytes);
    return undefined;
  } catch (error) {
    assert.instance(error, WrenError);
    return (error as WrenError).code;
  }
}

test("finds the plan, puts the data in its place, and holds no more than a piece of the rest", async () => {
  const { plan, data } = readModel(file);
  const streamed = await stream(file);
  assert.equal(streamed.plan, plan);
  assert.is(streamed.dataBytes, data.length);
  assert.is(Buffer.compare(streamed.data.subarray(0, data.length), data), 0);
  assert.ok(streamed.largest < data.length, `${streamed.largest} bytes were held at once`);
});

test("takes goldens of any size, and none", async () => {
  const model = readModel(file);
  const { inputs, outputs } = model.plan;
  const caseBytes = model.golden.length / model.plan.goldens;
  assert.is(inputs.length + outputs.length, 2);
  for (const goldens of [0, 1, 40]) {
    const golden = new Uint8Array(goldens * caseBytes).fill(7);
    const bytes = writeModel({ ...model, plan: { ...model.plan, goldens }, golden });
    assert.is((await stream(bytes)).plan.goldens, goldens);
  }
});

test("a file need not be padded at its end", async () => {
  const model = readModel(file);
  const [input, output] = [...model.plan.inputs, ...model.plan.outputs];
  const plan = { ...model.plan, goldens: 1, outputs: [{ ...output, shape: [output.shape.length, 3] }] };
  const golden = new Uint8Array(portBytes(input) + portBytes(plan.outputs[0])).fill(9);
  assert.is.not(golden.length % 4, 0);
  const padded = writeModel({ ...model, plan, golden });
  const bytes = padded.slice(0, readModel(padded).golden.byteOffset + golden.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, bytes.length, true);
  view.setUint32(12, checksum(bytes.subarray(16)), true);
  assert.is((await stream(bytes)).plan.goldens, 1);
  bytes[bytes.length - 1] ^= 1;
  assert.is(await codeOf(bytes), "CORRUPT_MODEL");
});

test("a changed bit is found, and called damage wherever it is", () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 16 * 8, max: file.length * 8 - 1 }), async (bit) => {
      const changed = file.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      assert.is(await codeOf(changed), "CORRUPT_MODEL");
      try {
        readModel(changed);
        assert.unreachable();
      } catch (error) {
        assert.match(String(error), /fetch it again/);
      }
    }),
    { numRuns: 60 },
  ));

test("a file cut anywhere, or with something behind it, is refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 48, max: file.length - 1 }), async (bytes) => {
      assert.is(await codeOf(file.subarray(0, bytes)), "CORRUPT_MODEL");
    }),
    { numRuns: 40 },
  );
  for (const more of [1, 100_000]) {
    const longer = new Uint8Array(file.length + more);
    longer.set(file);
    assert.is(await codeOf(longer), "CORRUPT_MODEL");
  }
  for (const bytes of [0, 1, 47]) assert.is(await codeOf(file.subarray(0, bytes)), "NOT_A_MODEL");
});

test("a body is read to its end, and given up only where something follows the model", async () => {
  for (const [more, wanted] of [
    [0, ""],
    [1, "cancelled"],
  ] as const) {
    let seen = "";
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(file);
        await new Promise((later) => setTimeout(later, 50));
        if (more > 0) controller.enqueue(new Uint8Array(more));
        else controller.close();
      },
      cancel() {
        seen = "cancelled";
      },
    });
    const model = await loadModel(new Response(body));
    assert.is(model.info().name, "cifar10_wren9");
    await new Promise((later) => setTimeout(later, 100));
    assert.is(seen, wanted);
  }
  const longer = new Uint8Array(file.length + 1);
  longer.set(file);
  const message = await loadModel(new Response(longer)).then(
    () => "",
    (error) => error.message,
  );
  assert.match(message, /is longer/);
});

test("loads from a body that comes in pieces of any size", () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 500, max: 20_000 }), fc.integer({ min: 1, max: 70_000 }), async (odd, even) => {
      let at = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          const bytes = at % 2 === 0 ? even : odd;
          controller.enqueue(file.slice(at, at + bytes));
          at += bytes;
          if (at >= file.length) controller.close();
        },
      });
      const model = await loadModel(new Response(body), { build: "scalar" });
      const [input] = readModel(file).plan.inputs;
      const values = new Int8Array(input.shape.reduce((a, b) => a * b, 1)).fill(3);
      const { probabilities } = model.run(values);
      const whole = await loadModel(file, { build: "scalar" });
      assert.equal(probabilities, whole.run(values).probabilities);
    }),
    { numRuns: 20 },
  ));

test.run();
