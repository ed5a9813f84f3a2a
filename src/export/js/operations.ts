// What the instructions of the kernels are in JavaScript. An i32 is an integral number from −2^31 to 2^31 − 1, an f32 one that
// Math.fround leaves as it is. The kernels that become JavaScript have no 64-bit integers, but for one on the way from a whole
// double to its low 32 bits.
//
// Sums and products are wrapped by `| 0` only where somebody looks at more than the low 32 bits: in between they are exact as
// doubles. Math.imul is left to products of two large operands: in interpreters a call costs ten times a product.

import type { Language, Load, Operation, Unwrapped, Value } from "../translate/language.ts";
import { bare, loop } from "../translate/statements.ts";
import { VALUE } from "../wasm/module.ts";

const { i32, i64, f32, f64 } = VALUE;

/** Integers up to 2^53 are exact in a double. */
const EXACT_BITS = 53;
const isLiteral = (text: string) => /^-?\d+$/.test(text);

function wrapped({ text, bits = 31 }: Value): Unwrapped {
  return { text, bits };
}

function unwrapped(value: Value): Unwrapped {
  return value.unwrapped ?? wrapped(value);
}

/** `| 0` makes an i32 of it. */
function wrapping(unwrap: (a: Value, b: Value) => Unwrapped): Operation {
  return { operands: [i32, i32], result: i32, print: (a, b) => `(${unwrap(a, b).text} | 0)`, unwrap };
}

const sum = (sign: "+" | "-") =>
  wrapping((a, b) => {
    const isExact = Math.max(unwrapped(a).bits, unwrapped(b).bits) < EXACT_BITS;
    const [left, right] = isExact ? [unwrapped(a), unwrapped(b)] : [wrapped(a), wrapped(b)];
    return { text: joined(left.text, sign, right.text), bits: Math.max(left.bits, right.bits) + 1 };
  });

/** Behind a minus a sum gets parentheses; a negative literal changes the sign in front of it. */
function joined(left: string, sign: "+" | "-", right: string): string {
  if (isLiteral(right) && right.startsWith("-")) return `${left} ${sign === "+" ? "-" : "+"} ${right.slice(1)}`;
  return `${left} ${sign} ${sign === "-" && isSum(right) ? `(${right})` : right}`;
}

/** Whether there is a sum outside all brackets. */
function isSum(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if ("([".includes(text[i])) depth++;
    else if (")]".includes(text[i])) depth--;
    else if (depth === 0 && "+-".includes(text[i])) return true;
  }
  return false;
}

const isExactProduct = (a: Value, b: Value) => wrapped(a).bits + wrapped(b).bits <= EXACT_BITS;
const exactProduct = (a: Value, b: Value) => ({
  text: `${a.text} * ${b.text}`,
  bits: wrapped(a).bits + wrapped(b).bits,
});
const PRODUCT: Operation = {
  operands: [i32, i32],
  result: i32,
  print: (a, b) =>
    isExactProduct(a, b) ? `(${exactProduct(a, b).text} | 0)` : `imul(${unwrapped(a).text}, ${unwrapped(b).text})`,
  unwrap: (a, b) => (isExactProduct(a, b) ? exactProduct(a, b) : undefined),
};

const division = (sign: "/" | "%", isSigned: boolean): Operation => ({
  operands: [i32, i32],
  result: i32,
  print: (a, b) => (isSigned ? `(${a.text} ${sign} ${b.text} | 0)` : `(${unsigned(a)} ${sign} ${unsigned(b)} | 0)`),
});
/** These wrap their operands, and sums and products bind tighter. */
const bitwise = (sign: string): Operation => ({
  operands: [i32, i32],
  result: i32,
  print: (a, b) => `(${unwrapped(a).text} ${sign} ${unwrapped(b).text})`,
});
const SHIFT_UNSIGNED: Operation = {
  ...bitwise(">>>"),
  print: (a, b) => {
    const text = bitwise(">>>").print(a, b);
    return /^[1-9]/.test(b.text) ? text : `(${bare(text)} | 0)`;
  },
};

/** Without its sign. */
function unsigned(value: Value): string {
  if (isLiteral(value.text)) return String(Number(value.text) >>> 0);
  return /^U(8|16)\[/.test(value.text) ? value.text : `(${unwrapped(value).text} >>> 0)`;
}

const compare = (type: number, sign: string, isUnsigned = false): Operation => ({
  operands: [type, type],
  result: i32,
  isCondition: true,
  print: (a, b) => (isUnsigned ? `(${unsigned(a)} ${sign} ${unsigned(b)})` : `(${a.text} ${sign} ${b.text})`),
});
const IS_ZERO: Operation = {
  operands: [i32],
  result: i32,
  isCondition: true,
  print: ({ text }) => `(${text} === 0)`,
};
const apply = (name: string, type: number, operands: readonly number[], result = type): Operation => ({
  operands,
  result,
  print: (...given) => `${name}(${operands.map((_, i) => bare(given[i].text)).join(", ")})`,
});
const same = (operand: number, result: number): Operation => ({
  operands: [operand],
  result,
  print: ({ text }) => text,
});
const rounded = (type: number, text: string) => (type === f32 ? `fround(${text})` : `(${text})`);
const arithmetic = (type: number, sign: string): Operation => ({
  operands: [type, type],
  result: type,
  print: (a, b) => rounded(type, `${a.text} ${sign} ${b.text}`),
});

function numbered(first: number, operations: readonly (Operation | undefined)[]): [number, Operation][] {
  return operations.flatMap((operation, i) => (operation ? [[first + i, operation] as [number, Operation]] : []));
}

const INTEGER_COMPARISONS = [
  IS_ZERO,
  compare(i32, "==="),
  compare(i32, "!=="),
  ...["<", ">", "<=", ">="].flatMap((sign) => [compare(i32, sign), compare(i32, sign, true)]),
];
const INTEGERS = [
  ...[sum("+"), sum("-"), PRODUCT],
  ...[division("/", true), division("/", false), division("%", true), division("%", false)],
  ...[bitwise("&"), bitwise("|"), bitwise("^"), bitwise("<<"), bitwise(">>"), SHIFT_UNSIGNED],
];
const floatComparisons = (type: number) => ["===", "!==", "<", ">", "<=", ">="].map((sign) => compare(type, sign));

function floats(type: number): Operation[] {
  const of = (name: string) => apply(name, type, [type]);
  return [
    of("abs"),
    { ...of(""), print: ({ text }) => `(-${text.startsWith("-") ? `(${text})` : text})` },
    ...[of("ceil"), of("floor"), of("trunc"), of("nearest")],
    type === f32 ? { ...of(""), print: ({ text }) => `fround(sqrt(${bare(text)}))` } : of("sqrt"),
    ...["+", "-", "*", "/"].map((sign) => arithmetic(type, sign)),
    ...["min", "max", "copysign"].map((name) => apply(name, type, [type, type])),
  ];
}

/** https://webassembly.github.io/spec/core/appendix/index-instructions.html; what no kernel uses is missing. */
const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  ...numbered(0x45, INTEGER_COMPARISONS),
  ...numbered(0x5b, floatComparisons(f32)),
  ...numbered(0x61, floatComparisons(f64)),
  ...numbered(0x6a, INTEGERS),
  ...numbered(0x8b, floats(f32)),
  ...numbered(0x99, floats(f64)),
  // `low_word` in assembly/lane/requantize.ts.
  [0xa7, { ...same(i64, i32), print: ({ text }) => `(${bare(text)} | 0)`, unwrap: ({ text }) => ({ text, bits: 53 }) }],
  [0xfc06, same(f64, i64)],
  [0xb2, apply("fround", f32, [i32])],
  [0xb3, { ...apply("fround", f32, [i32]), print: (a) => `fround(${bare(unsigned(a))})` }],
  [0xb6, apply("fround", f32, [f64])],
  [0xb7, same(i32, f64)],
  [0xb8, { ...same(i32, f64), print: unsigned }],
  [0xbb, same(f32, f64)],
  [0xbc, apply("bits_of_float", i32, [f32])],
  [0xbe, apply("float_of_bits", f32, [i32])],
  [0xc0, { ...same(i32, i32), print: (a) => `(${unwrapped(a).text} << 24 >> 24)` }],
  [0xc1, { ...same(i32, i32), print: (a) => `(${unwrapped(a).text} << 16 >> 16)` }],
  [0xfc00, apply("integer", i32, [f32])],
  [0xfc02, apply("integer", i32, [f64])],
]);

/** Of a view whose elements have 2^shift bytes. Kernels read and write words, floats and doubles at their natural alignment. */
function element(view: string, shift: number, address: Value, offset: number): string {
  const at = shift > 0 ? unwrapped(address).text : offset > 0 ? address.text : bare(address.text);
  return `${view}[${at}${offset > 0 ? ` + ${offset}` : ""}${shift > 0 ? ` >> ${shift}` : ""}]`;
}

const load = (view: string, shift: number, type: number, bits?: number): Load => ({
  type,
  ...(bits && { bits }),
  print: (address, offset) => element(view, shift, address, offset),
});
const store = (view: string, shift: number) => (address: Value, offset: number, value: Value) =>
  `${element(view, shift, address, offset)} = ${bare(unwrapped(value).text)};`;

export const JAVASCRIPT: Language = {
  operations: OPERATIONS,
  loads: new Map([
    [0x28, load("I32", 2, i32)],
    [0x2a, load("F32", 2, f32)],
    [0x2b, load("F64", 3, f64)],
    [0x2c, load("I8", 0, i32, 7)],
    [0x2d, load("U8", 0, i32, 8)],
    [0x2e, load("I16", 1, i32, 15)],
    [0x2f, load("U16", 1, i32, 16)],
  ]),
  stores: new Map([
    [0x36, store("I32", 2)],
    [0x38, store("F32", 2)],
    [0x39, store("F64", 3)],
    [0x3a, store("I8", 0)],
    [0x3b, store("I16", 1)],
  ]),
  i32: String,
  i64: () => {
    throw new Error("a kernel for JavaScript has a 64-bit integer");
  },
  float(value) {
    const text = Object.is(value, -0) ? "-0" : String(value);
    return text.startsWith("-") ? `(${text})` : text;
  },
  ofCondition: (condition) => `(${condition} | 0)`,
  signature: ({ name, function: { type } }) => `function ${name}(${type.params.map((_, i) => `v${i}`).join(", ")})`,
  locals: (variables) =>
    variables.length === 0 ? [] : [`var ${variables.map(({ name }) => `${name} = 0`).join(", ")};`],
  declare: ({ name }, text) => `var ${name}${text === undefined ? "" : ` = ${bare(text)}`};`,
  drop: () => [],
  jump: (label, isLoop) => `${isLoop ? "continue" : "break"} ${label};`,
  block: (branching, label) =>
    label === undefined ? [branching] : [{ ...branching, head: `${label}: ${branching.head}`.trimEnd() }],
  // To continue a do loop would skip to its condition: with a label it stays endless.
  loop(body, continues, label) {
    if (label === undefined) return [loop(body, continues)];
    const branching = loop(body, Number.POSITIVE_INFINITY);
    return [{ ...branching, head: `${label}: ${branching.head}` }];
  },
};
