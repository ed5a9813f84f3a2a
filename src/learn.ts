// Public training. Apart from inference: neither the runtime nor the tool chain knows of it. Runs in Node and in browsers.

export { LearnError } from "./learn/errors.ts";
export { type Confusion, confusions, type Evaluation, evaluate } from "./learn/evaluation.ts";
export type { Examples, Split } from "./learn/examples.ts";
export { type LearnOptions, type LearnReport, type Learnt, learnClasses } from "./learn/transfer.ts";
