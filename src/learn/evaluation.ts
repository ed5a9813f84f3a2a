// How often a classifier's best class is the right one, and which classes it takes for which others.

export interface Evaluation {
  readonly count: number;
  readonly right: number;
  /** right / count. */
  readonly accuracy: number;
  /** confusion[own][answer]: how many examples of class `own` got `answer`. */
  readonly confusion: readonly (readonly number[])[];
}

export interface Confusion {
  readonly own: number;
  readonly answer: number;
  readonly count: number;
}

/** `own` and `answers` hold one class an example. */
export function evaluate(own: readonly number[], answers: readonly number[], classes: number): Evaluation {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, answer] of answers.entries()) confusion[own[i]][answer]++;
  const right = confusion.reduce((sum, row, k) => sum + row[k], 0);
  return { count: answers.length, right, accuracy: right / answers.length, confusion };
}

/** The wrong answers, the most frequent first. */
export function confusions({ confusion }: Evaluation): Confusion[] {
  const all = confusion.flatMap((row, own) => row.map((count, answer) => ({ own, answer, count })));
  return all.filter(({ own, answer, count }) => own !== answer && count > 0).sort((a, b) => b.count - a.count);
}
