// What is learnt from: samples of known classes, and which of them are held out to see whether learning has worked.

import { generator, shuffled } from "../compress/chance.ts";
import type { Samples } from "../compress/samples.ts";
import { LearnError } from "./errors.ts";

export interface Examples extends Samples {
  /** The class of each sample: its index in the labels. */
  readonly classes: readonly number[];
  /** What messages call a sample, such as its file; "example 12" where there are no names. */
  readonly names?: readonly string[] | undefined;
}

export interface Split {
  /** Indices, ascending. */
  readonly learning: readonly number[];
  readonly heldOut: readonly number[];
}

export function nameOf({ names }: Examples, index: number): string {
  return names?.[index] ?? `example ${index}`;
}

/** Throws LearnError unless there are two classes of different names, and every class has examples. */
export function checkExamples(examples: Examples, labels: readonly string[]): void {
  if (labels.length < 2) {
    throw new LearnError(`there are ${labels.length} classes: give labels and examples of at least two`);
  }
  const twice = labels.find((label, i) => labels.indexOf(label) < i);
  if (twice !== undefined) throw new LearnError(`two classes are called "${twice}": give each a name of its own`);
  const { count, classes } = examples;
  if (classes.length !== count) {
    throw new LearnError(`${classes.length} classes are given for ${count} examples: give the class of each`);
  }
  const counts = labels.map(() => 0);
  for (const [i, own] of classes.entries()) {
    if (counts[own] === undefined) {
      throw new LearnError(
        `${nameOf(examples, i)} is of class ${own}: classes are whole numbers from 0 to ${labels.length - 1}, one a label`,
      );
    }
    counts[own]++;
  }
  const empty = labels.filter((_, own) => counts[own] === 0);
  if (empty.length > 0) {
    throw new LearnError(`there are no examples of ${empty.join(", ")}: give some, or leave the label out`);
  }
}

/** Holds out a share of every class, rounded, but never all of it. By chance and repeatably. */
export function splitByClass(classes: readonly number[], share: number, seed: number): Split {
  const next = generator(seed);
  const members: number[][] = [];
  for (const index of shuffled(classes.length, next)) {
    members[classes[index]] ??= [];
    members[classes[index]].push(index);
  }
  const heldOut = new Set(
    members.flatMap((all) => all.slice(0, Math.min(all.length - 1, Math.round(share * all.length)))),
  );
  const indices = classes.map((_, i) => i);
  return {
    learning: indices.filter((i) => !heldOut.has(i)),
    heldOut: indices.filter((i) => heldOut.has(i)),
  };
}
