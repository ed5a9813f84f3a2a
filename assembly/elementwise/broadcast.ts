// How the operands of a binary operator meet: y is cut into rows, the longest stretches along which each operand either
// runs along with y or stays at one element.
//
// The shape block (written by src/ops/broadcast.ts), u32 each, strides in elements:
//
//   row length | step of a (0 or 1) | step of b | number of outer dimensions | then for each, innermost first:
//                                                                              size | stride of a | stride of b

export const A: usize = 0;
export const B: usize = 4;


@inline
export function row_length(shape: usize): u32 {
  return load<u32>(shape);
}

/** 0: the operand stays at one element during a row. */
@inline
export function step(shape: usize, operand: usize): u32 {
  return load<u32>(shape + operand, 4);
}

/** Offset, in elements, of an operand at a row of y. */
export function row_start(shape: usize, row: u32, operand: usize): usize {
  let offset: u32 = 0;
  let dim = shape + 16;
  for (let left = load<u32>(shape, 12); left > 0; left--, dim += 12) {
    const size = load<u32>(dim);
    const outer = row / size;
    offset += (row - outer * size) * load<u32>(dim + operand, 4);
    row = outer;
  }
  return offset;
}
