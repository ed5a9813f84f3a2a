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
  } else if (FOR_JAVASCRIPT) {
    memory.copy(to, from, bytes);
  } else {
    for (let i: usize = 0; i < bytes; i += 8) store<u64>(to + i, load<u64>(from + i));
  }
}


@inline
function fill<P>(to: usize, pattern: P, bytes: usize): void {
  if (FOR_JAVASCRIPT) memory.fill(to, <u8>pattern, bytes);
  else for (let i: usize = 0; i < bytes; i += 8) store<P>(to + i, pattern);
}

/** Writes b.rows rows, b.pitch bytes apart, at b.a: the windows of the output pixels from `first` on, channels of `group`. */
export function gather<T>(p: Conv, b: Block, first: u32, group: u32): void {
  const outputWidth = p.outputWidth;
  const outputHeight = p.outputHeight;
  const pitch = b.pitch;
  const pixel = <usize>p.channels * sizeof<T>();
  const imageBytes = <usize>(p.height * p.width) * pixel;
  // Lines of a window are single runs; where the whole window lies in the image nothing else need be looked at.
  const isRuns = p.insertHeight == 1 && p.insertWidth == 1 && p.dilationWidth == 1 && p.groups == 1;
  const lastY = isRuns ? <i32>p.height - <i32>((p.kernelHeight - 1) * p.dilationHeight) : i32.MIN_VALUE;
  const lastX = <i32>p.width - <i32>p.kernelWidth;
  const strideWidth = <i32>p.strideWidth;

  let ox = first % outputWidth;
  let oy = (first / outputWidth) % outputHeight;
  let image = p.x + <usize>(first / outputWidth / outputHeight) * imageBytes;
  let row = b.a;
  let left = b.rows;
  while (left > 0) {
    const y = <i32>(oy * p.strideHeight) - p.top;
    const x = <i32>ox * strideWidth - p.left;
    let count: u32 = 1;
    if (y >= 0 && y < lastY && x >= 0 && x <= lastX) {
      count = min(min(left, outputWidth - ox), <u32>(lastX - x) / strideWidth + 1);
      copy_windows(p, row, pitch, image + <usize>(y * <i32>p.width + x) * pixel, pixel, count);
    } else if (isRuns) {
      gather_runs<T>(p, row, image, y, x);
    } else {
      gather_positions<T>(p, row, image + <usize>(group * (p.channels / p.groups)) * sizeof<T>(), y, x);
    }
    left -= count;
    row += <usize>count * pitch;
    ox += count;
    if (ox == outputWidth) {
      ox = 0;
      if (++oy == outputHeight) {
        oy = 0;
        image += imageBytes;
      }
    }
  }
}

/** `count` windows along a line of the image, all inside it. A loop of its own: V8 would spill around the calls above. */
function copy_windows(p: Conv, to: usize, pitch: usize, from: usize, pixel: usize, count: u32): void {
  const run = <usize>p.kernelWidth * pixel;
  const window = <usize>p.kernelHeight * run;
  const lineStep = pixel * <usize>(p.width * p.dilationHeight);
  const step = pixel * <usize>p.strideWidth;
  const end = to + <usize>count * pitch;
  for (; to < end; to += pitch) {
    const lineEnd = to + window;
    let line = from;
    for (let at = to; at < lineEnd; at += run) {
      copy(at, line, run);
      line += lineStep;
    }
    from += step;
  }
}

/** What a byte of positions outside the image holds. */
@inline
function zero_of<T>(p: Conv): u8 {
  return sizeof<T>() == 1 ? <u8>(p.inputZero ^ flip()) : 0;
}

/** A window at the image's border, line by line: padding, a run of the image, padding. */
function gather_runs<T>(p: Conv, to: usize, image: usize, y: i32, x: i32): void {
  const pixel = <usize>p.channels * sizeof<T>();
  const kernelWidth = <i32>p.kernelWidth;
  const zero = FOR_JAVASCRIPT ? zero_of<T>(p) : <u64>zero_of<T>(p) * 0x0101010101010101;
  const run = <usize>kernelWidth * pixel;
  const begin = <usize>min(max(-x, 0), kernelWidth) * pixel;
  const end = <usize>min(max(<i32>p.width - x, 0), kernelWidth) * pixel;
  for (let ky = p.kernelHeight; ky > 0; ky--) {
    if (<u32>y < p.height && begin < end) {
      fill(to, zero, begin);
      copy(to + begin, image + <usize>(y * <i32>p.width + x) * pixel + begin, end - begin);
      fill(to + end, zero, run - end);
    } else {
      fill(to, zero, run);
    }
    to += run;
    y += <i32>p.dilationHeight;
  }
}

/** Any window, position by position; y and x count from the padded, zero-inserted image's origin. */
function gather_positions<T>(p: Conv, to: usize, image: usize, y: i32, x: i32): void {
  const pixel = <usize>p.channels * sizeof<T>();
  const run = pixel / <usize>p.groups;
  const zero = FOR_JAVASCRIPT ? zero_of<T>(p) : <u64>zero_of<T>(p) * 0x0101010101010101;
  for (let ky: u32 = 0; ky < p.kernelHeight; ky++) {
    const iy = uninserted(y + <i32>(ky * p.dilationHeight), p.insertHeight);
    const line = image + <usize>iy * <usize>p.width * pixel;
    for (let kx: u32 = 0; kx < p.kernelWidth; kx++) {
      const ix = uninserted(x + <i32>(kx * p.dilationWidth), p.insertWidth);
      if (iy < p.height && ix < p.width) copy(to, line + <usize>ix * pixel, run);
      else fill(to, zero, run);
      to += run;
    }
  }
}

/** The position in the image of one in the zero-inserted image; a large number if there is none. */
@inline
function uninserted(at: i32, insert: u32): u32 {
  if (insert == 1) return <u32>at;
  return at >= 0 && <u32>at % insert == 0 ? <u32>at / insert : u32.MAX_VALUE;
}
