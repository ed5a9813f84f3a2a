// The one table of TensorFlow's operators, and what to do about operators that are not in it.

import type { TfImporter } from "../node.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { IMAGE } from "./image.ts";
import { REDUCE } from "./reduce.ts";
import { SHAPE } from "./shape.ts";

export const TF_OPERATORS: ReadonlyMap<string, TfImporter> = new Map(
  Object.entries({ ...ARITHMETIC, ...IMAGE, ...REDUCE, ...SHAPE }),
);

const CONTROL =
  "Control flow cannot be run; export a model without loops and conditions, or freeze it with training=False";
const DYNAMIC = "The size of its result depends on values; end the model before it and do the rest in the program";
const VARIABLES = "Freeze the model's variables before conversion";
const TABLES = "Look up classes in the program, after the model";
const RANDOM = "It is random: freeze the model for inference (training=False)";
const FAKE = "Convert the model before quantisation-aware training, or to TFLite, which keeps the scales";
const FUNCTIONS = "Inline its functions: convert with tensorflowjs_converter, which freezes the graph";
const advise = (hint: string, ...names: readonly string[]) => names.map((name): [string, string] => [name, hint]);

/** Advice of its own for operators that are refused. */
export const TF_HINTS: ReadonlyMap<string, string> = new Map([
  ...advise(CONTROL, "Switch", "Merge", "Enter", "Exit", "NextIteration", "LoopCond", "If", "StatelessIf", "While"),
  ...advise(CONTROL, "StatelessWhile", "Case", "EmptyTensorList", "TensorListReserve", "TensorListStack"),
  ...advise(CONTROL, "TensorListFromTensor", "TensorListGetItem", "TensorListSetItem", "TensorArrayV3"),
  ...advise(DYNAMIC, "NonMaxSuppressionV2", "NonMaxSuppressionV3", "NonMaxSuppressionV4", "NonMaxSuppressionV5"),
  ...advise(DYNAMIC, "CombinedNonMaxSuppression", "Where", "Unique", "UniqueV2", "ListDiff", "CropAndResize"),
  ...advise(FUNCTIONS, "PartitionedCall", "StatefulPartitionedCall"),
  ...advise(VARIABLES, "VarHandleOp", "ReadVariableOp", "VariableV2", "AssignVariableOp"),
  ...advise(TABLES, "HashTable", "HashTableV2", "LookupTableFind", "LookupTableFindV2", "LookupTableImportV2"),
  ...advise(RANDOM, "RandomUniform", "RandomUniformInt", "RandomStandardNormal", "TruncatedNormal", "Multinomial"),
  ...advise(FAKE, "FakeQuantWithMinMaxVars", "FakeQuantWithMinMaxArgs", "FakeQuantWithMinMaxVarsPerChannel"),
]);

export function hintFor(op: string): string {
  return TF_HINTS.get(op) ?? "Build the model of other operators";
}
