// What every runtime is to the benchmark, in Node and in a page alike: something that loads a model and then turns one input
// into scores. The peers' packages are not there when this is compiled, so each adapter states the few signatures it uses.

export type ElementType = "f32" | "int8";

/** How the model's input is made of 8-bit RGB pixels: (pixel - mean) / std as f32, or the pixels themselves. */
export interface InputSpec {
  readonly type: "f32" | "u8";
  /** N, H, W, C. */
  readonly shape: readonly [number, number, number, number];
  readonly mean: number;
  readonly std: number;
}

export interface ModelRequest {
  /** Where `read` finds the model; for TensorFlow.js X.json, with its weights in X.bin. */
  readonly model: string;
  readonly input: InputSpec;
  readonly threads: number;
}

/** What differs between Node and a page. Paths are relative to the folder of the peers' packages. */
export interface Host {
  readonly name: "node" | "chromium";
  /** URL (page) or path (Node) of a file or folder of a package. */
  readonly locate: (path: string) => string;
  readonly load: (path: string) => Promise<unknown>;
  /** Runs a classic script of a package; in Node, where there are none, it loads the package's main module. */
  readonly script: (path: string) => Promise<void>;
  /** Path (Node) or URL (page) of a model, for runtimes that read it themselves. */
  readonly address: (name: string) => string;
  /** A model's bytes. */
  readonly read: (name: string) => Promise<Uint8Array>;
  /** Bitwren's own bundle: `bitwren` in Node, `bitwren/slim` in a page. */
  readonly bitwren: () => Promise<unknown>;
}

export type Scores = ArrayLike<number>;

export interface Session {
  /** Makes the input of these pixels, [H, W, RGB]. Not timed. */
  readonly use: (pixels: Uint8Array) => void;
  /** One inference, from an input held in JavaScript or in the runtime's own tensor to scores that JavaScript can read. */
  readonly run: () => Scores | Promise<Scores>;
  readonly dispose: () => void;
}

export interface Runtime {
  /** Loads a model. Throws where host, runtime and model do not go together. */
  readonly open: (host: Host, request: ModelRequest) => Promise<Session>;
}

export function inputValues(pixels: Uint8Array, input: InputSpec): Float32Array | Uint8Array {
  if (input.type === "u8") return pixels;
  return Float32Array.from(pixels, (pixel) => (pixel - input.mean) / input.std);
}

/** NHWC to NCHW. */
export function planar<T extends Float32Array | Uint8Array>(values: T, shape: InputSpec["shape"]): T {
  const [, height, width, channels] = shape;
  const area = height * width;
  const result = values.slice() as T;
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < channels; c++) result[c * area + i] = values[i * channels + c];
  }
  return result;
}
