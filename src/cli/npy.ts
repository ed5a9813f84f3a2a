// NumPy's .npy files, versions 1 to 3: the arrays that models take and give. Little-endian, C order.
// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
//
//    0  0x93 "NUMPY"  6  major, minor  8  u16 (version 1) or u32 header length
//   then the header, a Python dict ending in a newline:  {'descr': '<f4', 'fortran_order': False, 'shape': (1, 10), }
//   then the values

import { PORT_BYTES, type PortDType, portData } from "../tools.ts";
import { UserError } from "./errors.ts";

export interface NpyArray {
  readonly dtype: PortDType;
  readonly shape: readonly number[];
  /** Little-endian values, row-major. */
  readonly bytes: Uint8Array;
}

const DESCRIPTIONS: Readonly<Record<PortDType, string>> = { f32: "<f4", i8: "|i1", u8: "|u1", i32: "<i4", i64: "<i8" };
const NUMPY_NAMES: Readonly<Record<PortDType, string>> = {
  f32: "float32",
  i8: "int8",
  u8: "uint8",
  i32: "int32",
  i64: "int64",
};
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((value, i) => bytes[i] === value);
}

/** The values as numbers; integers of 64 bits beyond 2^53 lose digits. */
export function npyNumbers({ dtype, bytes }: NpyArray): number[] {
  return Array.from(portData(dtype, bytes.slice().buffer), Number);
}

export function numpyName(dtype: PortDType): string {
  return NUMPY_NAMES[dtype];
}

export function writeNpy({ dtype, shape, bytes }: NpyArray): Uint8Array {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dict = `{'descr': '${DESCRIPTIONS[dtype]}', 'fortran_order': False, 'shape': (${dims}), }`;
  // The values begin at a multiple of 64.
  const header = `${dict.padEnd(Math.ceil((10 + dict.length + 1) / 64) * 64 - 11)}\n`;
  const file = new Uint8Array(10 + header.length + bytes.length);
  file.set([...MAGIC, 1, 0, header.length & 0xff, header.length >> 8]);
  file.set(new TextEncoder().encode(header), 10);
  file.set(bytes, 10 + header.length);
  return file;
}

/** `name` is for messages. Throws UserError for anything that is not a whole .npy file of an element type we know. */
export function readNpy(file: Uint8Array, name: string): NpyArray {
  const fail = (what: string): never => {
    throw new UserError(`${name} ${what}`);
  };
  if (!isNpy(file) || file.length < 12) fail("is not a .npy file: write it with numpy.save");
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const start = file[6] === 1 ? 10 : 12;
  const end = start + (start === 10 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (file[6] < 1 || file[6] > 3 || end > file.length)
    fail("has a damaged .npy header: write it again with numpy.save");
  const header = new TextDecoder("latin1").decode(file.subarray(start, end));
  const description = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1] ?? fail("has no element type in its header");
  const dtype = (Object.keys(DESCRIPTIONS) as PortDType[]).find((key) => DESCRIPTIONS[key] === description);
  if (dtype === undefined) {
    return fail(`holds ${description} values: convert it with .astype() to float32, int8, uint8, int32 or int64`);
  }
  if (!/'fortran_order'\s*:\s*False/.test(header)) fail("is in Fortran order: convert it with numpy.ascontiguousarray");
  const dims = /'shape'\s*:\s*\(([^)]*)\)/.exec(header)?.[1] ?? fail("has no shape in its header");
  const shape = dims
    .split(",")
    .filter((dim) => dim.trim() !== "")
    .map(Number);
  if (shape.some((dim) => !Number.isSafeInteger(dim) || dim < 0)) fail("has a damaged shape in its header");
  const bytes = file.subarray(end);
  const wanted = shape.reduce((product, dim) => product * dim, PORT_BYTES[dtype]);
  if (bytes.length !== wanted)
    fail(`should hold ${wanted} bytes of values and holds ${bytes.length}: it is cut or damaged`);
  return { dtype, shape, bytes };
}
