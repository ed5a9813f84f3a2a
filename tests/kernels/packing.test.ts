// Packing: weights come back from the panels, read by the diagrams of src/kernels/panels.ts, and the rest is zero.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type PanelShape,
  packFloatPanels,
  packInt8Panels,
  paddedDepth,
  padToPanels,
  panelsOf,
} from "../../src/kernels/panels.ts";
import { packWinograd } from "../../src/kernels/winograd.ts";

const shapes = fc.record({
  groups: fc.integer({ min: 1, max: 4 }),
  outputs: fc.integer({ min: 1, max: 20 }),
  depth: fc.integer({ min: 1, max: 13 }),
});

/** No weight is zero, so that padding can be told from weights. */
function weightsOf({ groups, outputs, depth }: PanelShape): Int8Array {
  return Int8Array.from({ length: groups * outputs * depth }, (_, i) => ((i * 37) % 255) - 127 || 1);
}

/** Element of the panels that holds input k of output n of a group; k and n may lie in the padding. */
type Place = (group: number, n: number, k: number) => number;

/** A transform of four values, applied to the columns of 4x4 and then to the lines that result. */
function twice(transform: (a: number, b: number, c: number, d: number) => number[], values: readonly number[]) {
  const columns = [0, 1, 2, 3].map((x) => transform(values[x], values[4 + x], values[8 + x], values[12 + x]));
  return columns[0].flatMap((_, y) => transform(columns[0][y], columns[1][y], columns[2][y], columns[3][y]));
}

/** Walks whole panels: what belongs to a weight equals it, what does not is zero, and nothing is left over. */
function checkPanels(
  packed: ArrayLike<number>,
  weights: ArrayLike<number>,
  { groups, outputs, depth }: PanelShape,
  { place, depthHeld }: { place: Place; depthHeld: number },
): void {
  const outputsHeld = Math.ceil(outputs / 8) * 8;
  assert.is(packed.length, groups * outputsHeld * depthHeld);
  for (let group = 0; group < groups; group++) {
    for (let n = 0; n < outputsHeld; n++) {
      for (let k = 0; k < depthHeld; k++) {
        const expected = n < outputs && k < depth ? weights[(group * outputs + n) * depth + k] : 0;
        assert.is(packed[place(group, n, k)], expected, `group ${group}, output ${n}, input ${k}`);
      }
    }
  }
}

const test = suite("packing");

test("Winograd's weights multiply transformed pixels to the sums of the windows", () => {
  const sizes = fc.record({ outputs: fc.integer({ min: 1, max: 17 }), channels: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(sizes, ({ outputs, channels }) => {
      const weights = Float32Array.from({ length: outputs * 9 * channels }, (_, i) => (((i * 37) % 31) - 15) * 4);
      const packed = packWinograd(weights, outputs, channels);
      const held = Math.ceil(outputs / 8) * 8;
      assert.is(packed.length, held * 16 * channels);
      const pixels = Array.from({ length: 16 }, (_, i) => ((i * 7) % 11) - 5);
      const inputs = twice((a, b, c, d) => [a - c, b + c, c - b, b - d], pixels);
      for (let n = 0; n < held; n++) {
        for (let channel = 0; channel < channels; channel++) {
          const products = inputs.map((value, position) => {
            return value * packed[(((n >> 3) * 16 + position) * channels + channel) * 8 + (n & 7)];
          });
          const sums = twice((a, b, c, d) => [a + b + c, b - c - d], products);
          const window = (y: number, x: number) => {
            let sum = 0;
            for (let tap = 0; tap < 9 && n < outputs; tap++) {
              const pixel = pixels[(y + Math.floor(tap / 3)) * 4 + x + (tap % 3)];
              sum += pixel * weights[(n * 9 + tap) * channels + channel];
            }
            return sum;
          };
          assert.equal(sums, [window(0, 0), window(0, 1), window(1, 0), window(1, 1)], `output ${n}`);
        }
      }
    }),
  );
});

test("int8 panels hold every weight once, and zeros", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const depthHeld = Math.ceil(shape.depth / 4) * 4;
      const panels = Math.ceil(shape.outputs / 8);
      const place: Place = (group, n, k) => {
        const panel = (group * panels + (n >> 3)) * depthHeld * 8;
        return panel + (k >> 2) * 32 + (n & 7) * 4 + (k & 3);
      };
      assert.is(paddedDepth(shape.depth), depthHeld);
      const weights = weightsOf(shape);
      checkPanels(packInt8Panels(weights, shape), weights, shape, { place, depthHeld });
    }),
  );
});

test("f32 panels hold every weight once, and zeros", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const panels = Math.ceil(shape.outputs / 8);
      const place: Place = (group, n, k) => ((group * panels + (n >> 3)) * shape.depth + k) * 8 + (n & 7);
      const weights = Float32Array.from(weightsOf(shape));
      checkPanels(packFloatPanels(weights, shape), weights, shape, { place, depthHeld: shape.depth });
    }),
  );
});

test("values of outputs stand where their panels are", () => {
  fc.assert(
    fc.property(shapes, ({ groups, outputs }) => {
      const shape = { groups, outputs, depth: 1 };
      const values = Int32Array.from({ length: groups * outputs }, (_, i) => i + 1);
      const padded = padToPanels(values, shape);
      assert.is(padded.length, panelsOf(shape) * 8);
      const place: Place = (group, n) => group * Math.ceil(outputs / 8) * 8 + n;
      checkPanels(padded, values, shape, { place, depthHeld: 1 });
    }),
  );
});

test.run();
