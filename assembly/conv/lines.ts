// Convolution of floats line by line of output pixels. The windows of a line lie at equal distances, so that tiles read
// them where they are, one line of the window after the other: in the image, or where it has borders in a copy of some of
// its lines between zeros. Nothing is gathered.
//
// Scratch of one call:  | Block | lines of the image with borders |

import { Block } from "../gemm/block";
import { multiply_f32, TILE_ROWS } from "../gemm/f32";
import { Conv } from "../params";
import { BLOCK_BYTES, describe } from "./conv";

/** Range: output pixels. */
export function conv_lines_f32(params: usize, begin: u32, end: u32): void {
  const p = changetype<Conv>(params);
  const b = describe<f32>(p);
  const isDirect = p.direct != 0;
  const pixel = (<usize>p.channels) << 2;
  const stride = <usize>p.strideWidth * pixel;
  const width = p.outputWidth;
  const columns = (width - 1) * p.strideWidth + p.kernelWidth;
  const lineBytes = <usize>(isDirect ? p.width : columns) * pixel;
  const copies = p.scratch + offsetof<Block>();
  const extent = (p.kernelHeight - 1) * p.dilationHeight + 1;
  // Output lines whose windows the copy holds at once.
  const held = isDirect
    ? 1
    : ((p.scratchBytes - <u32>offsetof<Block>()) / <u32>lineBytes - extent) / p.strideHeight + 1;
  // Pixels whose windows should stay in the innermost cache, whole tiles of them.
  const cached = BLOCK_BYTES / <u32>(stride * <usize>p.kernelHeight);
  const step = max<u32>(cached - (cached % TILE_ROWS), 2 * TILE_ROWS);

  b.weights = p.weights;
  b.bias = p.bias;
  b.pitch = stride;
  b.run = p.kernelWidth * p.channels;
  b.jump = <usize>p.dilationHeight * lineBytes - ((<usize>b.run) << 2);
  b.y = p.y + <usize>begin * b.yPitch;
  const rowEnd = (end + width - 1) / width;
  let row = begin / width;
  let ox = begin - row * width;
  let left = end - begin;
  while (row < rowEnd) {
    const image = row / p.outputHeight;
    const oy = row - image * p.outputHeight;
    const count = min(min(held, rowEnd - row), p.outputHeight - oy);
    const y = <i32>(oy * p.strideHeight) - p.top;
    let line = p.x + <usize>(image * p.height) * <usize>p.width * pixel;
    if (isDirect) {
      line += <usize>(y * <i32>p.width - p.left) * pixel;
    } else {
      copy_lines(p, line, y, (count - 1) * p.strideHeight + extent, lineBytes);
      line = copies;
    }
    row += count;
    for (const last = line + <usize>(count * p.strideHeight) * lineBytes; line < last;) {
      b.a = line + <usize>ox * stride;
      let pixels = min(width - ox, left);
      left -= pixels;
      ox = 0;
      while (pixels > 0) {
        b.rows = min(step, pixels);
        multiply_f32(b);
        b.a += <usize>b.rows * stride;
        b.y += <usize>b.rows * b.yPitch;
        pixels -= b.rows;
      }
      line += <usize>p.strideHeight * lineBytes;
    }
  }
}

/** Copies `count` lines from line y on to scratch, with the zeros before, behind, above and below the image. */
function copy_lines(p: Conv, image: usize, y: i32, count: u32, lineBytes: usize): void {
  const pixel = (<usize>p.channels) << 2;
  const left = <usize>p.left * pixel;
  const imageBytes = <usize>p.width * pixel;
  const bytes = min(imageBytes, lineBytes - left);
  let to = p.scratch + offsetof<Block>();
  for (const end = to + <usize>count * lineBytes; to < end; to += lineBytes, y++) {
    const isInside = <u32>y < p.height;
    memory.fill(to, 0, isInside ? left : lineBytes);
    if (!isInside) continue;
    memory.copy(to + left, image + <usize>y * imageBytes, bytes);
    memory.fill(to + left + bytes, 0, lineBytes - left - bytes);
  }
}
