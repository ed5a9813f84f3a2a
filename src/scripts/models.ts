// npm run models [-- --check]: compiles models/<name>/ from its source into model.wren, the same bytes every time. With
// --check nothing is written; exits 1 if a committed file is not what the compiler makes today.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { addGoldens, compileToModel, importTflite, type ModelFile, writeModel } from "../tools.ts";

const MODELS = fileURLToPath(new URL("../../../models/", import.meta.url));
/** Photos stored in the file as golden vectors; the rest of them are in golden/. */
const STORED_CASES = 3;

type Preprocessing = NonNullable<ModelFile["plan"]["preprocessing"]>;

/** Pixels go in as they are: the scaling is folded into the first layer. */
const RAW_PIXELS_32: Preprocessing = {
  fit: "shorter",
  resizeTo: 32,
  filter: "antialias",
  color: "rgb",
  mean: [0],
  std: [1],
};

async function compileWren9(): Promise<Uint8Array> {
  const folder = `${MODELS}cifar10_wren9/`;
  const graph = importTflite(await readFile(`${folder}cifar10_wren9.tflite`), { name: "cifar10_wren9" });
  const labels = (await readFile(`${folder}labels.txt`, "utf8")).trim().split("\n");
  const pixels = await readFile(`${folder}golden/photos_32x32_rgb.u8`);
  const photos = Array.from({ length: STORED_CASES }, (_, i) => [
    Int8Array.from(pixels.subarray(i * 3072, (i + 1) * 3072), (v) => v - 128),
  ]);
  const model = compileToModel(graph, { labels, preprocessing: RAW_PIXELS_32 });
  return writeModel(addGoldens(model, graph, photos));
}

const path = `${MODELS}cifar10_wren9/model.wren`;
const bytes = await compileWren9();
if (!process.argv.includes("--check")) {
  await writeFile(path, bytes);
  console.log(`${path}: ${bytes.length} bytes`);
} else if (Buffer.compare(await readFile(path), bytes) !== 0) {
  console.error(`${path} is not what the compiler makes of its source: run \`npm run models\``);
  process.exitCode = 1;
}
