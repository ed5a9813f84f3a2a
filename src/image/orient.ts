// Turning pictures upright: EXIF and TIFF orientation (tag 274).

export interface Picture {
  /** RGBA, row by row. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * `orientation` says where the stored first row and first column belong: 1 top, left; 2 top, right; 3 bottom, right;
 * 4 bottom, left; 5 to 8 the same with rows and columns exchanged: left, top; right, top; right, bottom; left, bottom.
 */
export function turnUpright(picture: Picture, orientation: number): Picture {
  if (!(orientation > 1 && orientation <= 8)) return picture;
  const isTurned = orientation > 4;
  const [width, height] = isTurned ? [picture.height, picture.width] : [picture.width, picture.height];
  const flipsX = [2, 3, 6, 7].includes(orientation);
  const flipsY = [3, 4, 7, 8].includes(orientation);
  const from = new Uint32Array(new Uint8Array(picture.data).buffer);
  const to = new Uint32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = flipsX ? width - 1 - x : x;
      const v = flipsY ? height - 1 - y : y;
      to[i++] = from[isTurned ? u * picture.width + v : v * picture.width + u];
    }
  }
  return { data: new Uint8Array(to.buffer), width, height };
}
