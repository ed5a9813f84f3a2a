// The JavaScript that the kernels stand on: memory as typed arrays, the operations that JavaScript lacks, the weights' text. Each
// file has only what it uses. Written for old engines too: nothing newer than ES2015, and of that neither classes nor modules.

const MATH = ["abs", "ceil", "floor", "fround", "imul", "max", "min", "sqrt", "trunc"];

const VIEWS: Readonly<Record<string, string>> = {
  I8: "Int8Array",
  U8: "Uint8Array",
  I16: "Int16Array",
  U16: "Uint16Array",
  I32: "Int32Array",
  F32: "Float32Array",
  F64: "Float64Array",
};

/** By name; what others need stands before them. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  copy_bytes: `function copy_bytes(to, from, bytes) {
  memoryU8.copyWithin(to, from, from + bytes);
}`,
  fill_bytes: `function fill_bytes(to, value, bytes) {
  memoryU8.fill(value, to, to + bytes);
}`,
  copysign: `function copysign(x, y) {
  return (x < 0 || 1 / x < 0) === (y < 0 || 1 / y < 0) ? x : -x;
}`,
  nearest: `// Half to even: of doubles from 2^52 on no bit is left for fractions.
function nearest(x) {
  var whole = x < 0 ? x - 4503599627370496 + 4503599627370496 : x + 4503599627370496 - 4503599627370496;
  return abs(x) < 4503599627370496 ? whole === 0 ? x * 0 : whole : x;
}`,
  integer: `// Towards zero, the nearest integer of 32 bits; 0 of NaN.
function integer(x) {
  return x >= 2147483647 ? 2147483647 : x <= -2147483648 ? -2147483648 : x | 0;
}`,
  bits_of_float: `function bits_of_float(x) {
  float[0] = x;
  return bits[0];
}`,
  float_of_bits: `function float_of_bits(x) {
  bits[0] = x;
  return float[0];
}`,
  flip: `// uint8 <-> int8
function flip(from, bytes) {
  for (var i = from; i < from + bytes; i++) memoryU8[i] ^= 128;
}`,
};

const REINTERPRETATION = "var float = new Float32Array(1), bits = new Int32Array(float.buffer);";

/** A kernel with the views that it uses as variables of its own, which Hermes reaches faster than those around a function. */
export function withViews(kernel: string): string {
  const used = Object.keys(VIEWS).filter((name) => kernel.includes(`${name}[`));
  const views = used.map((name) => `${name} = memory${name}`).join(", ");
  return used.length === 0 ? kernel : kernel.replace("\n", `\n  var ${views};\n`);
}

/** Declarations of what `code` uses. */
export function preludeOf(code: string, memoryBytes: number): string {
  const uses = (text: string, name: string) => new RegExp(`(?<![\\w.])${name}\\b`).test(text);
  const functions = Object.entries(FUNCTIONS).flatMap(([name, text]) => (uses(code, name) ? [text] : []));
  const all = [code, ...functions].join("\n");
  const math = MATH.filter((name) => uses(all, name)).map((name) => `${name} = Math.${name}`);
  const views = Object.entries(VIEWS)
    .filter(([name]) => name === "U8" || uses(all, `memory${name}`))
    .map(([name, type]) => `memory${name} = new ${type}(memory)`);
  return [
    ...(math.length > 0 ? [`var ${math.join(", ")};`] : []),
    `var memory = new ArrayBuffer(${8 * Math.ceil(memoryBytes / 8)});`,
    `var ${views.join(", ")};`,
    ...(uses(all, "float") ? [REINTERPRETATION] : []),
    ...functions,
  ].join("\n");
}

export const DECODE = `// Base64, as few engines without pages have atob.
function decode(lines, bytes, at) {
  var digits = new Uint8Array(128);
  for (var i = 0; i < 64; i++) digits["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".charCodeAt(i)] = i;
  for (var n = 0; n < lines.length; n++) {
    var line = lines[n];
    for (var k = 0; k < line.length; k += 4) {
      var four =
        (digits[line.charCodeAt(k)] << 18) |
        (digits[line.charCodeAt(k + 1)] << 12) |
        (digits[line.charCodeAt(k + 2)] << 6) |
        digits[line.charCodeAt(k + 3)];
      bytes[at++] = four >> 16;
      bytes[at++] = four >> 8;
      bytes[at++] = four;
    }
  }
}
if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) throw new Error("the weights are little-endian, this machine is not");`;
