// The bytes of a .wren file: whatever is written is read again, and every rule of docs/format.md is enforced.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checksum, readModel, writeModel } from "../../src/format/container.ts";
import { goldenCases, withGoldens } from "../../src/format/golden.ts";
import {
  MEMORY_BASE,
  type ModelFile,
  memoryBytes,
  type Plan,
  type Port,
  type PortData,
  type PortDType,
  portBytes,
  portData,
  portElements,
  SPARE_BYTES,
} from "../../src/format/types.ts";
import { WrenError } from "../../src/index.ts";

const test = suite("container");
const DTYPES: readonly PortDType[] = ["f32", "i8", "u8", "i32", "i64"];

const alignUp = (bytes: number, to: number) => Math.ceil(bytes / to) * to;

interface PortSpec {
  readonly name: string;
  readonly dtype: PortDType;
  readonly shape: readonly number[];
  readonly scale: number | undefined;
}

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const portSpecs = fc.uniqueArray(
  fc.record<PortSpec>({
    name: text,
    dtype: fc.constantFrom(...DTYPES),
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
    scale: fc.option(fc.float({ min: Math.fround(1e-3), max: 10, noNaN: true }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
);

/** A model whose ports lie one after the other in the arena, with random bytes for data and goldens. */
const models: fc.Arbitrary<ModelFile> = fc
  .record({
    name: text,
    inputs: portSpecs,
    outputs: portSpecs,
    data: fc.uint8Array({ minLength: 4, maxLength: 100 }),
    labels: fc.option(fc.array(text, { maxLength: 4 }), { nil: undefined }),
    kernels: fc.array(text, { minLength: 1, maxLength: 3 }),
    goldens: fc.nat(2),
    fill: fc.nat(255),
  })
  .map(({ name, inputs, outputs, data, labels, kernels, goldens, fill }) => {
    const arena = MEMORY_BASE + alignUp(data.length, 16);
    let end = 0;
    const place = ({ scale, ...port }: PortSpec): Port => {
      const quantization = scale === undefined ? {} : { scale, zeroPoint: -3 };
      const placed = { ...port, address: arena + alignUp(end, 16), ...quantization };
      end = alignUp(end, 16) + portBytes(placed);
      return placed;
    };
    const ports = { inputs: inputs.map(place), outputs: outputs.map(place) };
    const caseBytes = [...ports.inputs, ...ports.outputs].reduce((sum, port) => sum + portBytes(port), 0);
    const plan: Plan = {
      name,
      ...ports,
      memory: { arena, bytes: arena + end + SPARE_BYTES },
      kernels,
      load: [],
      run: [[0, MEMORY_BASE, 1]],
      ...(labels && { labels }),
      parameters: 0,
      layers: [{ op: "relu", name, kernel: kernels[0], macs: 0, output: "f32[1]", reason: "" }],
      placements: [{ name, offset: 0, bytes: end, first: 0, last: 0 }],
      goldens,
    };
    return { plan, data, golden: new Uint8Array(goldens * caseBytes).fill(fill) };
  });
const [sample] = fc.sample(models, { numRuns: 1, seed: 7 });

test("what is written is read again", () => {
  fc.assert(
    fc.property(models, (model) => {
      const file = writeModel(model);
      assert.is(file.length % 16, 0);
      const { plan, data, golden } = readModel(file);
      assert.equal(plan, model.plan);
      assert.equal([...data], [...model.data]);
      assert.equal([...golden], [...model.golden]);
      assert.equal(writeModel({ plan, data, golden }), file);
      assert.is(memoryBytes(plan) % 65536, 0);
      assert.ok(memoryBytes(plan) >= plan.memory.bytes);
    }),
    { numRuns: 300 },
  );
});

test("sections are views of the file's bytes, wherever these lie", () => {
  const file = writeModel(sample);
  const larger = new Uint8Array(file.length + 9);
  larger.set(file, 5);
  const { data, golden } = readModel(larger.subarray(5, 5 + file.length));
  assert.is(data.buffer, larger.buffer);
  assert.is(golden.buffer, larger.buffer);
  assert.equal([...data], [...sample.data]);
});

test("fields that a reader does not know are ignored", () => {
  const plan = { ...sample.plan, future: [1, 2, 3] } as Plan;
  assert.equal(readModel(writeModel({ ...sample, plan })).plan, plan);
});

test("stored cases are read as they were stored", () => {
  fc.assert(
    fc.property(models, fc.nat(3), fc.nat(250), (model, count, start) => {
      const values = (ports: readonly Port[]): PortData[] =>
        ports.map((port) => {
          const array = portData(port.dtype, portElements(port));
          for (let i = 0; i < array.length; i++) {
            if (array instanceof BigInt64Array) array[i] = BigInt(start - 125) << 33n;
            else array[i] = (start + i) / 2 - 60;
          }
          return array;
        });
      const { inputs, outputs } = model.plan;
      const cases = Array.from({ length: count }, () => ({ inputs: values(inputs), outputs: values(outputs) }));
      const file = writeModel(withGoldens(model, cases));
      assert.equal([...goldenCases(readModel(file))], cases);
    }),
  );
});

test("the checksum is the one that docs/format.md describes", () => {
  const expected = (bytes: readonly number[]) => {
    const padded = [...bytes, ...new Array<number>(4 - (bytes.length % 4)).fill(0)];
    let hash = 0x811c9dc5n;
    for (let i = 0; i < padded.length; i += 4) {
      const word = padded.slice(i, i + 4).reduce((sum, byte, k) => sum + byte * 256 ** k, 0);
      hash = ((hash ^ BigInt(word)) * 0x01000193n) % 2n ** 32n;
    }
    return Number(hash);
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => assert.is(checksum(bytes), expected([...bytes]))));
});

/** A rule of the plan: how a good plan is broken, and what the error says. */
type Break = readonly [what: string, patch: (plan: Plan) => object, message: RegExp];

const BREAKS: readonly Break[] = [
  ["no name", () => ({ name: undefined }), /name is not a string/],
  ["no memory", () => ({ memory: null }), /memory has no sizes/],
  ["an arena at odd addresses", shiftMemory(4, 4), /arena does not begin/],
  ["an arena behind a gap", shiftMemory(32, 32), /arena does not begin/],
  ["an arena in the data", shiftMemory(-16, -16), /arena does not begin/],
  ["more memory than buffers need", shiftMemory(0, 16), /arena has another size/],
  ["less memory than buffers need", shiftMemory(0, -16), /arena has another size|outside/],
  ["no kernels", () => ({ kernels: "relu_f32" }), /kernels is not a list/],
  ["a kernel without a name", () => ({ kernels: [1] }), /kernel's name/],
  ["a kernel that is not listed", () => ({ run: [[9, MEMORY_BASE, 1]] }), /names no kernel/],
  ["a negative kernel", () => ({ run: [[-1, MEMORY_BASE, 1]] }), /names no kernel/],
  ["a step of two", () => ({ run: [[0, MEMORY_BASE]] }), /triple/],
  ["a block before the data", () => ({ run: [[0, MEMORY_BASE - 4, 1]] }), /block lies outside/],
  ["a block behind the data", ({ memory }) => ({ load: [[0, memory.arena, 1]] }), /block lies outside/],
  ["a block at an odd address", () => ({ run: [[0, MEMORY_BASE + 2, 1]] }), /block lies outside/],
  ["an endless range", () => ({ run: [[0, MEMORY_BASE, 2 ** 31]] }), /range is larger/],
  ["half a range", () => ({ run: [[0, MEMORY_BASE, 0.5]] }), /range is larger/],
  ["no outputs", () => ({ outputs: [] }), /no outputs/],
  ["an output of an unknown type", port("outputs", { dtype: "f64" }), /element type/],
  ["a type that objects inherit", port("outputs", { dtype: "toString" }), /element type/],
  ["an empty dimension", port("inputs", { shape: [0] }), /bad shape/],
  ["nine dimensions", port("inputs", { shape: new Array(9).fill(1) }), /bad shape/],
  ["more values than there is memory", port("inputs", { shape: [65536, 65536] }), /outside the memory/],
  ["an input in the data", port("inputs", { address: MEMORY_BASE }), /outside the memory/],
  ["an output before the data", port("outputs", { address: 0 }), /outside the memory/],
  ["words at an odd address", (plan) => port("inputs", { dtype: "f32", address: plan.memory.arena + 1 })(plan), /outs/],
  ["a negative scale", port("inputs", { scale: -1, zeroPoint: 0 }), /quantisation/],
  ["a scale without a zero point", port("inputs", { scale: 1, zeroPoint: undefined }), /quantisation/],
  ["two inputs of one name", ({ inputs }) => ({ inputs: [inputs[0], inputs[0]] }), /one name/],
  ["labels that are numbers", () => ({ labels: [1] }), /label/],
  ["preprocessing of another kind", () => ({ preprocessing: { fit: "cover" } }), /preprocessing/],
  ["more layers than steps", ({ layers }) => ({ layers: [...layers, ...layers] }), /layers and steps/],
  ["a layer without work", ({ layers }) => ({ layers: [{ ...layers[0], macs: -1 }] }), /layer/],
  ["another number of cases", ({ goldens }) => ({ goldens: goldens + 1 }), /golden section/],
  ["minus one case", () => ({ goldens: -1 }), /golden section/],
];

function shiftMemory(arena: number, bytes: number): (plan: Plan) => object {
  return ({ memory }) => ({ memory: { arena: memory.arena + arena, bytes: memory.bytes + bytes } });
}

function port(side: "inputs" | "outputs", patch: object): (plan: Plan) => object {
  return (plan) => ({ [side]: [{ ...plan[side][0], ...patch }, ...plan[side].slice(1)] });
}

for (const [what, patch, message] of BREAKS) {
  test(`refused: ${what}`, () => {
    const plan = { ...sample.plan, ...patch(sample.plan) } as Plan;
    try {
      readModel(writeModel({ ...sample, plan }));
    } catch (error) {
      assert.instance(error, WrenError);
      assert.is((error as WrenError).code, "CORRUPT_MODEL");
      assert.match((error as WrenError).message, message);
      return;
    }
    assert.unreachable("the plan was taken");
  });
}

test.run();
