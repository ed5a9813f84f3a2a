// JPEG colours as libjpeg makes them. Jimp's decoder repeats subsampled chroma and cuts off fractions, which is enough to
// change what a small network sees; so it is asked for the bare components, and this file does the rest as libjpeg does by
// default ("fancy" triangle upsampling of jdsample.c, the rounded conversion of jdcolor.c), which is what Pillow, OpenCV
// and TensorFlow hand to networks.

import { readTiffTags } from "./header.ts";

interface Component {
  readonly id: number;
  readonly h: number;
  readonly v: number;
}

export interface JpegLayout {
  readonly components: readonly Component[];
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** The components are luma and chroma, not red, green and blue. */
  readonly isYcc: boolean;
  /** The file, changed so that a decoder leaves colours and orientation alone. */
  readonly bare: Uint8Array;
}

/** Undefined unless the file has three components. */
export function readJpegLayout(bytes: Uint8Array): JpegLayout | undefined {
  const bare = bytes.slice();
  const view = new DataView(bare.buffer);
  const starts = (at: number, word: string) => [...word].every((c, i) => bare[at + i] === c.charCodeAt(0));
  let orientation = 1;
  let adobe: number | undefined;
  let hasJfif = false;
  for (let at = 2; at + 4 <= bare.length && bare[at] === 0xff; ) {
    const marker = bare[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    const [body, end] = [at + 4, at + 2 + view.getUint16(at + 2)];
    if (marker === 0xe0 && starts(body, "JFIF")) hasJfif = true;
    if (marker === 0xe1 && starts(body, "Exif\0\0") && end <= bare.length) {
      orientation = readOrientation(bare.slice(body + 6, end));
      bare[body] = 0x78;
    }
    if (marker === 0xee && starts(body, "Adobe") && body + 12 <= end) {
      adobe = bare[body + 11];
      bare[body + 11] = 0;
    }
    if (marker >= 0xc0 && marker <= 0xc2) {
      if (bare[body + 5] !== 3 || body + 15 > bare.length) return undefined;
      const components = [0, 1, 2].map((i) => {
        const place = body + 6 + 3 * i;
        return { id: bare[place], h: bare[place + 1] >> 4, v: bare[place + 1] & 15 };
      });
      const isNamedRgb = String.fromCharCode(...components.map(({ id }) => id)) === "RGB";
      const isYcc = hasJfif || (adobe === undefined ? !isNamedRgb : adobe !== 0);
      return { components, orientation, isYcc, bare };
    }
    at = end;
  }
  return undefined;
}

function readOrientation(exif: Uint8Array): number {
  if (exif.length < 8) return 1;
  return readTiffTags(new DataView(exif.buffer), exif[0] === 0x49).get(274)?.[0] ?? 1;
}

/** Finishes the bare components in `data` (in the places of red, green and blue of RGBA pixels), in place. */
export function finishColors(
  { data, width, height }: { readonly data: Uint8Array; readonly width: number; readonly height: number },
  { components, isYcc }: JpegLayout,
): void {
  const maxH = Math.max(...components.map(({ h }) => h));
  const maxV = Math.max(...components.map(({ v }) => v));
  components.forEach(({ h, v }, channel) => {
    smooth({ data, width, height, channel }, maxH / h, maxV / v);
  });
  if (isYcc) toRgb(data);
}

interface Channel {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channel: number;
}

/** Replaces a repeated channel by its triangle upsampling, where libjpeg has one: by 2 across, down or both. */
function smooth({ data, width, height, channel }: Channel, across: number, down: number): void {
  const columns = Math.ceil(width / across);
  const isFancy = (across === 2 && columns > 2 && (down === 1 || down === 2)) || (across === 1 && down === 2);
  if (!isFancy) return;
  const rows = Math.ceil(height / down);
  const small = new Uint8Array(columns * rows);
  for (let y = 0, i = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) small[i++] = data[(y * down * width + x * across) * 4 + channel];
  }
  // A row of sums first: 3 parts of the nearer row and 1 of the other, or the row alone.
  const sums = new Int32Array(columns);
  for (let y = 0; y < height; y++) {
    const near = Math.floor(y / down);
    const isUpper = y % 2 === 0;
    const far = Math.min(rows - 1, Math.max(0, isUpper ? near - 1 : near + 1));
    for (let x = 0; x < columns; x++) {
      const value = small[near * columns + x];
      sums[x] = down === 2 ? 3 * value + small[far * columns + x] : value;
    }
    const row = { data, to: y * width * 4 + channel, width };
    if (across === 1) writeRow(row, sums, isUpper ? 1 : 2);
    else spreadRow(row, sums, down === 2);
  }
}

interface Row {
  readonly data: Uint8Array;
  readonly to: number;
  readonly width: number;
}

function writeRow({ data, to, width }: Row, sums: Int32Array, bias: number): void {
  for (let x = 0; x < width; x++) data[to + 4 * x] = (sums[x] + bias) >> 2;
}

/** Every sum becomes two pixels: 3 parts of it and 1 of its neighbour. Left and right pixels round differently. */
function spreadRow({ data, to, width }: Row, sums: Int32Array, isQuadruple: boolean): void {
  const shift = isQuadruple ? 4 : 2;
  const [left, right] = isQuadruple ? [8, 7] : [1, 2];
  const last = sums.length - 1;
  for (let x = 0; x < width; x++) {
    const i = x >> 1;
    const isLeft = x % 2 === 0;
    const neighbour = isLeft ? sums[Math.max(0, i - 1)] : sums[Math.min(last, i + 1)];
    data[to + 4 * x] = (3 * sums[i] + neighbour + (isLeft ? left : right)) >> shift;
  }
}

const fixed = (x: number) => Math.round(x * 65536);
const HALF = 32768;

/** Luma and chroma (JFIF) to red, green, blue, each rounded. */
function toRgb(data: Uint8Array): void {
  const [redCr, blueCb, greenCr, greenCb] = [fixed(1.402), fixed(1.772), fixed(0.71414), fixed(0.34414)];
  const clamp = (v: number) => (v < 0 ? 0 : v > 255 ? 255 : v);
  for (let i = 0; i + 4 <= data.length; i += 4) {
    const y = data[i];
    const cb = data[i + 1] - 128;
    const cr = data[i + 2] - 128;
    data[i] = clamp(y + ((redCr * cr + HALF) >> 16));
    data[i + 1] = clamp(y + ((HALF - greenCb * cb - greenCr * cr) >> 16));
    data[i + 2] = clamp(y + ((blueCb * cb + HALF) >> 16));
  }
}
