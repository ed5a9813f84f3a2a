// What classify does around one inference: photo -> input values, output values -> the best classes with their labels.

import { WrenError } from "../format/errors.ts";
import { type Plan, type Port, portElements } from "../format/types.ts";
import { ImageInput, type InputValues, type PhotoKernels } from "./image_input.ts";
import type { PixelImage } from "./pixels.ts";
import { topK } from "./top_k.ts";

export interface Classification {
  readonly index: number;
  /** Absent where the model file has no label for the class. */
  readonly label?: string;
  /** The model's output as a real number (dequantised); a probability where the model ends in a softmax. */
  readonly score: number;
}

export class Classifier {
  /** The name of the output that `rank` reads. */
  readonly output: string;
  readonly #labels: readonly string[];
  readonly #input: ImageInput;
  readonly #port: Port;
  readonly #scores: Float64Array;

  /** Throws WrenError NOT_A_CLASSIFIER: it takes one image input that the file says how to fill, and one score a class. */
  constructor({ inputs, outputs, preprocessing, labels }: Plan, kernels: PhotoKernels) {
    const [port] = outputs;
    const classes = portElements(port);
    const isScores = outputs.length === 1 && classes > 1 && port.shape.filter((dim) => dim > 1).length === 1;
    if (inputs.length !== 1 || !isScores || port.dtype === "i32" || port.dtype === "i64") {
      const list = (ports: readonly Port[]) => ports.map((p) => `${p.dtype}[${p.shape.join(",")}]`).join(", ");
      throw new WrenError(
        "NOT_A_CLASSIFIER",
        `the model maps ${list(inputs)} to ${list(outputs)}, not one image to one score a class: use run()`,
      );
    }
    if (preprocessing === undefined) {
      throw new WrenError(
        "NOT_A_CLASSIFIER",
        "the model file does not say how a photo becomes its input: compile it with --mean and --std, or use run()",
      );
    }
    this.#input = new ImageInput(inputs[0], preprocessing, kernels);
    this.output = port.name;
    this.#port = port;
    this.#labels = labels ?? [];
    this.#scores = new Float64Array(classes);
  }

  /** The model's input values for the image; they are overwritten by the next one. Throws WrenError BAD_INPUT, OUT_OF_MEMORY. */
  prepare(pixels: PixelImage): InputValues {
    return this.#input.prepare(pixels);
  }

  /** Throws WrenError BAD_INPUT for a bad `k`, NOT_FINITE. */
  rank(output: ArrayLike<number>, k: number): Classification[] {
    if (!Number.isInteger(k) || k < 1) throw new WrenError("BAD_INPUT", `topK is ${k}: give a whole number from 1 on`);
    const { scale = 1, zeroPoint = 0 } = this.#port;
    const scores = this.#scores;
    for (let i = 0; i < scores.length; i++) scores[i] = (output[i] - zeroPoint) * scale;
    return topK(scores, k).map(({ index, score }) => {
      const label = this.#labels[index];
      return label === undefined ? { index, score } : { index, label, score };
    });
  }
}
