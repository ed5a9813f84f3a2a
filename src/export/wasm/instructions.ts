// Walks over the instructions of a function: where each begins and ends, and its immediates. Knows what AssemblyScript
// emits for the kernels: no tables, references, exceptions or threads.
// https://webassembly.github.io/spec/core/binary/instructions.html

import { Reader } from "./bytes.ts";

export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  br_if: 0x0d,
  return: 0x0f,
  call: 0x10,
  drop: 0x1a,
  select: 0x1b,
  local_get: 0x20,
  local_set: 0x21,
  local_tee: 0x22,
  global_get: 0x23,
  i32_const: 0x41,
  i64_const: 0x42,
  f32_const: 0x43,
  f64_const: 0x44,
  memory_copy: 0xfc_0a,
  memory_fill: 0xfc_0b,
} as const;

/** Relaxed dot products, whose second operand is signed on some machines and not on others. */
export const RELAXED_DOTS = [0xfd_112, 0xfd_113];

const BULK_PREFIX = 0xfc;
const VECTOR_PREFIX = 0xfd;

export interface Instruction {
  /** One byte, or prefix · 256 (0xfc) or · 4096 (0xfd) plus the number behind it. */
  readonly op: number;
  /** Of a block its type, of a memory access [alignment, offset], of a branch its depth, of calls and variables the index. */
  readonly numbers: readonly number[];
  /** Of i64.const the value, two's complement; of f32.const and f64.const the bits. */
  readonly bits: bigint;
  readonly begin: number;
  readonly end: number;
}

const NONE: readonly number[] = [];

/** `code`: the body without its locals. */
export function* instructionsOf(code: Uint8Array): Generator<Instruction> {
  const reader = new Reader(code);
  while (!reader.isAtEnd) {
    const begin = reader.at;
    const first = reader.byte();
    let op = first;
    let numbers = NONE;
    let bits = 0n;
    if (first === BULK_PREFIX) {
      op = first * 0x100 + reader.number();
      numbers = bulkImmediates(op, reader);
    } else if (first === VECTOR_PREFIX) {
      op = first * 0x1000 + reader.number();
      numbers = vectorImmediates(op - first * 0x1000, reader);
    } else if (first === OP.i32_const) numbers = [Number(reader.signed())];
    else if (first === OP.i64_const) bits = BigInt.asUintN(64, reader.signed());
    else if (first === OP.f32_const) bits = littleEndian(reader.take(4));
    else if (first === OP.f64_const) bits = littleEndian(reader.take(8));
    else numbers = immediates(first, reader);
    yield { op, numbers, bits, begin, end: reader.at };
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function immediates(op: number, reader: Reader): readonly number[] {
  if (op >= OP.block && op <= OP.if) return [reader.byte()];
  if (op >= 0x28 && op <= 0x3e) return [reader.number(), reader.number()];
  if (op === OP.br || op === OP.br_if || op === OP.call || (op >= OP.local_get && op <= 0x24)) return [reader.number()];
  if (op === 0x3f || op === 0x40) return [reader.byte()];
  const isPlain = op <= 0x01 || op === OP.else || op === OP.end || op === OP.return || op === OP.drop;
  if (isPlain || op === OP.select || (op >= 0x45 && op <= 0xc4)) return NONE;
  throw new Error(`the kernels have an instruction nobody expected: 0x${op.toString(16)}`);
}

function bulkImmediates(op: number, reader: Reader): readonly number[] {
  if (op < 0xfc_08) return NONE; // saturating truncations
  if (op === OP.memory_copy) return [reader.byte(), reader.byte()];
  if (op === OP.memory_fill) return [reader.byte()];
  throw new Error(`the kernels have an instruction nobody expected: 0x${op.toString(16)}`);
}

function vectorImmediates(op: number, reader: Reader): readonly number[] {
  if (op <= 11 || op === 92 || op === 93) return [reader.number(), reader.number()];
  if (op === 12 || op === 13) return [...reader.take(16)];
  if (op >= 21 && op <= 34) return [reader.byte()];
  if (op >= 84 && op <= 91) return [reader.number(), reader.number(), reader.byte()];
  return NONE;
}
