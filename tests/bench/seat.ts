// Where one runtime sits: a process of its own or a page of its own, which loads one model after the other and runs it when
// it is its turn. The same code in Node and in a page.

import { CONTESTANTS, type Contestant } from "./runtimes/index.ts";
import type { Host, ModelRequest, Session } from "./runtimes/session.ts";

/** What a seat is asked; plain data, so that it passes between processes. */
export interface OpenRequest extends ModelRequest {
  readonly contestant: string;
  /** Where the images are, one after the other, as bytes of the input's shape. */
  readonly pixels: string;
}

export interface SampleRequest {
  /** Milliseconds of runs in a row that make a sample, and how many samples. */
  readonly sampleMs: number;
  readonly samples: number;
}

export type SeatCall =
  | { readonly do: "open"; readonly request: OpenRequest; readonly warmUpMs: number }
  | { readonly do: "sample"; readonly request: SampleRequest }
  | { readonly do: "close" };

export interface Answer {
  /** The class named for each image. */
  readonly labels: readonly number[];
  /** From asking for the runtime to the first of them. */
  readonly firstLabelMs: number;
}

export function contestantNamed(name: string): Contestant {
  return CONTESTANTS.find((contestant) => contestant.name === name)!;
}

export function bestOf(scores: ArrayLike<number>): number {
  let label = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[label]) label = i;
  return label;
}

/** Image i of the file. */
export function imageOf(pixels: Uint8Array, { input }: OpenRequest, i: number): Uint8Array {
  const bytes = input.shape.reduce((a, b) => a * b, 1);
  return pixels.subarray(i * bytes, (i + 1) * bytes);
}

const WARM_UP: SampleRequest = { sampleMs: 8, samples: 1 };
const MOST_REPEATS = 1000;

export class Seat {
  readonly #host: Host;
  #session: Session | undefined;
  /** The fewest milliseconds a run has taken. */
  #runMs = Infinity;

  constructor(host: Host) {
    this.#host = host;
  }

  answer(call: SeatCall): Promise<unknown> | undefined {
    if (call.do === "open") return this.open(call.request, call.warmUpMs);
    if (call.do === "sample") return this.sample(call.request);
    this.close();
    return undefined;
  }

  /** Loads a model, names every image and warms up. */
  async open(request: OpenRequest, warmUpMs: number): Promise<Answer> {
    const asked = performance.now();
    const { runtime } = contestantNamed(request.contestant);
    const pixels = await this.#host.read(request.pixels);
    const session = await runtime.open(this.#host, request);
    this.#session = session;
    session.use(imageOf(pixels, request, 0));
    const labels = [bestOf(await session.run())];
    const firstLabelMs = performance.now() - asked;
    const count = pixels.length / imageOf(pixels, request, 0).length;
    for (let i = 1; i < count; i++) {
      session.use(imageOf(pixels, request, i));
      labels.push(bestOf(await session.run()));
    }
    this.#runMs = Infinity;
    const start = performance.now();
    while (performance.now() - start < warmUpMs || this.#runMs === Infinity) await this.sample(WARM_UP);
    return { labels, firstLabelMs };
  }

  /** Milliseconds a run, one entry a sample. */
  async sample({ sampleMs, samples }: SampleRequest): Promise<number[]> {
    const session = this.#session!;
    const times: number[] = [];
    for (let i = 0; i < samples; i++) {
      const repeats = Math.min(MOST_REPEATS, Math.max(1, Math.round(sampleMs / this.#runMs)));
      const start = performance.now();
      for (let run = 0; run < repeats; run++) {
        const pending = session.run();
        if (pending instanceof Promise) await pending;
      }
      const ms = (performance.now() - start) / repeats;
      // A page's clock has steps of 0.1 ms: nothing can be said of less.
      this.#runMs = Math.min(this.#runMs, Math.max(ms, 0.1 / repeats));
      times.push(ms);
    }
    return times;
  }

  close(): void {
    this.#session?.dispose();
    this.#session = undefined;
  }
}
