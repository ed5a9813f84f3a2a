// What the instructions of the scalar kernels are in C: unsigned arithmetic as WebAssembly's wraps, memory through functions
// of the same names (prelude.ts), signed operations by casts.

import type { Language, Load, Operation, Value } from "../translate/language.ts";
import { loop } from "../translate/statements.ts";
import { VALUE } from "../wasm/module.ts";

const { i32, i64, f32, f64 } = VALUE;

const C_TYPES: Readonly<Record<number, string>> = {
  [i32]: "uint32_t",
  [i64]: "uint64_t",
  [f32]: "float",
  [f64]: "double",
};
const SIGNED: Readonly<Record<number, string>> = { [i32]: "int32_t", [i64]: "int64_t" };

const infix = (type: number, sign: string): Operation => ({
  operands: [type, type],
  result: type,
  print: ({ text: a }, { text: b }) => `(${a} ${sign} ${b})`,
});
const signed = (type: number, sign: string): Operation => ({
  operands: [type, type],
  result: type,
  print: ({ text: a }, { text: b }) => `(${C_TYPES[type]})((${SIGNED[type]})${a} ${sign} (${SIGNED[type]})${b})`,
});
const compare = (type: number, sign: string, cast = ""): Operation => ({
  operands: [type, type],
  result: i32,
  isCondition: true,
  print: ({ text: a }, { text: b }) => `(${cast}${a} ${sign} ${cast}${b})`,
});
const isZero = (type: number): Operation => ({
  operands: [type],
  result: i32,
  isCondition: true,
  print: ({ text: a }) => `(${a} == 0)`,
});
const shift = (type: number, sign: string, cast = ""): Operation => ({
  operands: [type, type],
  result: type,
  print: ({ text: a }, { text: b }) => {
    const by = /^\d+u(ll)?$/i.test(b) ? b : `(${b} & ${type === i32 ? 31 : 63}u)`;
    return cast ? `(${C_TYPES[type]})((${cast})${a} ${sign} ${by})` : `(${a} ${sign} ${by})`;
  },
});
const apply = (name: string, result: number, ...operands: number[]): Operation => ({
  operands,
  result,
  print: (...given) => `${name}(${operands.map((_, i) => given[i].text).join(", ")})`,
});
const cast = (types: string, result: number, operand: number): Operation => ({
  operands: [operand],
  result,
  print: ({ text: a }) => `${types}${a}`,
});

/** Six in the format's order, for a type. */
const INTEGER_COMPARISONS = (type: number) => [
  isZero(type),
  compare(type, "=="),
  compare(type, "!="),
  ...["<", ">", "<=", ">="].flatMap((sign) => [compare(type, sign, `(${SIGNED[type]})`), compare(type, sign)]),
];
const FLOAT_COMPARISONS = (type: number) => ["==", "!=", "<", ">", "<=", ">="].map((sign) => compare(type, sign));

function numbered(first: number, operations: readonly (Operation | undefined)[]): [number, Operation][] {
  return operations.flatMap((operation, i) => (operation ? [[first + i, operation] as [number, Operation]] : []));
}

function integers(type: number): (Operation | undefined)[] {
  return [
    ...[infix(type, "+"), infix(type, "-"), infix(type, "*")],
    ...[signed(type, "/"), infix(type, "/"), signed(type, "%"), infix(type, "%")],
    ...[infix(type, "&"), infix(type, "|"), infix(type, "^")],
    ...[shift(type, "<<"), shift(type, ">>", SIGNED[type]), shift(type, ">>")],
  ];
}

function floats(type: number, suffix: string): Operation[] {
  const of = (name: string) => apply(`${name}${suffix}`, type, type);
  const name = type === f32 ? "f32" : "f64";
  return [
    ...[
      of("fabs"),
      { ...cast("", type, type), print: ({ text: a }: Value) => `(-${a})` },
      of("ceil"),
      of("floor"),
      of("trunc"),
      of("rint"),
      of("sqrt"),
    ],
    ...[infix(type, "+"), infix(type, "-"), infix(type, "*"), infix(type, "/")],
    ...[apply(`${name}_min`, type, type, type), apply(`${name}_max`, type, type, type)],
    apply(`copysign${suffix}`, type, type, type),
  ];
}

/** https://webassembly.github.io/spec/core/appendix/index-instructions.html; what no kernel uses is missing. */
const OPERATIONS: ReadonlyMap<number, Operation> = new Map([
  ...numbered(0x45, INTEGER_COMPARISONS(i32)),
  ...numbered(0x50, INTEGER_COMPARISONS(i64)),
  ...numbered(0x5b, FLOAT_COMPARISONS(f32)),
  ...numbered(0x61, FLOAT_COMPARISONS(f64)),
  ...numbered(0x6a, integers(i32)),
  ...numbered(0x7c, integers(i64)),
  ...numbered(0x8b, floats(f32, "f")),
  ...numbered(0x99, floats(f64, "")),
  [0xa7, cast("(uint32_t)", i32, i64)],
  [0xac, cast("(uint64_t)(int64_t)(int32_t)", i64, i32)],
  [0xad, cast("(uint64_t)", i64, i32)],
  [0xb2, cast("(float)(int32_t)", f32, i32)],
  [0xb3, cast("(float)", f32, i32)],
  [0xb4, cast("(float)(int64_t)", f32, i64)],
  [0xb6, cast("(float)", f32, f64)],
  [0xb7, cast("(double)(int32_t)", f64, i32)],
  [0xb8, cast("(double)", f64, i32)],
  [0xb9, cast("(double)(int64_t)", f64, i64)],
  [0xbb, cast("(double)", f64, f32)],
  [0xbc, apply("bits_of_float", i32, f32)],
  [0xbd, apply("bits_of_double", i64, f64)],
  [0xbe, apply("float_of_bits", f32, i32)],
  [0xbf, apply("double_of_bits", f64, i64)],
  [0xc0, cast("(uint32_t)(int32_t)(int8_t)", i32, i32)],
  [0xc1, cast("(uint32_t)(int32_t)(int16_t)", i32, i32)],
  [0xfc00, apply("i32_trunc_sat_float", i32, f32)],
  [0xfc02, apply("i32_trunc_sat", i32, f64)],
  [0xfc06, apply("i64_trunc_sat", i64, f64)],
]);

const load = (name: string, type: number): Load => ({
  type,
  print: ({ text: a }, offset) => `${name}(${sum(a, offset)})`,
});

const LOADS: ReadonlyMap<number, Load> = new Map([
  [0x28, load("load_32", i32)],
  [0x29, load("load_64", i64)],
  [0x2a, load("load_float", f32)],
  [0x2b, load("load_double", f64)],
  [0x2c, load("load_i8", i32)],
  [0x2d, load("load_u8", i32)],
  [0x2e, load("load_i16", i32)],
  [0x2f, load("load_u16", i32)],
  [0x30, load("(uint64_t)(int64_t)(int32_t)load_i8", i64)],
  [0x31, load("(uint64_t)load_u8", i64)],
  [0x32, load("(uint64_t)(int64_t)(int32_t)load_i16", i64)],
  [0x33, load("(uint64_t)load_u16", i64)],
  [0x34, load("(uint64_t)(int64_t)(int32_t)load_32", i64)],
  [0x35, load("(uint64_t)load_32", i64)],
]);

const STORES: ReadonlyMap<number, string> = new Map([
  [0x36, "store_32"],
  [0x37, "store_64"],
  [0x38, "store_float"],
  [0x39, "store_double"],
  [0x3a, "store_8"],
  [0x3b, "store_16"],
  [0x3c, "store_8"],
  [0x3d, "store_16"],
  [0x3e, "store_32"],
]);

function sum(address: string, offset: number): string {
  return offset === 0 ? address : `${address} + ${offset}u`;
}

/** Stores of a part of an operand take 32 bits. */
function storeText(name: string, address: Value, offset: number, { text, type }: Value): string {
  const value = type === i64 && name !== "store_64" ? `(uint32_t)${text}` : text;
  return `${name}(${sum(address.text, offset)}, ${value});`;
}

function floatLiteral(value: number, type: number): string {
  if (Number.isNaN(value)) return "NAN";
  if (!Number.isFinite(value)) return value > 0 ? "INFINITY" : "(-INFINITY)";
  const digits = String(Math.abs(value));
  const literal = `${/[.e]/.test(digits) ? digits : `${digits}.0`}${type === f32 ? "f" : ""}`;
  return value < 0 || Object.is(value, -0) ? `(-${literal})` : literal;
}

export const C: Language = {
  operations: OPERATIONS,
  loads: LOADS,
  stores: new Map([...STORES].map(([op, name]) => [op, storeText.bind(undefined, name)])),
  i32: (value) => `${value >>> 0}u`,
  i64: (bits) => `${bits}ull`,
  float: floatLiteral,
  ofCondition: (condition) => `(uint32_t)${condition}`,
  signature({ name, function: { type } }) {
    const params = type.params.map((param, i) => `${C_TYPES[param]} v${i}`).join(", ");
    return `static ${type.results.length === 0 ? "void" : C_TYPES[type.results[0]]} ${name}(${params || "void"})`;
  },
  locals: (variables) =>
    Object.entries(C_TYPES).flatMap(([code, type]) => {
      const own = variables.filter((variable) => variable.type === Number(code));
      return own.length === 0 ? [] : [`${type} ${own.map(({ name }) => `${name} = 0`).join(", ")};`];
    }),
  declare: ({ name, type }, text) => `${C_TYPES[type]} ${name}${text === undefined ? "" : ` = ${text}`};`,
  drop: (name) => [`(void)${name};`],
  jump: (label) => `goto ${label};`,
  block: (branching, label) => (label === undefined ? [branching] : [branching, `${label}: ;`]),
  loop: (body, continues, label) => [loop(label === undefined ? body : [`${label}: ;`, ...body], continues)],
};
