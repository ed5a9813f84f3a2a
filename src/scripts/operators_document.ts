// docs/operators.md as text, from the tables that do the work: the graph's operators, the kernels that their samples are
// compiled to, the importers' tables. Nothing is listed here.

import { type ForeignFormat, foreignFormats } from "../import/coverage.ts";
import { OPS } from "../ops/index.ts";
import type { Operator, Sample, SampleInput } from "../ops/operator.ts";
import { sampleGraph } from "../ops/sample_graph.ts";
import { compileToModel } from "../tools.ts";

const ELEMENT_TYPES = ["f32", "i8", "i32"] as const;
type ElementType = (typeof ELEMENT_TYPES)[number];

const INTRODUCTION = `# Operators

Made by \`npm run docs\` from the tables that importers and compiler work with; \`npm run check\` fails where it is not up to date.

## Kernels

The operators of a graph, and the kernels they are compiled to for each element type; "–" is a combination that is refused. "int8"
are operators with an int8 tensor among their inputs or outputs (uint8 models are shifted by 128 and become int8), "int32" those of
integers and truth values alone. The columns of the formats name what becomes mainly this operator; the sections below have all
that each becomes.`;

export function operatorsDocument(): string {
  const formats = foreignFormats();
  return `${[INTRODUCTION, kernelTable(formats), ...formats.flatMap(describeFormat)].join("\n\n")}\n`;
}

function kernelTable(formats: readonly ForeignFormat[]): string {
  const head = ["operator", "what it computes", ...formats.map(({ name }) => name), "f32", "int8", "int32"];
  const rows = [...OPS.values()].map((op) => {
    const kernels = kernelsOf(op);
    return [
      code(op.name),
      escapeBars(op.doc),
      ...formats.map(({ operators }) => list(namesOf(operators, op.name))),
      ...ELEMENT_TYPES.map((type) => describeKernels(op, kernels.get(type))),
    ];
  });
  return table(head, rows);
}

/** Foreign names of which nodes become mainly this operator. */
function namesOf(operators: ForeignFormat["operators"], op: string): string[] {
  return [...operators].filter(([, makes]) => makes[0] === op).map(([name]) => name);
}

/** Element type -> the kernels of the steps that samples are compiled to. */
function kernelsOf(op: Operator): Map<ElementType, Set<string>> {
  const kernels = new Map<ElementType, Set<string>>();
  for (const sample of op.samples()) {
    const type = elementTypeOf(sample);
    const found = kernels.get(type) ?? new Set();
    kernels.set(type, found);
    const { plan } = compileToModel(sampleGraph(op, sample, ramp), { goldens: 0 });
    for (const { kernel } of plan.layers) found.add(kernel);
  }
  return kernels;
}

function elementTypeOf({ inputs, outputs }: Sample): ElementType {
  const types = [...inputs, ...outputs].map((tensor) => tensor?.dtype);
  return types.includes("i8") ? "i8" : types.includes("f32") ? "f32" : "i32";
}

/** Values that are within the input's range, and not all alike. */
function ramp({ dtype, shape, range = dtype === "i8" ? [-128, 127] : [-2, 2] }: SampleInput) {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const data = dtype === "f32" ? new Float32Array(size) : dtype === "i8" ? new Int8Array(size) : new Int32Array(size);
  const [low, high] = range;
  for (let i = 0; i < size; i++) data[i] = low + ((high - low) * (i % 17)) / 16;
  return data;
}

function describeKernels(op: Operator, kernels: ReadonlySet<string> | undefined): string {
  if (kernels === undefined) return "–";
  if (kernels.size === 0) return op.isView ? "no copy" : "by other operators";
  return list([...kernels].sort());
}

function describeFormat({ name, versions, operators, refused }: ForeignFormat): string[] {
  const rows = [...operators]
    .sort(byName)
    .map(([foreign, makes]) => [code(foreign), list(makes) || "nothing, or a constant"]);
  return [
    `## ${name}`,
    `${versions} ${operators.size} operators are taken; around each may stand changes of layout and element type.`,
    table([`${name} operator`, "becomes"], rows),
    ...(refused.size === 0
      ? []
      : ["Others are refused, all of a file at once; these with advice of their own:", adviceTable(refused)]),
  ];
}

/** One line an advice, with all operators that get it. */
function adviceTable(refused: ForeignFormat["refused"]): string {
  const advice = [...new Set(refused.values())];
  const rows = advice.map((hint) => {
    const names = [...refused].filter(([, other]) => other === hint).map(([name]) => name);
    return [list(names.sort()), escapeBars(hint)];
  });
  return table(["refused", "advice"], rows);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const code = (name: string) => `\`${name}\``;
const list = (names: readonly string[]) => names.map(code).join(", ");
const escapeBars = (text: string) => text.replaceAll("|", "\\|");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
