// What the package carries is what the sources make: built again elsewhere, the same bytes.

import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "../support.ts";

const DIST = `${ROOT}build/dist`;
const test = suite("reproducible");

test("the sources make the same wasm again, from another place", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bitwren-again-"));
  try {
    for (const name of ["assembly", "src", "package.json", "tsconfig.json"]) {
      await cp(`${ROOT}${name}`, join(folder, name), { recursive: true });
    }
    await cp(`${ROOT}build/src`, join(folder, "build/src"), { recursive: true });
    await symlink(`${ROOT}node_modules`, join(folder, "node_modules"));
    execFileSync(process.execPath, [join(folder, "build/src/scripts/build.js")], { stdio: "pipe" });
    const files = (await readdir(DIST)).filter((name) => /\.(js|wasm)$/.test(name));
    assert.ok(files.includes("relaxed.wasm") && files.includes("bitwren.js"));
    for (const name of files) {
      const [first, again] = await Promise.all(
        [DIST, join(folder, "build/dist")].map((at) => readFile(join(at, name))),
      );
      assert.ok(first.equals(again), `${name} differs from what was built before`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.run();
