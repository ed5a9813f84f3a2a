// i32 operators of two inputs along one row; results wrap around.

import { ADD, MINIMUM, MUL, SUB } from "./operations";

/** `operation` is ADD, SUB, MUL, MINIMUM or MAXIMUM. Steps: 0 where an operand stays at one element. */
export function int_row(operation: u32, a: usize, b: usize, y: usize, count: u32, aStep: u32, bStep: u32): void {
  for (let j: u32 = 0; j < count; j++) {
    const x = load<i32>(a + ((j * aStep) << 2));
    const z = load<i32>(b + ((j * bStep) << 2));
    let result: i32;
    if (operation == ADD) result = x + z;
    else if (operation == SUB) result = x - z;
    else if (operation == MUL) result = x * z;
    else if (operation == MINIMUM) result = min<i32>(x, z);
    else result = max<i32>(x, z);
    store<i32>(y + (j << 2), result);
  }
}
