// npm run docs [-- --check]: writes docs/operators.md. With --check nothing is written; exits 1 if the file is not what
// the tables say today.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { operatorsDocument } from "./operators_document.ts";

const path = fileURLToPath(new URL("../../../docs/operators.md", import.meta.url));
const text = operatorsDocument();
if (!process.argv.includes("--check")) {
  await writeFile(path, text);
  console.log(`${path}: ${text.length} characters`);
} else if ((await readFile(path, "utf8").catch(() => "")) !== text) {
  console.error(`${path} is not what the tables say: run \`npm run docs\``);
  process.exitCode = 1;
}
