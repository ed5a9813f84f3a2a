// Real quantised ONNX models that were TFLite models once: every layer works on bytes, and on the inputs that real TFLite
// answered the results are those of the original, a step apart at most.

import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { optimizeGraph } from "../../src/compile/optimize.ts";
import { loadModel, type PortData } from "../../src/index.ts";
import { judge } from "../../src/scripts/conformance/judge.ts";
import { KINDS } from "../../src/scripts/conformance/kinds.ts";
import { toPortData } from "../../src/scripts/conformance/subject.ts";
import { availableBuilds, sharedData } from "../support.ts";

const MODELS = ["mlperf_resnet8_int8_qdq", "mobilenet_v2_1.0_224_int8_qdq", "resnet8_qdq_u8s8", "vww_qdq_u8s8"];
const LAYERS = ["conv_2d", "depthwise_conv_2d", "fully_connected", "add", "mean", "average_pool_2d"];

const test = suite("quantised ONNX models");
const shared = sharedData();

if (shared !== undefined) {
  const subjects = await KINDS["onnx-models"].list(join(shared, "models/onnx"), undefined);
  const build = (await availableBuilds()).at(-1)!;
  for (const name of MODELS) {
    test(name, async () => {
      const subject = subjects.find((one) => one.name === name)!;
      const graph = await subject.importGraph();
      const { tensors, nodes } = optimizeGraph(graph);
      const layers = nodes.filter(({ op }) => LAYERS.includes(op.name));
      assert.ok(layers.length > 10);
      for (const { origin, outputs } of layers) assert.is(tensors[outputs[0]].dtype, "i8", origin);

      const model = await loadModel(compileGraph(graph, { goldens: 0 }), { build });
      const cases = await subject.cases();
      assert.ok(cases.length >= 2);
      for (const { name: title, inputs, outputs } of cases) {
        const { inputs: ports, outputs: results } = model.info();
        const portOf = ({ name: port, dtype }: (typeof ports)[number], bytes: number) => ({
          ...{ name: port, dtype },
          elements: dtype === "f32" ? bytes / 4 : bytes,
        });
        const input = toPortData(inputs[0], portOf(ports[0], inputs[0].bytes.length));
        const golden = toPortData(outputs[0], portOf(results[0], outputs[0].bytes.length));
        const actual = model.run({ [ports[0].name]: input })[results[0].name] as PortData;
        const { verdict, detail } = judge(golden, actual, subject.allowance);
        assert.is.not(verdict, "wrong", `${title}: ${detail}`);
        if (name.includes("int8")) assert.is(verdict, "exact", `${title}: ${detail}`);
      }
      model.dispose();
    });
  }
}

test.run();
