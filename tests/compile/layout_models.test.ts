// Real NCHW models: of all the transposes that the importer writes one is left, that of the input.

import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileToModel } from "../../src/compile/compile.ts";
import { importOnnx } from "../../src/import/onnx/import.ts";
import { sharedData } from "../support.ts";
import { transposes } from "./layout_graphs.ts";

const test = suite("layouts of real models");
const data = sharedData();
const folder = `${data}/models/onnx`;
const files = data === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith(".onnx"));

for (const name of files) {
  test(name, () => {
    const graph = importOnnx(readFileSync(`${folder}/${name}`), { name });
    assert.ok(transposes(graph).count > 10, "the importer writes transposes");
    const steps = compileToModel(graph, { goldens: 0 }).plan.layers.map(({ op }) => op);
    assert.equal(
      steps.flatMap((op, i) => (op === "transpose" ? [i] : [])),
      [0],
    );
  });
}

test.run();
