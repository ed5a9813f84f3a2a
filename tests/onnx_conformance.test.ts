// ONNX's own node tests, on the reference and every build: none wrong, none crashed, and not fewer passed than before.

import { spawnSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ROOT, sharedData } from "./support.ts";

/** Of 421. The others have text, sequences, tensors without elements, or random numbers. */
const LEAST_PASSED = 405;

const test = suite("ONNX's node tests");
const data = sharedData();

if (data !== undefined) {
  test(`at least ${LEAST_PASSED} pass, the others are refused with a reason`, () => {
    const script = `${ROOT}build/src/scripts/conformance.js`;
    const folder = `${data}/conformance/onnx_node`;
    const options = { encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    const { stdout, stderr } = spawnSync(process.execPath, [script, "onnx-node", folder, "--json"], options);
    assert.ok(stdout.startsWith("{"), stderr);
    const report = JSON.parse(stdout);
    assert.is(report.models, 421);
    assert.equal(report.wrong, []);
    assert.equal(report.crashed, []);
    assert.ok(report.pass >= LEAST_PASSED, `${report.pass} pass`);
    console.log(
      `  ${report.pass} pass, ${report.exact} to the bit; ${report.bound.length} had inputs bound as constants`,
    );
  });
}

test.run();
