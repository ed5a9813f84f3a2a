// Operators of two inputs with broadcasting: one walk over the rows of y for all of them. y may be a or b where their shapes
// are equal.

import { Binary } from "../params";
import { float_row } from "./binary_float";
import { add_row, mul_row, real_row } from "./binary_int8";
import { int_row } from "./binary_int32";
import { A, B, row_length, row_start, step } from "./broadcast";
import {
  ADD,
  DIV,
  EQUAL,
  LESS,
  LESS_EQUAL,
  MAXIMUM,
  MINIMUM,
  MUL,
  POW,
  PRELU,
  SQUARED_DIFFERENCE,
  SUB,
} from "./operations";

const F32: u32 = 0;
const I32: u32 = 1;
const I8: u32 = 2;

function zip(params: usize, begin: u32, end: u32, type: u32, operation: u32): void {
  // Every parameter block of the family begins like Binary.
  const p = changetype<Binary>(params);
  const shape = p.shape;
  const length = row_length(shape);
  const aStep = step(shape, A);
  const bStep = step(shape, B);
  const log2Bytes: usize = type == I8 ? 0 : 2;
  for (let i = begin; i < end;) {
    const row = i / length;
    const column = i - row * length;
    const count = min<u32>(length - column, end - i);
    const a = p.a + ((row_start(shape, row, A) + column * aStep) << log2Bytes);
    const b = p.b + ((row_start(shape, row, B) + column * bStep) << log2Bytes);
    const y = p.y + ((<usize>i) << log2Bytes);
    if (type == F32) float_row(operation, params, a, b, y, count, aStep, bStep);
    else if (type == I32) int_row(operation, a, b, y, count, aStep, bStep);
    else if (operation <= SUB) add_row(params, a, b, y, count, aStep, bStep);
    else if (operation == MUL) mul_row(params, a, b, y, count, aStep, bStep);
    else real_row(operation, params, a, b, y, count, aStep, bStep);
    i += count;
  }
}

export function add_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, ADD);
}

export function sub_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, SUB);
}

export function mul_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, MUL);
}

export function div_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, DIV);
}

export function minimum_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, MINIMUM);
}

export function maximum_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, MAXIMUM);
}

export function squared_difference_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, SQUARED_DIFFERENCE);
}

export function pow_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, POW);
}

export function prelu_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, PRELU);
}

export function add_i8(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I8, ADD);
}

export function mul_i8(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I8, MUL);
}

export function div_i8(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I8, DIV);
}

export function minimum_i8(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I8, MINIMUM);
}

export function maximum_i8(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I8, MAXIMUM);
}

export function squared_difference_i8(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I8, SQUARED_DIFFERENCE);
}

export function prelu_i8(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I8, PRELU);
}

export function add_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, ADD);
}

export function sub_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, SUB);
}

export function mul_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, MUL);
}

export function minimum_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, MINIMUM);
}

export function maximum_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, MAXIMUM);
}

export function div_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, DIV);
}

export function equal_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, EQUAL);
}

export function less_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, LESS);
}

export function less_equal_f32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, F32, LESS_EQUAL);
}

export function equal_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, EQUAL);
}

export function less_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, LESS);
}

export function less_equal_i32(params: usize, begin: u32, end: u32): void {
  zip(params, begin, end, I32, LESS_EQUAL);
}
