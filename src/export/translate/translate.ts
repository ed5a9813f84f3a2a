// One function of the kernels without SIMD, from WebAssembly to C or JavaScript.
//
// The stack machine's operands are kept as expressions until something needs them, and put into variables only where what
// they read is about to change. Blocks become labels, loops become loops (statements.ts).

import { type Instruction, instructionsOf, OP } from "../wasm/instructions.ts";
import { VALUE, type WasmFunction } from "../wasm/module.ts";
import type { FunctionEntry, Language, Value } from "./language.ts";
import { BREAK, bare, CONTINUE, printStatements, type Statement } from "./statements.ts";

/** An expression that has not been evaluated yet. */
interface Operand extends Value {
  readonly locals: ReadonlySet<number>;
  readonly readsMemory: boolean;
}

interface Frame {
  readonly kind: "function" | "block" | "loop" | "if" | "else";
  readonly label: number;
  /** Where the block's result goes, if it has one. */
  readonly result: { readonly name: string; readonly type: number } | undefined;
  readonly height: number;
  /** Statements around the block. */
  readonly outer: Statement[];
  readonly condition?: string;
  /** Statements of the first arm, once in the second. */
  readonly consequent?: Statement[];
  isTarget: boolean;
  continues: number;
}

export interface Names {
  readonly functions: readonly FunctionEntry[];
  /** Constants, by index. */
  readonly globals: readonly string[];
}

const NO_LOCALS: ReadonlySet<number> = new Set();
const VOID_BLOCK = 0x40;

export function translateFunction(index: number, names: Names, language: Language): string {
  const entry = names.functions[index];
  const { type, locals } = entry.function;
  const body = new Translator(entry.function, names, language).run();
  const variables = locals.map((local, i) => ({ name: `v${type.params.length + i}`, type: local }));
  const statements = [...language.locals(variables), ...body];
  return [`${language.signature(entry)} {`, ...printStatements(statements, "  "), "}"].join("\n");
}

class Translator {
  #statements: Statement[] = [];
  readonly #stack: Operand[] = [];
  readonly #frames: Frame[] = [];
  readonly #function: WasmFunction;
  readonly #types: readonly number[];
  readonly #names: Names;
  readonly #language: Language;
  #count = 0;
  /** Blocks opened in code that nothing reaches; −1 where code is reached. */
  #skipped = -1;

  constructor(body: WasmFunction, names: Names, language: Language) {
    this.#function = body;
    this.#types = [...body.type.params, ...body.locals];
    this.#names = names;
    this.#language = language;
  }

  run(): Statement[] {
    const [type] = this.#function.type.results;
    this.#frames.push(this.#frame("function", type === undefined ? undefined : { name: "", type }));
    for (const instruction of instructionsOf(this.#function.code)) {
      if (this.#skipped < 0) this.#step(instruction);
      else this.#skip(instruction);
    }
    return this.#statements;
  }

  #skip(instruction: Instruction): void {
    const { op } = instruction;
    if (op >= OP.block && op <= OP.if) this.#skipped++;
    else if (op === OP.end && this.#skipped > 0) this.#skipped--;
    else if ((op === OP.end || op === OP.else) && this.#skipped === 0) this.#step(instruction);
  }

  #step({ op, numbers, bits }: Instruction): void {
    const { operations, loads, stores } = this.#language;
    const operation = operations.get(op);
    const load = loads.get(op);
    const store = stores.get(op);
    if (operation !== undefined) {
      const operands = operation.operands.map(() => this.#pop()).reverse();
      const [a, b] = operands;
      const text = operation.print(a, b);
      const unwrapped = operation.unwrap?.(a, b);
      const more = operation.isCondition ? { condition: text } : { ...(unwrapped && { unwrapped }) };
      this.#push(operation.isCondition ? this.#language.ofCondition(text) : text, operation.result, operands, more);
    } else if (load !== undefined) {
      const address = this.#pop();
      const { bits } = load;
      const from = [{ ...address, readsMemory: true }];
      this.#push(load.print(address, numbers[1]), load.type, from, { ...(bits && { bits }) });
    } else if (store !== undefined) {
      const [value, address] = [this.#pop(), this.#pop()];
      this.#spill(({ readsMemory }) => readsMemory);
      this.#statements.push(store(address, numbers[1], value));
    } else if (op >= OP.block && op <= OP.if) this.#open(op, numbers[0]);
    else this.#other(op, numbers, bits);
  }

  #other(op: number, numbers: readonly number[], bits: bigint): void {
    const [index] = numbers;
    switch (op) {
      case OP.i32_const:
        this.#push(this.#language.i32(index), VALUE.i32, [], { bits: bitsOf(index) });
        break;
      case OP.i64_const:
        this.#push(this.#language.i64(bits), VALUE.i64, []);
        break;
      case OP.f32_const:
        this.#push(this.#language.float(float32(bits), VALUE.f32), VALUE.f32, []);
        break;
      case OP.f64_const:
        this.#push(this.#language.float(float64(bits), VALUE.f64), VALUE.f64, []);
        break;
      case OP.local_get:
        this.#pushLocal(index);
        break;
      case OP.local_set:
        this.#assign(index);
        break;
      case OP.local_tee:
        this.#assign(index);
        this.#pushLocal(index);
        break;
      case OP.global_get:
        this.#push(this.#names.globals[index], VALUE.i32, []);
        break;
      case OP.drop:
        this.#drop(this.#pop());
        break;
      case OP.select: {
        const [condition, b, a] = [this.#pop(), this.#pop(), this.#pop()];
        this.#push(`(${test(condition)} ? ${a.text} : ${b.text})`, a.type, [a, b, condition]);
        break;
      }
      case OP.call:
        this.#call(index);
        break;
      case OP.memory_copy:
        this.#bulk("copy_bytes");
        break;
      case OP.memory_fill:
        this.#bulk("fill_bytes");
        break;
      case OP.unreachable:
        this.#skipped = 0;
        break;
      case OP.br:
        this.#branch(index);
        this.#skipped = 0;
        break;
      case OP.br_if:
        this.#branchIf(index);
        break;
      case OP.return:
        this.#branch(this.#frames.length - 1);
        this.#skipped = 0;
        break;
      case OP.else:
        this.#else();
        break;
      case OP.end:
        this.#end();
        break;
      default:
        throw new Error(`no words for the instruction 0x${op.toString(16)}`);
    }
  }

  #drop({ text }: Operand): void {
    if (/^t\d+$/.test(text)) this.#statements.push(...this.#language.drop(text));
  }

  #push(text: string, type: number, from: readonly Operand[], more: Partial<Value> = {}): void {
    this.#stack.push({
      text,
      type,
      locals: from.length === 0 ? NO_LOCALS : new Set(from.flatMap(({ locals }) => [...locals])),
      readsMemory: from.some(({ readsMemory }) => readsMemory),
      ...more,
    });
  }

  #pushLocal(index: number): void {
    this.#stack.push({ text: `v${index}`, type: this.#types[index], locals: new Set([index]), readsMemory: false });
  }

  #pop(): Operand {
    const operand = this.#stack.pop();
    if (operand === undefined) throw new Error("the stack is empty: this is no valid module");
    return operand;
  }

  /** Evaluates waiting operands now. */
  #spill(which: (operand: Operand) => boolean): void {
    this.#stack.forEach((operand, i) => {
      if (!which(operand)) return;
      const name = `t${this.#count++}`;
      this.#statements.push(this.#language.declare({ name, type: operand.type }, operand.text));
      this.#stack[i] = { text: name, type: operand.type, locals: NO_LOCALS, readsMemory: false };
    });
  }

  #assign(index: number): void {
    const value = this.#pop();
    this.#spill(({ locals }) => locals.has(index));
    if (value.text !== `v${index}`) this.#statements.push(`v${index} = ${bare(value.text)};`);
  }

  #call(index: number): void {
    const { name, function: callee } = this.#names.functions[index];
    const given = callee.type.params.map(() => this.#pop()).reverse();
    this.#spill(({ readsMemory }) => readsMemory);
    const text = `${name}(${given.map(({ text }) => bare(text)).join(", ")})`;
    const [type] = callee.type.results;
    if (type === undefined) {
      this.#statements.push(`${text};`);
      return;
    }
    const result = `t${this.#count++}`;
    this.#statements.push(this.#language.declare({ name: result, type }, text));
    this.#push(result, type, []);
  }

  #bulk(name: string): void {
    const [bytes, from, to] = [this.#pop(), this.#pop(), this.#pop()];
    this.#spill(({ readsMemory }) => readsMemory);
    this.#statements.push(`${name}(${to.text}, ${from.text}, ${bytes.text});`);
  }

  #frame(kind: Frame["kind"], result: Frame["result"], condition?: string): Frame {
    const [label, height] = [this.#count++, this.#stack.length];
    return {
      kind,
      label,
      result,
      height,
      outer: this.#statements,
      isTarget: false,
      continues: 0,
      ...(condition && { condition }),
    };
  }

  #open(op: number, blockType: number): void {
    const condition = op === OP.if ? test(this.#pop()) : undefined;
    this.#spill(({ locals, readsMemory }) => locals.size > 0 || readsMemory);
    const kind = op === OP.block ? "block" : op === OP.loop ? "loop" : "if";
    let result: Frame["result"];
    if (blockType !== VOID_BLOCK) {
      result = { name: `t${this.#count++}`, type: blockType };
      this.#statements.push(this.#language.declare(result));
    }
    this.#frames.push(this.#frame(kind, result, condition));
    this.#statements = [];
  }

  /** Hands the value on top of the stack over to the block's result. */
  #deliver({ kind, result }: Frame, into: Statement[], value: Operand | undefined): void {
    if (result === undefined || value === undefined) return;
    into.push(kind === "function" ? `return ${bare(value.text)};` : `${result.name} = ${bare(value.text)};`);
  }

  #branch(depth: number): void {
    const frame = this.#frames[this.#frames.length - 1 - depth];
    const value = frame.kind === "loop" || frame.result === undefined ? undefined : this.#stack.at(-1);
    this.#deliver(frame, this.#statements, value);
    this.#jump(frame, this.#statements);
  }

  #branchIf(depth: number): void {
    const condition = this.#pop();
    const frame = this.#frames[this.#frames.length - 1 - depth];
    const body: Statement[] = [];
    if (frame.kind !== "loop") this.#deliver(frame, body, this.#stack.at(-1));
    this.#jump(frame, body);
    this.#statements.push({ head: `if (${bare(test(condition))})`, body });
  }

  #jump(frame: Frame, into: Statement[]): void {
    if (frame.kind === "function") {
      if (frame.result === undefined) into.push("return;");
      return;
    }
    const innermost = this.#frames.findLast(({ kind }) => kind === "loop");
    if (frame.kind === "loop" && innermost === frame) {
      frame.continues++;
      into.push(CONTINUE);
    } else {
      frame.isTarget = true;
      into.push(this.#language.jump(`L${frame.label}`, frame.kind === "loop"));
    }
  }

  /** Ends an arm or a block: its result, if it is reached, and its statements. */
  #close(frame: Frame): Statement[] {
    if (this.#skipped < 0) {
      this.#deliver(frame, this.#statements, frame.result && this.#stack.at(-1));
      if (frame.kind === "loop") this.#statements.push(BREAK);
    }
    this.#skipped = -1;
    this.#stack.length = frame.height;
    return this.#statements;
  }

  #else(): void {
    const frame = this.#frames.pop() as Frame;
    const consequent = this.#close(frame);
    this.#frames.push({ ...frame, kind: "else", consequent });
    this.#statements = [];
  }

  #end(): void {
    const frame = this.#frames.pop() as Frame;
    const wasReached = this.#skipped < 0;
    const body = this.#close(frame);
    if (frame.kind === "function") return;
    this.#statements = frame.outer;
    const head = `if (${bare(frame.condition ?? "")})`;
    const label = frame.isTarget ? `L${frame.label}` : undefined;
    if (frame.kind === "loop") {
      this.#statements.push(...this.#language.loop(body, frame.continues, label));
      // A loop that never falls out of its end is left by jumps only.
      if (!wasReached) this.#skipped = 0;
    } else {
      const branching =
        frame.kind === "block"
          ? { head: "", body }
          : frame.kind === "if"
            ? { head, body }
            : { head, body: frame.consequent ?? [], otherwise: body };
      this.#statements.push(...this.#language.block(branching, label));
    }
    if (frame.result) this.#push(frame.result.name, frame.result.type, []);
  }
}

function test({ condition, text }: Operand): string {
  return condition ?? `(${text} != 0)`;
}

function bitsOf(value: number): number {
  return Math.ceil(Math.log2(Math.abs(value) + 1));
}

function float32(bits: bigint): number {
  return new Float32Array(new Uint32Array([Number(bits)]).buffer)[0];
}

function float64(bits: bigint): number {
  return new Float64Array(new BigUint64Array([bits]).buffer)[0];
}
