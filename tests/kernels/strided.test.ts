// Strided copies: views and their lowering against a plain loop over indices, on every build, split anywhere.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { BufferRef, KernelCall } from "../../src/kernels/call.ts";
import { structBytes, writeParams } from "../../src/kernels/params.ts";
import { broadcastView, copyView, permute, repeat, rowMajor, sliceAxis, type View } from "../../src/kernels/strided.ts";
import { instantiateKernels, type Kernel } from "../../src/runtime/builds.ts";
import { availableBuilds } from "../support.ts";

const RUNS = 300;
const PARAMS = 64;
const X = 4096;
const Y = 32768;
const BUFFER_BYTES = 24576;
const UNTOUCHED = 0xa5;

/** Positions of a view's elements, in row-major order of its indices. */
function walk({ offset, sizes, strides }: View): number[] {
  return sizes.reduce<number[]>(
    (starts, size, axis) =>
      starts.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * strides[axis])),
    [offset],
  );
}

const shape = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 5 });
const longShape = fc.tuple(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }), fc.integer({ min: 1, max: 70 }));
const anyShape = fc.oneof(
  shape,
  longShape.map(([outer, last]) => [...outer, last]),
  longShape.map(([outer, first]) => [first, ...outer]),
);
const step = fc.constantFrom(1, 1, 2, 3, -1, -2);

/** Cuts every axis to what `fractions` and `steps` say. */
function cut(view: View, cuts: readonly { at: number; step: number }[]): View {
  return view.sizes.reduce((result, extent, axis) => {
    const { at, step } = cuts[axis % cuts.length];
    const begin = Math.floor(at * extent);
    const room = step > 0 ? extent - 1 - begin : begin;
    return sliceAxis(result, axis, { begin, size: Math.floor(room / Math.abs(step)) + 1, step });
  }, view);
}

const cuts = fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), step }), {
  minLength: 1,
  maxLength: 5,
});

/** Pairs of views of equal sizes whose target writes no element twice. */
const pairs = fc
  .record({
    shape: anyShape,
    cuts,
    order: fc.array(fc.nat(), { maxLength: 5 }),
    repeats: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ shape, cuts, order, repeats }) => {
    const part = cut(rowMajor(shape), cuts);
    const axes = part.sizes.map((_, axis) => axis).sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0) || a - b);
    const turned = permute(part, axes);
    const from = repeat(turned, repeats % (turned.sizes.length + 1), repeats);
    return { from, to: rowMajor(from.sizes) };
  });

function execute(
  kernels: Record<string, unknown>,
  memory: WebAssembly.Memory,
  calls: KernelCall[],
  split: number,
): void {
  for (const { kernel, struct, params, end } of calls) {
    const address = (ref: BufferRef) => (ref.kind === "scratch" ? (ref.id === 0 ? X : Y) + ref.offset : 0);
    writeParams(new DataView(memory.buffer, PARAMS, structBytes(struct)), 0, struct, params, address);
    const middle = Math.floor(split * end);
    (kernels[kernel] as Kernel)(PARAMS, middle, end);
    (kernels[kernel] as Kernel)(PARAMS, 0, middle);
  }
}

for (const build of await availableBuilds()) {
  const test = suite(`strided copies on ${build.name}`);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const bytes = new Uint8Array(memory.buffer);
  const kernels = await instantiateKernels({ ...build, flip: 0 }, memory);

  const check = (from: View, to: View, elementBytes: number, split: number) => {
    for (let i = 0; i < BUFFER_BYTES; i++) bytes[X + i] = (i * 167 + (i >> 8)) & 0xff;
    bytes.fill(UNTOUCHED, Y, Y + BUFFER_BYTES);
    const expected = bytes.slice(Y, Y + BUFFER_BYTES);
    const targets = walk(to);
    walk(from).forEach((source, i) => {
      for (let b = 0; b < elementBytes; b++) {
        expected[targets[i] * elementBytes + b] = bytes[X + source * elementBytes + b];
      }
    });
    const place = (id: number, view: View) => ({ buffer: { kind: "scratch", id, offset: 0 } as const, view });
    execute(kernels, memory, copyView(place(1, to), place(0, from), elementBytes), split);
    assert.equal(bytes.slice(Y, Y + BUFFER_BYTES), expected);
  };

  for (const elementBytes of [1, 4]) {
    test(`${elementBytes} bytes: any view into a row-major tensor and back`, () => {
      const split = fc.double({ min: 0, max: 1, noNaN: true });
      fc.assert(
        fc.property(pairs, split, ({ from, to }, at) => {
          fc.pre(walk(to).length * elementBytes <= BUFFER_BYTES);
          check(from, to, elementBytes, at);
          const isInjective = new Set(walk(from)).size === walk(from).length;
          if (isInjective) check(to, from, elementBytes, at);
        }),
        { numRuns: RUNS, seed: 7 },
      );
    });
  }

  test("broadcasting fills", () => {
    for (const length of [1, 3, 15, 16, 17, 64, 67]) {
      for (const elementBytes of [1, 4]) {
        check(broadcastView(rowMajor([]), [length]), rowMajor([length]), elementBytes, 0);
        check(broadcastView(rowMajor([3, 1]), [2, 3, length]), rowMajor([2, 3, length]), elementBytes, 0.4);
      }
    }
  });

  test("a run moves to overlapping addresses below", () => {
    for (let length = 1; length < 100; length += 3) {
      for (const distance of [16, 17, 24, 31, 48]) {
        for (let i = 0; i < BUFFER_BYTES; i++) bytes[X + i] = (i * 167 + (i >> 8)) & 0xff;
        const expected = bytes.slice(X, X + 256).copyWithin(0, distance, distance + length);
        const place = (offset: number) => ({
          buffer: { kind: "scratch", id: 0, offset } as const,
          view: rowMajor([length]),
        });
        execute(kernels, memory, copyView(place(0), place(distance), 1), 0);
        assert.equal(bytes.slice(X, X + 256), expected, `${length} bytes by ${distance}`);
      }
    }
  });

  test("more dimensions than a kernel counts", () => {
    const sizes = [2, 3, 2, 2, 2, 2, 3, 2, 2];
    const from = permute(rowMajor(sizes), [8, 7, 6, 5, 4, 3, 2, 1, 0]);
    for (const elementBytes of [1, 4]) check(from, rowMajor(from.sizes), elementBytes, 0.5);
  });

  test.run();
}

const lowering = suite("strided copies");

const calls = (to: View, from: View, elementBytes: number) => {
  const buffer = (id: number) => ({ kind: "scratch", id, offset: 0 }) as const;
  return copyView({ buffer: buffer(1), view: to }, { buffer: buffer(0), view: from }, elementBytes);
};

lowering("what is contiguous is one run", () => {
  const [only, ...others] = calls(rowMajor([2, 3, 4, 5]), rowMajor([2, 3, 4, 5]), 4);
  assert.is(others.length, 0);
  assert.is(only.kernel, "copy_runs");
  assert.is(only.end, 1);
  assert.is((only.params as { length: number }).length, 480);
});

lowering("a concatenation along channels is a run for each pixel", () => {
  const part = sliceAxis(rowMajor([2, 7, 7, 40]), 3, { begin: 8, size: 32 });
  const [only, ...others] = calls(part, rowMajor([2, 7, 7, 32]), 1);
  assert.is(others.length, 0);
  assert.is(only.end, 98);
  assert.is((only.params as { length: number }).length, 32);
});

lowering("nothing is copied where a size is 0, and unequal sizes are refused", () => {
  assert.equal(calls(rowMajor([3, 0]), rowMajor([3, 0]), 1), []);
  assert.throws(() => calls(rowMajor([3, 2]), rowMajor([2, 3]), 1), /\[2,3\] to \[3,2\]/);
});

lowering.run();
