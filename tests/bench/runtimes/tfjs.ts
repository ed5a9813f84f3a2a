// TensorFlow.js: its WebAssembly backend (float only), and tfjs-tflite, which is TensorFlow Lite with XNNPACK in WebAssembly
// behind TensorFlow.js tensors.

import { type Host, inputValues, type Runtime } from "./session.ts";

interface Tensor {
  dataSync(): ArrayLike<number>;
  dispose(): void;
}

interface TfCore {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(values: Float32Array, shape: readonly number[], dtype: "float32"): Tensor;
  readonly io: {
    fromMemory(artifacts: Readonly<Record<string, unknown>>): unknown;
  };
}

interface TfConverter {
  loadGraphModel(handler: unknown): Promise<{ execute(input: Tensor): Tensor; dispose(): void }>;
}

interface TfWasm {
  setWasmPaths(prefix: string): void;
  setThreadsCount(threads: number): void;
}

interface Tflite {
  setWasmPath(path: string): void;
  loadTFLiteModel(bytes: ArrayBuffer, options: { numThreads: number }): Promise<{ readonly modelRunner: TfliteRunner }>;
}

/** Its tensors: views of the WebAssembly memory. */
interface TfliteTensor {
  data(): Float32Array | Uint8Array;
}

interface TfliteRunner {
  getInputs(): readonly TfliteTensor[];
  getOutputs(): readonly TfliteTensor[];
  infer(): boolean;
  cleanUp(): void;
}

/** Loads packages of TensorFlow.js; the last one's exports beside those of the core. */
async function loadTf<T>(host: Host, names: readonly string[]): Promise<{ tf: TfCore & TfConverter; last: T }> {
  const last = names[names.length - 1];
  if (host.name === "chromium") {
    for (const name of names) await host.script(`@tensorflow/tfjs-${name}/dist/tf-${name}.min.js`);
    const { tf, tflite } = globalThis as unknown as { tf: TfCore & TfConverter & { wasm: T }; tflite: T };
    return { tf, last: last === "tflite" ? tflite : tf.wasm };
  }
  const modules: unknown[] = [];
  for (const name of names) {
    const module = await host.load(`@tensorflow/tfjs-${name}/dist/tf-${name}.node.js`);
    modules.push((module as { readonly default: unknown }).default);
  }
  return { tf: Object.assign({}, ...modules.slice(0, -1)) as TfCore & TfConverter, last: modules.at(-1) as T };
}

async function readGraph(host: Host, tf: TfCore, model: string): Promise<unknown> {
  const text = new TextDecoder().decode(await host.read(model));
  const weights = await host.read(model.replace(/json$/, "bin"));
  const json = JSON.parse(text) as {
    readonly modelTopology: unknown;
    readonly weightsManifest: readonly { readonly weights: unknown }[];
  };
  return tf.io.fromMemory({
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest[0].weights,
    weightData: weights.slice().buffer,
  });
}

export const tfjsWasm: Runtime = {
  async open(host, request) {
    const { tf, last: wasm } = await loadTf<TfWasm>(host, ["core", "converter", "backend-wasm"]);
    wasm.setWasmPaths(host.locate("@tensorflow/tfjs-backend-wasm/dist/"));
    if (request.threads > 1) wasm.setThreadsCount(request.threads);
    await tf.setBackend("wasm");
    await tf.ready();
    const model = await tf.loadGraphModel(await readGraph(host, tf, request.model));
    let input: Tensor | undefined;
    return {
      use(pixels) {
        input?.dispose();
        input = tf.tensor(inputValues(pixels, request.input) as Float32Array, request.input.shape, "float32");
      },
      run() {
        const output = model.execute(input!);
        const scores = output.dataSync();
        output.dispose();
        return scores;
      },
      dispose: () => model.dispose(),
    };
  },
};

export const tfjsTflite: Runtime = {
  async open(host, request) {
    const { tf, last: tflite } = await loadTf<Tflite>(host, ["core", "backend-cpu", "tflite"]);
    tflite.setWasmPath(host.locate("@tensorflow/tfjs-tflite/wasm/"));
    await tf.setBackend("cpu");
    const bytes = await host.read(request.model);
    const model = await tflite.loadTFLiteModel(bytes.slice().buffer, { numThreads: request.threads });
    const runner = model.modelRunner;
    let input: Float32Array | Uint8Array;
    return {
      use(pixels) {
        input = inputValues(pixels, request.input);
      },
      // What predict() does but for its conversions between tensors, which add up to 5 ms for a float image of 224x224.
      run() {
        runner.getInputs()[0].data().set(input);
        if (!runner.infer()) throw new Error("the inference failed");
        return runner.getOutputs()[0].data().slice();
      },
      dispose: () => runner.cleanUp(),
    };
  },
};
