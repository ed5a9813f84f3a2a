// The ABI of the kernels: one class per parameter block, overlaid on memory that the compiler wrote. Every field is four
// bytes; the same names in the same order stand in src/kernels/params.ts, and a test compares the two.
//
// A kernel is `name(params, begin, end)`: it handles the part [begin, end) of its range and checks nothing; shapes were
// checked when the model was compiled. Addresses are absolute. 16 bytes after the end of any buffer may be read.
//
// Parts of a range may run in any order, or at the same time on several threads. So a call writes nothing outside its part of
// the outputs, not even what another part will write again, and working memory of its own is in the field `scratch`: every
// thread gets a copy of the block with another address there. Memory that one call leaves for the next has another name.

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

/** Depthwise convolution, NHWC; range: output rows, batch · outputHeight of them. */
@unmanaged
export class Depthwise {
  x: usize = 0;
  y: usize = 0;
  /** Packed as src/kernels/depthwise_layout.ts draws it. */
  weights: usize = 0;
  /** One f32 (f32) or i32 (int8, zero points folded in) an output channel, padded to a multiple of eight. */
  bias: usize = 0;
  /** int8: one f32 an output channel, padded to a multiple of eight. */
  scale: usize = 0;
  /** What taps outside the image read, and the addresses of taps; src/ops/depthwise_conv_2d/lower.ts has its size. */
  scratch: usize = 0;
  /** With a multiplier above 1: 16 byte indices a channel block that pick its input channels; else 0. */
  lanes: usize = 0;
  height: i32 = 0;
  width: i32 = 0;
  channels: i32 = 0;
  outputHeight: i32 = 0;
  outputWidth: i32 = 0;
  /** Output channels for each input channel. */
  multiplier: i32 = 0;
  kernelHeight: i32 = 0;
  kernelWidth: i32 = 0;
  strideHeight: i32 = 0;
  strideWidth: i32 = 0;
  dilationHeight: i32 = 0;
  dilationWidth: i32 = 0;
  top: i32 = 0;
  left: i32 = 0;
  /** int8: zero points and bounds of the result. */
  inputZero: i32 = 0;
  outputZero: i32 = 0;
  low: i32 = 0;
  high: i32 = 0;
  /** f32: bounds of the result. */
  min: f32 = 0;
  max: f32 = 0;
}

/** Pooling, NHWC; range: output rows, batch · outputHeight of them. */
@unmanaged
export class Pool {
  x: usize = 0;
  y: usize = 0;
  height: i32 = 0;
  width: i32 = 0;
  channels: i32 = 0;
  outputHeight: i32 = 0;
  outputWidth: i32 = 0;
  kernelHeight: i32 = 0;
  kernelWidth: i32 = 0;
  strideHeight: i32 = 0;
  strideWidth: i32 = 0;
  top: i32 = 0;
  left: i32 = 0;
  /** int8: bounds of the result. */
  low: i32 = 0;
  high: i32 = 0;
  /** f32: bounds of the result. */
  min: f32 = 0;
  max: f32 = 0;
  /** int8 average within one quantisation: ties are rounded away from −origin. */
  origin: i32 = 0;
  /** int8 average between two quantisations: inputScale / outputScale, and the zero points. */
  ratio: f32 = 0;
  inputZero: i32 = 0;
  outputZero: i32 = 0;
}

/** y[o, i] = reduction of x[o, r, i] over r; range: o. */
@unmanaged
export class Reduce {
  x: usize = 0;
  y: usize = 0;
  /** Elements reduced to one. */
  count: i32 = 0;
  /** Elements between two that are reduced together: the product of the dimensions behind. */
  inner: i32 = 0;
  /** sum_f32: what the sum is multiplied with. */
  factor: f32 = 0;
}

/** The k first of each row of x in order, and their indices; range: rows. */
@unmanaged
export class TopK {
  x: usize = 0;
  values: usize = 0;
  /** i32. */
  indices: usize = 0;
  /** Elements of a row of x, at least k. */
  count: u32 = 0;
  k: u32 = 0;
  /** 0: the largest come first; −1: the smallest. */
  reversal: i32 = 0;
}

/** y[i] = int8 result of the int32 sum x[i]; range: elements. */
@unmanaged
export class Requantize {
  x: usize = 0;
  y: usize = 0;
  /** Added to the sum before scaling. */
  offset: i32 = 0;
  scale: f32 = 0;
  zero: i32 = 0;
}

/**
 * Convolution of x[batch, height, width, channels] to y[batch, outputHeight, outputWidth, groups · outputs], or a fully
 * connected layer on rows; range: output pixels, or rows; panels of weights where there is one row.
 */
@unmanaged
export class Conv {
  x: usize = 0;
  y: usize = 0;
  /** Panels of every group, one group after the other (src/kernels/panels.ts). */
  weights: usize = 0;
  /** One i32 (f32) for each output, each group padded to whole panels. int8: input zero points are folded in. */
  bias: usize = 0;
  /** int8: one f32 for each output, padded likewise: accumulator · scale + outputZero is the result. */
  scales: usize = 0;
  /** Working memory; more makes larger blocks. */
  scratch: usize = 0;
  scratchBytes: u32 = 0;
  /**
   * 1: row i of the matrix is the image's pixel i (1x1, no stride, no padding); all window fields are then unused.
   * 1 + n: the same with n rows and one group, and a range of panels.
   */
  direct: u32 = 0;
  height: u32 = 0;
  width: u32 = 0;
  channels: u32 = 0;
  kernelHeight: u32 = 0;
  kernelWidth: u32 = 0;
  strideHeight: u32 = 0;
  strideWidth: u32 = 0;
  dilationHeight: u32 = 0;
  dilationWidth: u32 = 0;
  /** Positions of zero before the image; may be negative. */
  top: i32 = 0;
  left: i32 = 0;
  /** Transposed convolution: s − 1 zero rows (columns) are inserted between those of the image; else 1. */
  insertHeight: u32 = 0;
  insertWidth: u32 = 0;
  outputHeight: u32 = 0;
  outputWidth: u32 = 0;
  groups: u32 = 0;
  /** Inputs of one output: kernelHeight · kernelWidth · channels / groups. */
  depth: u32 = 0;
  /** Output channels of one group. */
  outputs: u32 = 0;
  inputZero: i32 = 0;
  /** Of all weights; not 0 only in models that began as uint8. */
  weightZero: i32 = 0;
  outputZero: i32 = 0;
  /** Bounds of the result in its own element type. */
  low: f32 = 0;
  high: f32 = 0;
}

/** int8 panels and their biases, made ready for the machine at load; range: panels. */
@unmanaged
export class Panels {
  weights: usize = 0;
  bias: usize = 0;
  /** Elements of k in a panel, a multiple of 4. */
  depth: u32 = 0;
}

/**
 * A strided copy, y <- x; range: rows. All steps are in bytes, may be zero in x and negative in both.
 * A row is counted by five nested dimensions, 0 outermost; unused ones count 1 and are the outermost.
 */
@unmanaged
export class Copy {
  x: usize = 0;
  y: usize = 0;
  /** Of a row: bytes of a run, elements of a line. */
  length: i32 = 0;
  /** From one element of a line to the next. */
  xStep: i32 = 0;
  yStep: i32 = 0;
  /** Extent of each dimension. */
  count0: i32 = 0;
  count1: i32 = 0;
  count2: i32 = 0;
  count3: i32 = 0;
  count4: i32 = 0;
  /** From one index of each dimension to the next, in x. */
  x0: i32 = 0;
  x1: i32 = 0;
  x2: i32 = 0;
  x3: i32 = 0;
  x4: i32 = 0;
  /** And in y. */
  y0: i32 = 0;
  y1: i32 = 0;
  y2: i32 = 0;
  y3: i32 = 0;
  y4: i32 = 0;
}

/** y[o, i, :] = x[o, index[i], :]; range: rows of y. */
@unmanaged
export class Gather {
  x: usize = 0;
  y: usize = 0;
  /** `count` indices, i32, taken as the nearest of 0 .. limit − 1. */
  index: usize = 0;
  count: i32 = 0;
  /** Rows of x for each o. */
  limit: i32 = 0;
  /** Of a row. */
  bytes: i32 = 0;
}

/** NHWC; range: output rows of all images. */
@unmanaged
export class ResizeBilinear {
  x: usize = 0;
  y: usize = 0;
  /** One entry each output row and column: resize/bilinear.ts has the layout. */
  rows: usize = 0;
  columns: usize = 0;
  /** Of the output. */
  height: i32 = 0;
  width: i32 = 0;
  /** All channels of a pixel. */
  pixelBytes: i32 = 0;
  /** Of an input image. */
  imageBytes: i32 = 0;
}

/** y[o, i, :] = the weighted sum of some rows x[o, …, :]; range: rows of y. */
@unmanaged
export class Resample {
  x: usize = 0;
  y: usize = 0;
  /** `taps` entries for each i: resize/resample.ts has the layout. */
  table: usize = 0;
  taps: i32 = 0;
  /** Rows of y for each o. */
  count: i32 = 0;
  /** Of a row, and of all rows of x for one o. */
  rowBytes: i32 = 0;
  slabBytes: i32 = 0;
}

/** y = f(a, b) with broadcasting, clamped to [low, high]; range: elements of y. f32; i32 ignores the bounds. */
@unmanaged
export class Binary {
  a: usize = 0;
  b: usize = 0;
  y: usize = 0;
  /** How rows of y meet rows of a and b: elementwise/broadcast.ts. */
  shape: usize = 0;
  low: f32 = 0;
  high: f32 = 0;
}

/** int8 y = a · aMultiplier + b · bMultiplier in fixed point, broadcast like Binary; range: elements of y. */
@unmanaged
export class AddInt8 {
  a: usize = 0;
  b: usize = 0;
  y: usize = 0;
  shape: usize = 0;
  /** Real scales over the output's, times 2^shift. */
  aMultiplier: i32 = 0;
  bMultiplier: i32 = 0;
  /** Half of 2^shift, less the zero points times their multipliers. */
  bias: i32 = 0;
  shift: i32 = 0;
  zeroPoint: i32 = 0;
  low: i32 = 0;
  high: i32 = 0;
}

/** y[i] = condition[i] ≠ 0 ? a[i] : b[i]; range: elements of y. */
@unmanaged
export class Where {
  /** i32. */
  condition: usize = 0;
  a: usize = 0;
  b: usize = 0;
  y: usize = 0;
  /** 1, or 0 where the operand is one element for all. */
  aStep: u32 = 0;
  bStep: u32 = 0;
}

/**
 * int8 y = f(a, b) in real numbers, broadcast like Binary; range: elements of y.
 *
 * mul_i8 multiplies the integers and then by outputScale; the others dequantise with aScale and bScale, compute in f32 and
 * multiply by outputScale.
 */
@unmanaged
export class BinaryInt8 {
  a: usize = 0;
  b: usize = 0;
  y: usize = 0;
  shape: usize = 0;
  aZeroPoint: i32 = 0;
  bZeroPoint: i32 = 0;
  zeroPoint: i32 = 0;
  low: i32 = 0;
  high: i32 = 0;
  aScale: f32 = 0;
  bScale: f32 = 0;
  outputScale: f32 = 0;
}

/** int8 y[i] = clamp(x[i], low, high); range: elements. */
@unmanaged
export class ClampInt8 {
  x: usize = 0;
  y: usize = 0;
  low: i32 = 0;
  high: i32 = 0;
}

/** Between int8 and f32, and plain conversions; range: elements. */
@unmanaged
export class Convert {
  x: usize = 0;
  y: usize = 0;
  /** quantize_f32: 1 / scale of the output; dequantize_i8: scale of the input. */
  scale: f32 = 0;
  zeroPoint: i32 = 0;
}

/** f32 functions of whole rows; range: rows. */
@unmanaged
export class Rows {
  x: usize = 0;
  y: usize = 0;
  columns: u32 = 0;
  /** softmax: the factor of the exponent. l2_normalization: the least norm. */
  alpha: f32 = 0;
}

/** int8 softmax and log-softmax; range: rows. */
@unmanaged
export class SoftmaxInt8 {
  x: usize = 0;
  y: usize = 0;
  columns: u32 = 0;
  /** 256 f32: table[255 − d] is e^(−d · scale of x · beta). */
  table: usize = 0;
  /** softmax: scale of y. log_softmax: 1 / scale of y. */
  outputScale: f32 = 0;
  zeroPoint: i32 = 0;
  /** log_softmax: scale of x. */
  inputScale: f32 = 0;
}

/** One pass of a photo's resize: photo_columns_u8, then photo_rows_u8. Run by src/input, in a memory of its own. */
@unmanaged
export class Photo {
  x: usize = 0;
  y: usize = 0;
  /** A column (row) of y: the first one of x that it is made of, how many, and their weights; i32 all. */
  taps: usize = 0;
  tapsBytes: i32 = 0;
  /** Of x. */
  rowBytes: i32 = 0;
  /** Of y. */
  columns: i32 = 0;
  /** Bytes a pixel between the passes: 1 or 4. */
  planes: i32 = 0;
  /** Columns: bytes a pixel of x. */
  step: i32 = 0;
  /** Rows: working memory, as long as a row of x. */
  line: usize = 0;
  /** Rows: 256 values for each channel of y. */
  tables: usize = 0;
  channels: i32 = 0;
  /** Rows: a value has 1 << shift bytes. */
  shift: i32 = 0;
  /** Rows: the plane of the first channel, and from each to the next. */
  firstPlane: i32 = 0;
  planeStep: i32 = 0;
}
