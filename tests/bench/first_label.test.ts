// npm run bench:page works: each of its pages reports, under its strict policy, and names what the photo shows. Not how fast.

import { spawnSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hasChromium } from "../hosts/chromium.ts";
import { ROOT, sharedData } from "../support.ts";

const test = suite("bench:page");

if (hasChromium("npm run bench:page") && sharedData() !== undefined) {
  test("every page reports its times, and the label is right", () => {
    const program = `${ROOT}build/tests/bench/first_label.js`;
    const { stdout, stderr } = spawnSync(process.execPath, [program, "--rounds", "1"], { encoding: "utf8" });
    assert.match(stdout, /^The label: Egyptian cat$/m, stderr);
    for (const page of ["fast", "plain", "empty"])
      assert.match(stdout, new RegExp(`^\\| ${page}: ms since navigation`, "m"));
  });
}

test.run();
