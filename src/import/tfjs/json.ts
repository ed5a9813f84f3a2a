// Values of a JSON file with checks: every accessor says where the value stands and what it is instead of what it should be.

import { ensure, Problem, quote } from "../diagnostics.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const DAMAGED = "The file is damaged; export the model again";
/** Longest list of numbers that describes a model: shapes, axes, windows. */
const MAX_LIST = 65536;

/** Throws Problem where the text is no JSON. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as Json;
  } catch (error) {
    throw new Problem(`is not JSON: ${(error as Error).message.slice(0, 120)}`, "Take the model.json of the export");
  }
}

/** An object of the file; its fields are read by type. A field of null is absent. */
export class Fields {
  /** `layers[3].config`, for messages. */
  readonly where: string;
  readonly #object: JsonObject;

  constructor(where: string, value: Json | undefined) {
    ensure(isObject(value), () => `${where} is ${describeJson(value)}, not an object`, DAMAGED);
    this.where = where;
    this.#object = value;
  }

  get names(): string[] {
    return Object.keys(this.#object);
  }

  /** The value as it stands; undefined for null and for what is not there. */
  get(name: string): Json | undefined {
    return Object.hasOwn(this.#object, name) ? (this.#object[name] ?? undefined) : undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** The first of these names that has a value. */
  oneOf(...names: readonly string[]): Json | undefined {
    for (const name of names) if (this.has(name)) return this.get(name);
    return undefined;
  }

  object(name: string): Fields {
    return new Fields(`${this.where}.${name}`, this.get(name));
  }

  optionalObject(name: string): Fields | undefined {
    return this.has(name) ? this.object(name) : undefined;
  }

  list(name: string): readonly Json[] {
    const value = this.get(name);
    ensure(Array.isArray(value), () => `${this.where}.${name} is ${describeJson(value)}, not a list`, DAMAGED);
    return value;
  }

  optionalList(name: string): readonly Json[] {
    return this.has(name) ? this.list(name) : [];
  }

  string(name: string, otherwise?: string): string {
    const value = this.get(name) ?? otherwise;
    ensure(typeof value === "string", () => `${this.where}.${name} is ${describeJson(value)}, not a text`, DAMAGED);
    return value;
  }

  number(name: string, otherwise?: number): number {
    const value = this.get(name) ?? otherwise;
    ensure(
      typeof value === "number" && Number.isFinite(value),
      () => `${this.where}.${name} is ${describeJson(value)}, not a number`,
      DAMAGED,
    );
    return value;
  }

  boolean(name: string, otherwise: boolean): boolean {
    const value = this.get(name) ?? otherwise;
    ensure(
      typeof value === "boolean",
      () => `${this.where}.${name} is ${describeJson(value)}, not true or false`,
      DAMAGED,
    );
    return value;
  }

  integer(name: string, otherwise?: number): number {
    const value = this.number(name, otherwise);
    ensure(Number.isSafeInteger(value), () => `${this.where}.${name} is ${value}, not an integer`, DAMAGED);
    return value;
  }

  /** A list of integers; one integer stands for a list of `count` of them. */
  integers(name: string, count?: number, otherwise?: readonly number[]): readonly number[] {
    const value = this.get(name) ?? otherwise;
    const list = typeof value === "number" && count !== undefined ? new Array<number>(count).fill(value) : value;
    ensure(
      Array.isArray(list) &&
        list.length <= MAX_LIST &&
        list.every((item) => Number.isSafeInteger(item)) &&
        (count === undefined || list.length === count),
      () => `${this.where}.${name} is ${describeJson(value)}, not ${count ?? "a list of"} integers`,
      DAMAGED,
    );
    return list as readonly number[];
  }

  /** One of the texts allowed. */
  choice<T extends string>(name: string, otherwise: T | undefined, allowed: readonly T[]): T {
    const value = this.string(name, otherwise);
    ensure(
      (allowed as readonly string[]).includes(value),
      () => `${this.where}.${name} is ${quote(value)}`,
      `Supported are ${allowed.join(", ")}`,
    );
    return value as T;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as messages show it, cut short. */
export function describeJson(value: Json | undefined): string {
  if (value === undefined || value === null) return "missing";
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object") return String(value);
  if (!Array.isArray(value)) return "an object";
  const isPlain = value.length <= 16 && value.every((item) => typeof item === "number" || item === null);
  return isPlain ? `[${value.map(String).join(", ")}]` : `a list of ${value.length}`;
}
