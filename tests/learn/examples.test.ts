// Which examples are taken, which are held out, and how answers are counted.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LearnError } from "../../src/learn/errors.ts";
import { confusions, evaluate } from "../../src/learn/evaluation.ts";
import { checkExamples, type Examples, splitByClass } from "../../src/learn/examples.ts";

const examplesOf = (classes: readonly number[], names?: readonly string[]): Examples => {
  return { count: classes.length, classes, names, read: () => [] };
};

function refusal(examples: Examples, labels: readonly string[]): string {
  try {
    checkExamples(examples, labels);
  } catch (error) {
    assert.instance(error, LearnError);
    return (error as Error).message;
  }
  assert.unreachable("nothing was refused");
  return "";
}

const test = suite("examples");

test("what nothing can be learnt from is refused, with the place", () => {
  assert.match(refusal(examplesOf([0, 0]), ["cup"]), /1 classes: give .* at least two/);
  assert.match(refusal(examplesOf([0, 1]), ["cup", "cup"]), /two classes are called "cup"/);
  assert.match(refusal(examplesOf([0, 0, 2]), ["cup", "pan", "pot"]), /no examples of pan:/);
  assert.match(refusal({ ...examplesOf([0, 1]), count: 3 }, ["cup", "pan"]), /2 classes are given for 3 examples/);
  for (const bad of [2, -1, 0.5, Number.NaN]) {
    assert.match(refusal(examplesOf([0, 1, bad]), ["cup", "pan"]), /^example 2 is of class .*: .* from 0 to 1/);
  }
  assert.match(refusal(examplesOf([0, 7], ["a.png", "b.png"]), ["cup", "pan"]), /^b\.png is of class 7/);
});

test("a share of every class is held out, rounded, never all; by the seed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(4), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.nat(),
      (classes, share, seed) => {
        const { learning, heldOut } = splitByClass(classes, share, seed);
        assert.equal(
          [...learning, ...heldOut].sort((a, b) => a - b),
          [...classes.keys()],
        );
        for (const own of new Set(classes)) {
          const count = classes.filter((other) => other === own).length;
          const held = heldOut.filter((i) => classes[i] === own).length;
          assert.is(held, Math.min(count - 1, Math.round(share * count)));
        }
        assert.equal(splitByClass(classes, share, seed), { learning, heldOut });
      },
    ),
  );
  const classes = Array.from({ length: 40 }, (_, i) => i % 2);
  assert.not.equal(splitByClass(classes, 0.2, 1), splitByClass(classes, 0.2, 2));
});

test("answers are counted by class, the most frequent mistakes first", () => {
  const result = evaluate([0, 0, 0, 1, 1, 2], [0, 1, 1, 1, 0, 2], 3);
  assert.equal([result.count, result.right, result.accuracy], [6, 3, 0.5]);
  assert.equal(result.confusion, [
    [1, 2, 0],
    [1, 1, 0],
    [0, 0, 1],
  ]);
  assert.equal(confusions(result), [
    { own: 0, answer: 1, count: 2 },
    { own: 1, answer: 0, count: 1 },
  ]);
});

test.run();
