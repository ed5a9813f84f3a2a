// Compiling for little memory: a smaller arena, the same bits.

import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileToModel, importTflite, verifyModel, writeModel } from "../../src/tools.ts";
import { availableBuilds, ROOT } from "../support.ts";

const test = suite("low memory");

test("the model that ships takes less than three quarters of its arena and answers to the bit on every build", async () => {
  const bytes = new Uint8Array(readFileSync(`${ROOT}models/cifar10_wren9/cifar10_wren9.tflite`));
  const graph = importTflite(bytes, { name: "wren9" });
  const arena = ({ plan }: ReturnType<typeof compileToModel>) => plan.memory.bytes - plan.memory.arena;
  const [usual, lean] = [compileToModel(graph), compileToModel(graph, { lowMemory: true })];
  assert.ok(arena(lean) * 4 < arena(usual) * 3, `${arena(lean)} of ${arena(usual)} bytes`);
  for (const { name } of await availableBuilds()) assert.ok((await verifyModel(writeModel(lean), name)).pass, name);
});

test.run();
