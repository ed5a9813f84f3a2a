// Steps of a model by layer: a layer in tiles, or of several copies, is many steps that people want to see as one.

interface Step {
  readonly op: string;
  readonly name: string;
  readonly kernel: string;
  readonly macs: number;
}

/** A layer's steps with one kernel: the first of them, with the sum of their MACs. */
export type LayerOf<S extends Step> = S & {
  /** Index of the first step. */
  readonly first: number;
  /** How many there are. */
  readonly calls: number;
};

/** In the order of their first steps. `join` adds up what else the two have: the sum so far and one more step. */
export function byLayer<S extends Step>(
  steps: readonly S[],
  join: (sum: S, step: S) => Partial<S> = () => ({}),
): LayerOf<S>[] {
  const layers = new Map<string, LayerOf<S>>();
  steps.forEach((step, first) => {
    const key = JSON.stringify([step.op, step.name, step.kernel]);
    const sum = layers.get(key);
    const more = sum && { ...sum, ...join(sum, step), macs: sum.macs + step.macs, calls: sum.calls + 1 };
    layers.set(key, more ?? { ...step, first, calls: 1 });
  });
  return [...layers.values()];
}
