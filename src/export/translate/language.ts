// What differs between the languages that kernels are translated to.

import type { WasmFunction } from "../wasm/module.ts";
import type { Branching, Statement } from "./statements.ts";

/** An expression. */
export interface Value {
  readonly text: string;
  readonly type: number;
  /** Text as an `if` wants it, of comparisons. */
  readonly condition?: string;
  /** Of an i32: its absolute value is at most 2^bits; 31 if absent. */
  readonly bits?: number;
  /** Of an i32: a number that equals it modulo 2^32, for operations that wrap their operands themselves. */
  readonly unwrapped?: Unwrapped;
}

export interface Unwrapped {
  readonly text: string;
  readonly bits: number;
}

export interface Operation {
  readonly operands: readonly number[];
  readonly result: number;
  /** A comparison: `print` gives a condition. */
  readonly isCondition?: boolean;
  print(a: Value, b: Value): string;
  unwrap?(a: Value, b: Value): Unwrapped | undefined;
}

export interface Load {
  readonly type: number;
  readonly bits?: number;
  print(address: Value, offset: number): string;
}

export interface FunctionEntry {
  readonly name: string;
  readonly function: WasmFunction;
}

export interface Variable {
  readonly name: string;
  readonly type: number;
}

export interface Language {
  readonly operations: ReadonlyMap<number, Operation>;
  readonly loads: ReadonlyMap<number, Load>;
  /** By instruction: the statement. */
  readonly stores: ReadonlyMap<number, (address: Value, offset: number, value: Value) => string>;
  i32(value: number): string;
  i64(bits: bigint): string;
  float(value: number, type: number): string;
  /** A condition as an i32. */
  ofCondition(condition: string): string;
  signature(entry: FunctionEntry): string;
  /** The locals of a function, all 0. */
  locals(variables: readonly Variable[]): string[];
  /** A new variable, without a value if there is no text. */
  declare(variable: Variable, text?: string): string;
  /** A value that nobody wants: nothing, or what keeps compilers silent. */
  drop(name: string): Statement[];
  /** Jumps to the end of a block, or to the begin of a loop. */
  jump(label: string, isLoop: boolean): string;
  /** `label` where something jumps to it. */
  block(branching: Branching, label: string | undefined): Statement[];
  /** `continues`: how many CONTINUE in `body` mean this loop. */
  loop(body: Statement[], continues: number, label: string | undefined): Statement[];
}
