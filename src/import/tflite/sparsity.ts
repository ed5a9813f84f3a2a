// Sparse constants -> dense ones. TFLite stores a tensor as a tree of dimensions in traversal order; a dense dimension
// visits all its coordinates, a compressed one (CSR) the listed ones; the leaves are the values in order.
// Source: table SparsityParameters in tensorflow/lite/schema/schema.fbs, after the TACO format.
//
// With blocks, the last k levels are positions inside a block: coordinate of dimension d = outer · block size + inner.

import { ensure } from "../diagnostics.ts";
import type { FlatTable } from "./flatbuffer.ts";
import { DIMENSION, DIMENSION_FORMAT, INDEX_VECTOR, SPARSITY } from "./schema.ts";

const HINT = "The file is damaged or was written by a broken tool; convert the model again";
/** TFLite allows few; keeps the walk shallow. */
const MAX_LEVELS = 16;
/** Dense bytes that few values may stand for, and beyond that for each byte of values: keeps small files small. */
const SPARE_BYTES = 2 ** 26;
const MAX_GROWTH = 64;

interface Level {
  /** What one step along this level adds to the dense element index. */
  readonly step: number;
  /** Size of the level. */
  readonly size: number;
  /** Compressed levels: children of parent p are indices[segments[p] .. segments[p + 1]]. */
  readonly segments?: readonly number[];
  readonly indices?: readonly number[];
}

/** Bytes of the dense tensor. `width` is the bytes of an element. Throws Problem or FlatbufferError. */
export function densify(values: Uint8Array, shape: readonly number[], width: number, sparsity: FlatTable): Uint8Array {
  const bytes = shape.reduce((a, b) => a * b, width);
  ensure(
    bytes <= SPARE_BYTES + MAX_GROWTH * values.length,
    () => `${values.length} bytes of sparse values stand for ${bytes}`,
    HINT,
  );
  const levels = readLevels(shape, sparsity);
  // Breadth first: the dense position that every node of the current level stands for.
  let positions = [0];
  // What a level lists is what the next compressed level has segments for, or in the end what has values.
  const limit = levels.reduce((most, { segments = [] }) => Math.max(most, segments.length), values.length / width);
  for (const level of levels) positions = expand(positions, level, limit);
  ensure(
    positions.length * width === values.length,
    () => `sparse values have ${values.length} bytes, their index lists ${positions.length} elements`,
    HINT,
  );
  const dense = new Uint8Array(bytes);
  positions.forEach((position, i) => {
    dense.set(values.subarray(i * width, (i + 1) * width), position * width);
  });
  return dense;
}

function expand(positions: readonly number[], level: Level, limit: number): number[] {
  const { step, size, segments, indices } = level;
  const children: number[] = [];
  const tooMany = () => `the sparse index lists more than ${limit} elements`;
  if (segments === undefined || indices === undefined) {
    ensure(positions.length * size <= limit, tooMany, HINT);
    for (const position of positions) for (let i = 0; i < size; i++) children.push(position + i * step);
    return children;
  }
  ensure(
    segments.length === positions.length + 1,
    () => `a sparse dimension has ${segments.length} segments where ${positions.length + 1} belong`,
    HINT,
  );
  positions.forEach((position, parent) => {
    const [from, to] = [segments[parent], segments[parent + 1]];
    ensure(
      from >= 0 && from <= to && to <= indices.length,
      () => `a sparse segment [${from}, ${to}) lies outside its ${indices.length} indices`,
      HINT,
    );
    ensure(children.length + to - from <= limit, tooMany, HINT);
    for (let i = from; i < to; i++) {
      const index = indices[i];
      ensure(index >= 0 && index < size, () => `a sparse index is ${index}, the dimension has ${size}`, HINT);
      children.push(position + index * step);
    }
  });
  return children;
}

function readLevels(shape: readonly number[], sparsity: FlatTable): Level[] {
  const order = sparsity.i32s(SPARSITY.traversalOrder, "traversal_order");
  const blockMap = sparsity.i32s(SPARSITY.blockMap, "block_map");
  const dimensions = sparsity.tables(SPARSITY.dimMetadata, "dim_metadata");
  const rank = shape.length;
  const count = rank + blockMap.length;
  ensure(
    count <= MAX_LEVELS &&
      order.length === count &&
      dimensions.length === count &&
      order.every((d, i) => d >= 0 && d < count && order.indexOf(d) === i) &&
      blockMap.every((d, i) => d >= 0 && d < rank && blockMap.indexOf(d) === i),
    () => `the sparse index [${order}] with blocks [${blockMap}] does not fit the shape [${shape}]`,
    HINT,
  );
  const tables = order.map((_, i) => dimensions.at(i));
  // Block sizes: levels of dimensions rank and up are always dense.
  const blocks = new Array<number>(rank).fill(1);
  order.forEach((d, i) => {
    if (d >= rank) blocks[blockMap[d - rank]] = tables[i].i32(DIMENSION.denseSize);
  });
  ensure(
    blocks.every((block, d) => block >= 1 && shape[d] % block === 0),
    () => `sparse blocks [${blocks}] do not divide the shape [${shape}]`,
    HINT,
  );
  const strides = shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1));
  return order.map((d, i) => {
    const dimension = d < rank ? d : blockMap[d - rank];
    const size = d < rank ? shape[d] / blocks[d] : blocks[dimension];
    const step = strides[dimension] * (d < rank ? blocks[d] : 1);
    return readLevel(tables[i], size, step);
  });
}

function readLevel(table: FlatTable, size: number, step: number): Level {
  const format = table.i8(DIMENSION.format);
  if (format === DIMENSION_FORMAT.dense) {
    const stated = table.i32(DIMENSION.denseSize);
    ensure(stated === size, () => `a dense dimension of a sparse tensor has size ${stated}, not ${size}`, HINT);
    return { size, step };
  }
  ensure(
    format === DIMENSION_FORMAT.csr,
    () => `a dimension of a sparse tensor has the unknown format ${format}`,
    HINT,
  );
  return {
    size,
    step,
    segments: readIndexVector(table, DIMENSION.segmentsType, DIMENSION.segments, "array_segments"),
    indices: readIndexVector(table, DIMENSION.indicesType, DIMENSION.indices, "array_indices"),
  };
}

function readIndexVector(table: FlatTable, typeField: number, field: number, name: string): readonly number[] {
  const type = table.u8(typeField);
  const vector = table.table(field, name);
  if (vector === undefined) return [];
  if (type === INDEX_VECTOR.int32) return vector.i32s(0, "values");
  if (type === INDEX_VECTOR.uint16) return vector.u16s(0, "values");
  ensure(type === INDEX_VECTOR.uint8, () => `${name} has the unknown vector type ${type}`, HINT);
  return Array.from(vector.bytes(0, "values"));
}
