// Model -> one JavaScript file for engines without WebAssembly: weights as text, one memory of known size, and the kernels it
// needs translated from WebAssembly (its build "js", which has no 64-bit integers and no words at odd addresses).
//
// One function is all that the file defines: createModel, which gives {input, output, inputs, outputs, description, run}.

import { MEMORY_BASE, type ModelFile, type Port } from "../format/types.ts";
import { description } from "./description.ts";
import { ExportError } from "./errors.ts";
import { JAVASCRIPT } from "./js/operations.ts";
import { DECODE, preludeOf, withViews } from "./js/prelude.ts";
import { linkKernels, translatedNames } from "./kernels.ts";
import { exportedData, storedBytes, storedType, unsignedPorts } from "./ports.ts";
import { translateFunction } from "./translate/translate.ts";

export const JS_FORMATS = ["script", "module"] as const;
/** "script": a global, and what `require` gives; "module": what `import` gives. */
export type JsFormat = (typeof JS_FORMATS)[number];

export interface JsOptions {
  /** "model" if absent: the function is called createModel. */
  readonly name?: string | undefined;
  /** "script" if absent. */
  readonly format?: JsFormat | undefined;
}

const ARRAYS = { f32: "Float32Array", i8: "Int8Array", u8: "Uint8Array", i32: "Int32Array" } as const;
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
/** Characters of base64 in a line, a multiple of four. Short, as some engines count through a string to find a character. */
const LINE = 120;

/** Numbers of 32 bits with a sign are addresses. */
const MOST_MEMORY = 2 ** 31;

/** `kernels`: the bytes of the build "js". Throws ExportError. */
export function exportJsFile(file: ModelFile, kernels: Uint8Array, options: JsOptions = {}): string {
  const { name = "model", format = "script" } = options;
  if (!NAME.test(name)) throw new ExportError(`"${name}" is no name in JavaScript: give letters, digits and _`);
  if (!JS_FORMATS.includes(format)) throw new ExportError(`"${format}" is no format: give ${JS_FORMATS.join(" or ")}`);
  if (file.plan.memory.bytes > MOST_MEMORY) throw new ExportError("the model takes more than 2 GiB of memory");
  const create = createName(name);
  const body = indented(bodyOf(file, kernels), "    ");
  const isModule = format === "module";
  return `${head(file, create, isModule)}
${isModule ? "export " : ""}var ${create} = (function () {
  "use strict";
  var description = ${asciiJson(description(file))};
  // In base64: parameters and weights, from address ${MEMORY_BASE} on.
  var data = [
${base64Lines(exportedData(file, MEMORY_BASE))}
  ];
  return function ${create}() {
${body}
  };
})();
${isModule ? "" : `if (typeof module === "object" && module.exports) module.exports.${create} = ${create};\n`}`;
}

/** "digits" -> "createDigits", the function that the file defines. */
export function createName(name = "model"): string {
  return `create${name[0].toUpperCase()}${name.slice(1)}`;
}

/** What happens in `createModel`. */
function bodyOf(file: ModelFile, kernels: Uint8Array): string {
  const { plan } = file;
  const functions = kernelFunctions(file, kernels);
  const { before, after } = unsignedPorts(file);
  const flip = (port: Port) => `  flip(${port.address}, ${storedBytes(port)});`;
  const steps = plan.run.map(
    ([kernel, params, end], i) => `  ${plan.kernels[kernel]}(${params}, 0, ${end}); // ${stepText(file, i)}`,
  );
  const run = ["function run() {", ...before.map(flip), ...steps, ...after.map(flip), "}"].join("\n");
  const view = (port: Port) => {
    const type = ARRAYS[storedType(port)];
    return `new ${type}(memory, ${port.address}, ${storedBytes(port)} / ${type}.BYTES_PER_ELEMENT)`;
  };
  const code = [...functions, run].join("\n");
  return `${preludeOf(code, plan.memory.bytes)}
${DECODE}
decode(data, memoryU8, ${MEMORY_BASE});
${code}
var inputs = [${plan.inputs.map(view).join(", ")}];
var outputs = [${plan.outputs.map(view).join(", ")}];
return { input: inputs[0], output: outputs[0], inputs: inputs, outputs: outputs, description: description, run: run };`;
}

function kernelFunctions(file: ModelFile, kernels: Uint8Array): string[] {
  const wanted = 'the JavaScript export takes the kernels of the build "js"';
  const names = translatedNames(linkKernels(file, kernels), String, wanted);
  return names.functions.map((_, i) => withViews(translateFunction(i, names, JAVASCRIPT)));
}

function head({ plan }: ModelFile, create: string, isModule: boolean): string {
  const use = isModule
    ? `import { ${create} } from "./model.js";`
    : `${create} is a global, or what \`require\` gives.`;
  const port = (p: Port) => {
    const real = p.scale === undefined ? "" : `, real = ${p.scale} * (value - ${p.zeroPoint})`.replace("- -", "+ ");
    return `${ARRAYS[storedType(p)]} "${commentText(p.name)}" [${p.shape.join("][")}]${real}`;
  };
  const list = (ports: readonly Port[]) => ports.map((p) => ` *     ${port(p)}`).join("\n");
  return `/* ${commentText(plan.name)}, exported by bitwren: plain JavaScript, without WebAssembly. ${use}
 *
 *   var model = ${create}();  // memory of its own for each
 *   model.input.set(values);    // before every run, which may overwrite it
 *   model.run();
 *   model.output;               // a typed array; the next run overwrites it
 *
 *   model.inputs: row-major, images as NHWC
${list(plan.inputs)}
 *   model.outputs:
${list(plan.outputs)}
 *   model.description: name, inputs, outputs, and what is known of labels and preprocessing */`;
}

/** Whatever encoding the file is read in, and wherever it is put. */
function asciiJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[^\x20-\x7e]|</g, escaped);
}

function base64Lines(bytes: Uint8Array): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const lines: string[] = [];
  let line = "";
  for (let i = 0; i < bytes.length; i += 3) {
    // Missing bytes at the end count as zeros: what lies behind the data is written before it is read.
    const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) line += digits[(three >> shift) & 63];
    if (line.length < LINE && i + 3 < bytes.length) continue;
    lines.push(`    "${line}"`);
    line = "";
  }
  return lines.join(",\n");
}

function stepText({ plan }: ModelFile, step: number): string {
  const { op, output } = plan.layers[step];
  return commentText(`${op} ${output}`);
}

function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}

function commentText(text: string): string {
  return text.replace(/\*\/|[^\x20-\x7e]/g, "_");
}
