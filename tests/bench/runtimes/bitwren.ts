// Bitwren itself, from the bundle that a page loads, on one of its builds.

import { inputValues, type Runtime } from "./session.ts";

interface Bitwren {
  loadModel(
    address: string,
    options: { build: string; threads?: number },
  ): Promise<{
    run(input: Float32Array | Uint8Array): Readonly<Record<string, ArrayLike<number>>>;
    info(): { readonly outputs: readonly { readonly name: string }[] };
    dispose(): void;
  }>;
}

export const bitwren = (build: "scalar" | "simd" | "relaxed"): Runtime => ({
  async open(host, request) {
    const { loadModel } = (await host.bitwren()) as Bitwren;
    const threads = request.threads > 1 ? { threads: request.threads } : {};
    const model = await loadModel(host.address(request.model), { build, ...threads });
    const output = model.info().outputs[0].name;
    let input: Float32Array | Uint8Array;
    return {
      use(pixels) {
        input = inputValues(pixels, request.input);
      },
      run: () => model.run(input)[output],
      dispose: () => model.dispose(),
    };
  },
});
