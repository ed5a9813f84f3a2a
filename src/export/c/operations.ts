// What the instructions of the scalar kernels are in C: unsigned arithmetic as WebAssembly's wraps, memory through functions
// of the same names (prelude.ts), signed operations by casts.

import { VALUE } from "../wasm/module.ts";

const { i32, i64, f32, f64 } = VALUE;

export interface Operation {
  readonly operands: readonly number[];
  readonly result: number;
  /** A comparison: C's int, 0 or 1. */
  readonly isCondition?: boolean;
  print(a: string, b: string): string;
}

export const C_TYPES: Readonly<Record<number, string>> = {
  [i32]: "uint32_t",
  [i64]: "uint64_t",
  [f32]: "float",
  [f64]: "double",
};
const SIGNED: Readonly<Record<number, string>> = { [i32]: "int32_t", [i64]: "int64_t" };

const infix = (type: number, sign: string): Operation => ({
  operands: [type, type],
  result: type,
  print: (a, b) => `(${a} ${sign} ${b})`,
});
const signed = (type: number, sign: string): Operation => ({
  operands: [type, type],
  result: type,
  print: (a, b) => `(${C_TYPES[type]})((${SIGNED[type]})${a} ${sign} (${SIGNED[type]})${b})`,
});
const compare = (type: number, sign: string, cast = ""): Operation => ({
  operands: [type, type],
  result: i32,
  isCondition: true,
  print: (a, b) => `(${cast}${a} ${sign} ${cast}${b})`,
});
const isZero = (type: number): Operation => ({
  operands: [type],
  result: i32,
  isCondition: true,
  print: (a) => `(${a} == 0)`,
});
const shift = (type: number, sign: string, cast = ""): Operation => ({
  operands: [type, type],
  result: type,
  print: (a, b) => {
    const by = /^\d+u(ll)?$/i.test(b) ? b : `(${b} & ${type === i32 ? 31 : 63}u)`;
    return cast ? `(${C_TYPES[type]})((${cast})${a} ${sign} ${by})` : `(${a} ${sign} ${by})`;
  },
});
const apply = (name: string, result: number, ...operands: number[]): Operation => ({
  operands,
  result,
  print: (a, b) => (operands.length === 1 ? `${name}(${a})` : `${name}(${a}, ${b})`),
});
const cast = (types: string, result: number, operand: number): Operation => ({
  operands: [operand],
  result,
  print: (a) => `${types}${a}`,
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
      { ...cast("", type, type), print: (a: string) => `(-${a})` },
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
export const OPERATIONS: ReadonlyMap<number, Operation> = new Map([
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

export interface Access {
  readonly name: string;
  readonly type: number;
}

export const LOADS: ReadonlyMap<number, Access> = new Map([
  [0x28, { name: "load_32", type: i32 }],
  [0x29, { name: "load_64", type: i64 }],
  [0x2a, { name: "load_float", type: f32 }],
  [0x2b, { name: "load_double", type: f64 }],
  [0x2c, { name: "load_i8", type: i32 }],
  [0x2d, { name: "load_u8", type: i32 }],
  [0x2e, { name: "load_i16", type: i32 }],
  [0x2f, { name: "load_u16", type: i32 }],
  [0x30, { name: "(uint64_t)(int64_t)(int32_t)load_i8", type: i64 }],
  [0x31, { name: "(uint64_t)load_u8", type: i64 }],
  [0x32, { name: "(uint64_t)(int64_t)(int32_t)load_i16", type: i64 }],
  [0x33, { name: "(uint64_t)load_u16", type: i64 }],
  [0x34, { name: "(uint64_t)(int64_t)(int32_t)load_32", type: i64 }],
  [0x35, { name: "(uint64_t)load_32", type: i64 }],
]);

export const STORES: ReadonlyMap<number, string> = new Map([
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
