// Long work in a thread that has other things to do: pages draw and take clicks in between, and one of them may end the work.

import type { Samples } from "../compress/samples.ts";

const PATIENCE_MS = 50;

export class Pace {
  readonly #signal: AbortSignal | undefined;
  #last = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Lets the host do what waits, if that has not been for a while. Throws the signal's reason once it is aborted. */
  async rest(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#last < PATIENCE_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#last = performance.now();
    this.#signal?.throwIfAborted();
  }

  /** The same samples, with a rest before each. */
  samples(samples: Samples): Samples {
    return {
      count: samples.count,
      read: async (index) => {
        await this.rest();
        return samples.read(index);
      },
    };
  }
}
