// LiteRT.js: TensorFlow Lite's successor with XNNPACK in WebAssembly. Its relaxed build, and the plain-SIMD build that it takes
// where there is no relaxed SIMD. https://ai.google.dev/edge/litert/web

import { inputValues, type Runtime } from "./session.ts";

interface Tensor {
  toTypedArray(): ArrayLike<number>;
  delete(): void;
}

interface Model {
  run(inputs: readonly Tensor[]): Promise<readonly Tensor[]>;
  delete(): void;
}

interface LiteRt {
  loadLiteRt(path: string, options?: { threads: boolean }): Promise<unknown>;
  getGlobalLiteRtPromise(): Promise<unknown> | undefined;
  loadAndCompile(
    model: Uint8Array,
    options: { accelerator: "wasm"; cpuOptions: { numThreads: number } },
  ): Promise<Model>;
  readonly Tensor: new (data: Float32Array | Uint8Array, shape: readonly number[]) => Tensor;
}

export const litert = (build: "relaxed" | "compat"): Runtime => ({
  async open(host, request) {
    const litert = (await host.load("@litertjs/core/dist/index.js")) as LiteRt;
    if (litert.getGlobalLiteRtPromise() === undefined) {
      const folder = host.locate("@litertjs/core/wasm/");
      if (build === "compat") await litert.loadLiteRt(`${folder}litert_wasm_compat_internal.js`);
      else await litert.loadLiteRt(folder, { threads: request.threads > 1 });
    }
    const model = await litert.loadAndCompile(await host.read(request.model), {
      accelerator: "wasm",
      cpuOptions: { numThreads: request.threads },
    });
    let input: Tensor | undefined;
    return {
      use(pixels) {
        input?.delete();
        input = new litert.Tensor(inputValues(pixels, request.input), request.input.shape);
      },
      async run() {
        const outputs = await model.run([input!]);
        const scores = outputs[0].toTypedArray(); // a copy
        for (const output of outputs) output.delete();
        return scores;
      },
      dispose() {
        input?.delete();
        model.delete();
      },
    };
  },
});
