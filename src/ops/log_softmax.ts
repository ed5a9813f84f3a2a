import { quantizeValue } from "../graph/rounding.ts";
import { elementCount, perTensor } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { affineOf } from "./binary_int8.ts";
import { close, defineOperator } from "./operator.ts";
import { exponentials, mapRows, requireRows, rowSamples, sumOfEntries } from "./softmax.ts";

const { fround } = Math;

/** Over the last axis. int8 sums a table of exponentials as softmax does and takes one logarithm a row. */
export const log_softmax = defineOperator<Record<never, never>>({
  name: "log_softmax",
  doc: "x − ln Σ e^x over the last axis",
  tolerance: close(1e-6, 3e-7),
  inPlace: [0],
  infer: ([x]) => [requireRows("log_softmax", x)],
  reference([x], [y]) {
    if (x === undefined) throw new Error("log_softmax has no input");
    if (x.type.dtype === "f32") return [mapRows(x.data as Float32Array, y.shape, floatRow)];
    const input = affineOf(x.type);
    const output = affineOf(y);
    const table = exponentials(input.scale, 1);
    const int8Row = (row: Int8Array) => {
      const largest = Math.max(...row);
      const log = fround(log64(sumOfEntries(row, table, largest)));
      return row.map((q) => {
        const real = fround(fround((q - largest) * input.scale) - log);
        return quantizeValue(real, output.scale, output.zeroPoint);
      });
    };
    return [mapRows(x.data as Int8Array, y.shape, int8Row)];
  },
  samples: () => rowSamples<Record<never, never>>(perTensor(16 / 256, 127), [{}]),
  lower({ inputs: [x], outputs: [y] }) {
    if (x === undefined) throw new Error("log_softmax has no input");
    const columns = y.shape.at(-1)!;
    const buffers = { x: x.buffer, y: y.buffer, columns };
    const rows = elementCount(y.shape) / columns;
    if (x.dtype === "f32") return [call("log_softmax_f32", "Rows", rows, { ...buffers, alpha: 1 })];
    const { scale: inputScale } = affineOf(x);
    const { scale, zeroPoint } = affineOf(y);
    const table = constant(exponentials(inputScale, 1));
    const params = { ...buffers, table, outputScale: fround(1 / scale), zeroPoint, inputScale };
    return [call("log_softmax_i8", "SoftmaxInt8", rows, params)];
  },
});

function floatRow(row: Float32Array): Float32Array {
  const largest = Math.max(...row);
  const log = Math.log(row.reduce((sum, x) => sum + Math.exp(x - largest), 0));
  return row.map((x) => x - largest - log);
}

/**
 * ln x for positive, finite, normal x, by + − · ÷ alone and in the order of log64 in assembly/lane/math64.ts: the same bits
 * (Math.log may differ between engines).
 */
export function log64(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  const exponent = (bits - 0x3fe6a09e667f3bcdn) >> 52n;
  view.setBigInt64(0, bits - (exponent << 52n));
  const m = view.getFloat64(0);
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let sum = 0;
  for (let k = 21; k >= 1; k -= 2) sum = sum * z + 1 / k;
  return Number(exponent) * Math.LN2 + 2 * s * sum;
}
