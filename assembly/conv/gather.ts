// The windows of an image as rows of a matrix ("im2col"), a block of output pixels at a time.
//
//   row of one output pixel:  | ky=0,kx=0: c0 c1 … | kx=1: c0 c1 … | … | ky=1,kx=0: … |      the order of the weights
//
// Positions outside the image hold its zero. With an insertion of s (transposed convolution) s − 1 zero positions stand
// between any two rows and columns of the image. Copies go 16 bytes at a time and may reach past their end: what they
// spoil is written afterwards, or lies in the 16 spare bytes after the block.

import { flip } from "../lane/int8";
import { Conv } from "../params";
import { Block } from "../gemm/block";


@inline
function copy(to: usize, from: usize, bytes: usize): void {
  if (ASC_FEATURE_SIMD) {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
  } else {
    for (let i: usize = 0; i < bytes; i += 8) store<u64>(to + i, load<u64>(from + i));
  }
}


@inline
function fill(to: usize, pattern: u64, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) store<u64>(to + i, pattern);
}

/** Writes b.rows rows, b.pitch bytes apart, at b.a: the windows of the output pixels from `first` on, channels of `group`. */
export function gather<T>(p: Conv, b: Block, first: u32, group: u32): void {
  const width = p.outputWidth;
  const height = p.outputHeight;
  const pitch = b.pitch;
  const rowEnd = b.a + <usize>b.rows * pitch;
  const imageBytes = <usize>(p.height * p.width * p.channels) * sizeof<T>();
  const channelBytes = <usize>(p.channels / p.groups) * sizeof<T>();
  // Where the window's extent along each axis is free of borders and holes, whole runs are copied.
  const lastY = p.insertHeight == 1 ? <i32>p.height - <i32>((p.kernelHeight - 1) * p.dilationHeight) : i32.MIN_VALUE;
  const lastX = p.insertWidth == 1 ? <i32>p.width - <i32>((p.kernelWidth - 1) * p.dilationWidth) : i32.MIN_VALUE;
  const strideHeight = <i32>p.strideHeight;
  const strideWidth = <i32>p.strideWidth;
  const top = p.top;
  const left = p.left;

  let ox = first % width;
  let oy = (first / width) % height;
  let image = p.x + <usize>(first / width / height) * imageBytes + <usize>group * channelBytes;
  for (let row = b.a; row < rowEnd; row += pitch) {
    const y = <i32>oy * strideHeight - top;
    const x = <i32>ox * strideWidth - left;
    if (y >= 0 && y < lastY && x >= 0 && x < lastX) gather_inside<T>(p, row, image, y, x);
    else gather_border<T>(p, row, image, y, x);
    if (++ox == width) {
      ox = 0;
      if (++oy == height) {
        oy = 0;
        image += imageBytes;
      }
    }
  }
}

/** A window that lies in the image: as few runs as the layout allows. */
@inline
function gather_inside<T>(p: Conv, to: usize, image: usize, y: i32, x: i32): void {
  const pixel = <usize>p.channels * sizeof<T>();
  const isContiguous = p.dilationWidth == 1 && p.groups == 1;
  const runs: u32 = isContiguous ? 1 : p.kernelWidth;
  const run = isContiguous ? <usize>p.kernelWidth * pixel : pixel / <usize>p.groups;
  const runStep = pixel * <usize>p.dilationWidth;
  const lineStep = pixel * <usize>(p.width * p.dilationHeight);
  let line = image + <usize>(y * <i32>p.width + x) * pixel;
  for (let ky: u32 = 0; ky < p.kernelHeight; ky++) {
    let from = line;
    for (let kx: u32 = 0; kx < runs; kx++) {
      copy(to, from, run);
      to += run;
      from += runStep;
    }
    line += lineStep;
  }
}

/** Any window, position by position; y and x count from the padded, zero-inserted image's origin. */
function gather_border<T>(p: Conv, to: usize, image: usize, y: i32, x: i32): void {
  const pixel = <usize>p.channels * sizeof<T>();
  const run = pixel / <usize>p.groups;
  const insertHeight = <i32>p.insertHeight;
  const insertWidth = <i32>p.insertWidth;
  const zero: u64 = sizeof<T>() == 1 ? <u64>(<u8>(p.inputZero ^ flip())) * 0x0101010101010101 : 0;
  for (let ky: u32 = 0; ky < p.kernelHeight; ky++) {
    const iy = y + <i32>(ky * p.dilationHeight);
    const hasLine = iy >= 0 && iy % insertHeight == 0 && iy / insertHeight < <i32>p.height;
    const line = image + <usize>(iy / insertHeight) * <usize>p.width * pixel;
    for (let kx: u32 = 0; kx < p.kernelWidth; kx++) {
      const ix = x + <i32>(kx * p.dilationWidth);
      if (hasLine && ix >= 0 && ix % insertWidth == 0 && ix / insertWidth < <i32>p.width) {
        copy(to, line + <usize>(ix / insertWidth) * pixel, run);
      } else {
        fill(to, zero, run);
      }
      to += run;
    }
  }
}
