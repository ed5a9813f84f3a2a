// Real files: whole networks import with their labels, and every file of TFLite's own test data imports or says what is
// wrong with it.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Graph } from "../../src/graph/graph.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { ImportError } from "../../src/import/diagnostics.ts";
import { importTflite } from "../../src/import/tflite/import.ts";
import { readSharedFiles, type SharedFile } from "../shared_data.ts";

const test = suite("import real models");

/** Networks that cannot run, and the operators to blame. */
const UNSUPPORTED: Readonly<Record<string, RegExp>> = {
  "models/coral/keras_lstm_mnist_ptq.tflite": /the operator UNIDIRECTIONAL_SEQUENCE_LSTM is not supported/,
};

const MODELS = readSharedFiles(["models"], /\.tflite$/);
const OPERATORS = readSharedFiles(["conformance/tflite_op/models"], /\.(tflite|bin)$/);

/** The graph, or the error. Anything else that is thrown fails the test. */
function outcomeOf({ name, bytes }: SharedFile): Graph | ImportError {
  try {
    const graph = importTflite(bytes, { name });
    verifyGraph(graph);
    return graph;
  } catch (error) {
    if (error instanceof ImportError) return error;
    throw new Error(`${name}: ${(error as Error).stack}`);
  }
}

function graphOf(path: string): Graph {
  const file = MODELS.find(({ name }) => name === path);
  assert.ok(file, `${path} is missing`);
  const outcome = outcomeOf(file as SharedFile);
  if (outcome instanceof ImportError) throw outcome;
  return outcome;
}

for (const file of MODELS) {
  test(file.name, () => {
    const outcome = outcomeOf(file);
    const reason = UNSUPPORTED[file.name];
    if (reason === undefined) assert.not.instance(outcome, ImportError, (outcome as ImportError).message);
    else assert.match((outcome as ImportError).message, reason);
  });
}

if (MODELS.length > 0) {
  test("labels and normalisation of metadata", () => {
    const flowers = graphOf("models/tflite_support/automl_labeler_model.tflite");
    assert.equal(flowers.labels, ["daisy", "dandelion", "roses", "sunflowers", "tulips"]);
    const imagenet = graphOf("models/tflite_support/mobilenet_v1_0.25_224_1_metadata_1.tflite");
    assert.is(imagenet.labels?.length, 1001);
    assert.is(imagenet.labels?.[0], "background");
    assert.equal(imagenet.preprocessing, { mean: [127.5], std: [127.5], color: "rgb" });
    assert.is(graphOf("models/tflite_support/mobilenet_v1_0.25_224_1_default_1.tflite").labels, undefined);
  });
}

if (OPERATORS.length > 0) {
  test(`${OPERATORS.length} files of TFLite's test data import or say where and why not`, () => {
    let imported = 0;
    for (const file of OPERATORS) {
      const outcome = outcomeOf(file);
      if (!(outcome instanceof ImportError)) {
        imported++;
        continue;
      }
      assert.ok(outcome.diagnostics.length > 0, file.name);
      for (const { where, what, hint } of outcome.diagnostics) {
        assert.match(where, /^(#\d+( [A-Z0-9_]+.*)?|(in|out)put \d+|model|file)$/, file.name);
        assert.ok(what.length > 5 && hint.length > 5, `${file.name}: ${what}. ${hint}`);
      }
    }
    console.log(`  ${imported} of ${OPERATORS.length} import`);
    assert.ok(imported >= 27, `only ${imported} files import`);
  });
}

test.run();
