// One function of the scalar kernels, from WebAssembly to C99.
//
// The stack machine's operands are kept as expressions until something needs them, and put into variables only where what
// they read is about to change. Blocks become labels, loops become loops (statements.ts).

import { type Instruction, instructionsOf, OP } from "../wasm/instructions.ts";
import { VALUE, type WasmFunction } from "../wasm/module.ts";
import { C_TYPES, LOADS, OPERATIONS, STORES } from "./operations.ts";
import { BREAK, CONTINUE, loop, printStatements, type Statement } from "./statements.ts";

/** An operand: an expression that has not been evaluated yet. */
interface Operand {
  readonly text: string;
  readonly type: number;
  readonly locals: ReadonlySet<number>;
  readonly readsMemory: boolean;
  /** Text as an `if` wants it, of comparisons. */
  readonly condition?: string;
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
  readonly functions: readonly { readonly name: string; readonly function: WasmFunction }[];
  /** Constants, by index. */
  readonly globals: readonly string[];
}

const NO_LOCALS: ReadonlySet<number> = new Set();
const VOID_BLOCK = 0x40;

export function signature({ name, function: { type } }: Names["functions"][number]): string {
  const params = type.params.map((param, i) => `${C_TYPES[param]} v${i}`).join(", ");
  return `static ${type.results.length === 0 ? "void" : C_TYPES[type.results[0]]} ${name}(${params || "void"})`;
}

export function translateFunction(index: number, names: Names): string {
  const entry = names.functions[index];
  const { type, locals } = entry.function;
  const body = new Translator(entry.function, names).run();
  const declared = Object.entries(C_TYPES).flatMap(([code, cType]) => {
    const own = locals.flatMap((local, i) => (local === Number(code) ? [`v${type.params.length + i} = 0`] : []));
    return own.length === 0 ? [] : [`${cType} ${own.join(", ")};`];
  });
  return [`${signature(entry)} {`, ...printStatements([...declared, ...body], "  "), "}"].join("\n");
}

class Translator {
  #statements: Statement[] = [];
  readonly #stack: Operand[] = [];
  readonly #frames: Frame[] = [];
  readonly #function: WasmFunction;
  readonly #types: readonly number[];
  readonly #names: Names;
  #count = 0;
  /** Blocks opened in code that nothing reaches; −1 where code is reached. */
  #skipped = -1;

  constructor(body: WasmFunction, names: Names) {
    this.#function = body;
    this.#types = [...body.type.params, ...body.locals];
    this.#names = names;
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
    const operation = OPERATIONS.get(op);
    const access = LOADS.get(op);
    const store = STORES.get(op);
    if (operation !== undefined) {
      const operands = operation.operands.map(() => this.#pop()).reverse();
      const text = operation.print(operands[0].text, operands[1]?.text);
      if (operation.isCondition) this.#push(`(uint32_t)${text}`, operation.result, operands, text);
      else this.#push(text, operation.result, operands);
    } else if (access !== undefined) {
      const address = this.#pop();
      this.#push(`${access.name}(${this.#address(address, numbers[1])})`, access.type, [
        { ...address, readsMemory: true },
      ]);
    } else if (store !== undefined) {
      const [value, address] = [this.#pop(), this.#pop()];
      this.#spill(({ readsMemory }) => readsMemory);
      this.#statements.push(`${store}(${this.#address(address, numbers[1])}, ${narrow(store, value)});`);
    } else if (op >= OP.block && op <= OP.if) this.#open(op, numbers[0]);
    else this.#other(op, numbers, bits);
  }

  #other(op: number, numbers: readonly number[], bits: bigint): void {
    const [index] = numbers;
    switch (op) {
      case OP.i32_const:
        this.#push(`${index >>> 0}u`, VALUE.i32, []);
        break;
      case OP.i64_const:
        this.#push(`${bits}ull`, VALUE.i64, []);
        break;
      case OP.f32_const:
        this.#push(floatLiteral(float32(bits), "f"), VALUE.f32, []);
        break;
      case OP.f64_const:
        this.#push(floatLiteral(float64(bits), ""), VALUE.f64, []);
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
        throw new Error(`no C for the instruction 0x${op.toString(16)}`);
    }
  }

  #drop({ text }: Operand): void {
    if (/^t\d+$/.test(text)) this.#statements.push(`(void)${text};`);
  }

  #push(text: string, type: number, from: readonly Operand[], condition?: string): void {
    this.#stack.push({
      text,
      type,
      locals: from.length === 0 ? NO_LOCALS : new Set(from.flatMap(({ locals }) => [...locals])),
      readsMemory: from.some(({ readsMemory }) => readsMemory),
      ...(condition !== undefined && { condition }),
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
      this.#statements.push(`${C_TYPES[operand.type]} ${name} = ${operand.text};`);
      this.#stack[i] = { text: name, type: operand.type, locals: NO_LOCALS, readsMemory: false };
    });
  }

  #assign(index: number): void {
    const value = this.#pop();
    this.#spill(({ locals }) => locals.has(index));
    if (value.text !== `v${index}`) this.#statements.push(`v${index} = ${value.text};`);
  }

  #address({ text }: Operand, offset: number): string {
    return offset === 0 ? text : `${text} + ${offset}u`;
  }

  #call(index: number): void {
    const { name, function: callee } = this.#names.functions[index];
    const given = callee.type.params.map(() => this.#pop()).reverse();
    this.#spill(({ readsMemory }) => readsMemory);
    const text = `${name}(${given.map((operand) => operand.text).join(", ")})`;
    const [type] = callee.type.results;
    if (type === undefined) {
      this.#statements.push(`${text};`);
      return;
    }
    const result = `t${this.#count++}`;
    this.#statements.push(`${C_TYPES[type]} ${result} = ${text};`);
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
      this.#statements.push(`${C_TYPES[blockType]} ${result.name};`);
    }
    this.#frames.push(this.#frame(kind, result, condition));
    this.#statements = [];
  }

  /** Hands the value on top of the stack over to the block's result. */
  #deliver({ kind, result }: Frame, into: Statement[], value: Operand | undefined): void {
    if (result === undefined || value === undefined) return;
    into.push(kind === "function" ? `return ${value.text};` : `${result.name} = ${value.text};`);
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
      into.push(`goto L${frame.label};`);
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
    const label = `L${frame.label}: ;`;
    if (frame.kind === "loop") {
      const whole = frame.isTarget ? [label, ...body] : body;
      this.#statements.push(loop(whole, frame.continues));
      // A loop that never falls out of its end is left by jumps only.
      if (!wasReached) this.#skipped = 0;
    } else if (frame.kind === "block") this.#statements.push({ head: "", body });
    else if (frame.kind === "if") this.#statements.push({ head, body });
    else this.#statements.push({ head, body: frame.consequent ?? [], otherwise: body });
    if (frame.isTarget && frame.kind !== "loop") this.#statements.push(label);
    if (frame.result) this.#push(frame.result.name, frame.result.type, []);
  }
}

function test({ condition, text }: Operand): string {
  return condition ?? `(${text} != 0)`;
}

/** Without the parentheses that surround the whole. */
function bare(text: string): string {
  if (!text.startsWith("(")) return text;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i === text.length - 1 ? text.slice(1, -1) : text;
  }
  return text;
}

/** Stores of a part of an operand take 32 bits. */
function narrow(store: string, { text, type }: Operand): string {
  return type === VALUE.i64 && store !== "store_64" ? `(uint32_t)${text}` : text;
}

function float32(bits: bigint): number {
  return new Float32Array(new Uint32Array([Number(bits)]).buffer)[0];
}

function float64(bits: bigint): number {
  return new Float64Array(new BigUint64Array([bits]).buffer)[0];
}

function floatLiteral(value: number, suffix: string): string {
  if (Number.isNaN(value)) return "NAN";
  if (!Number.isFinite(value)) return value > 0 ? "INFINITY" : "(-INFINITY)";
  const digits = String(Math.abs(value));
  const literal = `${/[.e]/.test(digits) ? digits : `${digits}.0`}${suffix}`;
  return value < 0 || Object.is(value, -0) ? `(-${literal})` : literal;
}
