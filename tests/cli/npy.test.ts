// .npy files: the bytes NumPy writes, and what is said of files that are none.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../../src/cli/errors.ts";
import { readNpy, writeNpy } from "../../src/cli/npy.ts";

const bytes = Uint8Array.of(1, 0, 0, 0, 255, 255, 255, 255);
const array = { dtype: "i32", shape: [2, 1], bytes } as const;

/** The file with another header of the same length. */
function withHeader(change: (header: string) => string): Uint8Array {
  const file = writeNpy(array);
  const header = change(new TextDecoder().decode(file.subarray(10, 128))).slice(0, 118);
  file.set(new TextEncoder().encode(header.padEnd(118)), 10);
  return file;
}

function refuses(file: Uint8Array, pattern: RegExp): void {
  assert.throws(
    () => readNpy(file, "x.npy"),
    (error: unknown) => error instanceof UserError && pattern.test(error.message) && error.message.startsWith("x.npy "),
  );
}

const test = suite("npy files");

test("the header is NumPy's", () => {
  const file = writeNpy(array);
  assert.equal([...file.subarray(0, 10)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  const header = new TextDecoder().decode(file.subarray(10, 128));
  assert.is(header.trimEnd(), "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 1), }");
  assert.is(header.at(-1), "\n");
  assert.equal([...file.subarray(128)], [...bytes]);
});

test("what is written is read", () => {
  for (const shape of [[2], [1, 2], [2, 1, 1, 1]]) {
    assert.equal(readNpy(writeNpy({ ...array, shape }), "x.npy"), { ...array, shape });
  }
  const scalar = { dtype: "f32", shape: [], bytes: Uint8Array.of(0, 0, 128, 63) } as const;
  assert.equal(readNpy(writeNpy(scalar), "x.npy"), scalar);
});

test("other files are refused with a remedy", () => {
  refuses(Uint8Array.of(1, 2, 3), /is not a \.npy file/);
  refuses(writeNpy(array).subarray(0, 60), /damaged \.npy header/);
  refuses(writeNpy(array).subarray(0, 131), /should hold 8 bytes of values and holds 3/);
  refuses(
    withHeader((header) => header.replace("<i4", "<f8")),
    /holds <f8 values: convert it/,
  );
  refuses(
    withHeader((header) => header.replace("False", "True ")),
    /Fortran order/,
  );
  refuses(
    withHeader((header) => header.replace("(2, 1)", "(2,-1)")),
    /damaged shape/,
  );
});

test.run();
