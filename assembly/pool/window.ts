// The walk of every pooling: output pixels row by row, each with the part of its window that lies inside the image.

import { Pool } from "../params";

/**
 * Calls op.pool(from, rows, columns, y) for every output pixel of the rows [begin, end): `from` is the address of the
 * window's first pixel inside the image, rows · columns the extent of that part, y the address of the result.
 */
@inline
export function slide<Op extends Pool, T>(params: usize, begin: u32, end: u32): void {
  const p = changetype<Op>(params);
  const height = p.height;
  const width = p.width;
  const outputHeight = p.outputHeight;
  const outputWidth = p.outputWidth;
  const pixelBytes = <usize>(p.channels * sizeof<T>());
  let y = p.y + <usize>begin * <usize>outputWidth * pixelBytes;
  for (let row = <i32>begin; row < <i32>end; row++) {
    const batch = row / outputHeight;
    const windowY = (row - batch * outputHeight) * p.strideHeight - p.top;
    const firstY = max(windowY, 0);
    const rows = min(windowY + p.kernelHeight, height) - firstY;
    const line = p.x + <usize>(batch * height + firstY) * <usize>width * pixelBytes;
    let windowX = -p.left;
    for (let column = 0; column < outputWidth; column++) {
      const firstX = max(windowX, 0);
      const columns = min(windowX + p.kernelWidth, width) - firstX;
      p.pool(line + <usize>firstX * pixelBytes, rows, columns, y);
      windowX += p.strideWidth;
      y += pixelBytes;
    }
  }
}
