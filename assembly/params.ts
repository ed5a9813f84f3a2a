// The ABI of the kernels: one class per parameter block, overlaid on memory that the compiler wrote. Every field is four
// bytes; the same names in the same order stand in src/kernels/params.ts, and a test compares the two.
//
// A kernel is `name(params, begin, end)`: it handles the part [begin, end) of its range and checks nothing; shapes were
// checked when the model was compiled. Addresses are absolute. 16 bytes after the end of any buffer may be read.

/** y[i] = f(x[i]); range: elements. */
@unmanaged
export class Unary {
  x: usize = 0;
  y: usize = 0;
  /** The operator's own constants: a slope, a bound. */
  alpha: f32 = 0;
  beta: f32 = 0;
}

/** y[i] = table[x[i] + 128] over int8; range: elements. */
@unmanaged
export class Table {
  x: usize = 0;
  y: usize = 0;
  /** 256 int8 values, for −128 first. */
  table: usize = 0;
}

/** x[i] becomes the stored form of the int8 value x[i] (lane/int8.ts); range: elements. Run once, at load. */
@unmanaged
export class Flip {
  x: usize = 0;
}
