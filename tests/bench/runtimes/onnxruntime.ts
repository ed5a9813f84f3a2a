// ONNX Runtime: its WebAssembly build (onnxruntime-web, the bundle without GPU) and its native one (onnxruntime-node).
// https://onnxruntime.ai/docs/tutorials/web/env-flags-and-session-options.html

import { type Host, inputValues, type ModelRequest, planar, type Runtime, type Session } from "./session.ts";

interface Tensor {
  readonly data: ArrayLike<number>;
}

interface InferenceSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

interface Ort {
  readonly env: { readonly wasm: { numThreads: number; wasmPaths: string; proxy: boolean } };
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: "float32" | "uint8", data: Float32Array | Uint8Array, dims: readonly number[]) => Tensor;
}

async function openSession(
  ort: Ort,
  host: Host,
  request: ModelRequest,
  options: Readonly<Record<string, unknown>>,
): Promise<Session> {
  const session = await ort.InferenceSession.create(await host.read(request.model), {
    graphOptimizationLevel: "all",
    ...options,
  });
  const { type, shape } = request.input;
  const [batch, height, width, channels] = shape;
  const output = session.outputNames[0];
  let feeds: Readonly<Record<string, Tensor>>;
  return {
    use(pixels) {
      const data = planar(inputValues(pixels, request.input), shape);
      const tensor = new ort.Tensor(type === "f32" ? "float32" : "uint8", data, [batch, channels, height, width]);
      feeds = { [session.inputNames[0]]: tensor };
    },
    run: async () => (await session.run(feeds))[output].data,
    dispose: () => void session.release(),
  };
}

export const onnxruntimeWeb: Runtime = {
  async open(host, request) {
    const bundle = host.name === "node" ? "ort.node.min.mjs" : "ort.wasm.min.mjs";
    const ort = (await host.load(`onnxruntime-web/dist/${bundle}`)) as Ort;
    ort.env.wasm.numThreads = request.threads;
    ort.env.wasm.proxy = false;
    if (host.name === "chromium") ort.env.wasm.wasmPaths = host.locate("onnxruntime-web/dist/");
    return openSession(ort, host, request, { executionProviders: ["wasm"] });
  },
};

export const onnxruntimeNode: Runtime = {
  async open(host, request) {
    if (host.name !== "node") throw new Error("native: runs in Node only");
    const ort = ((await host.load("onnxruntime-node/dist/index.js")) as { readonly default: Ort }).default;
    return openSession(ort, host, request, {
      executionProviders: ["cpu"],
      executionMode: "sequential",
      intraOpNumThreads: request.threads,
      interOpNumThreads: 1,
    });
  },
};
