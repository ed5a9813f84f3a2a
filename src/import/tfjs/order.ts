// Order of execution: files may list what is computed in any order.

export interface Ordered<T> {
  /** Each after all that it reads, else in the order given. */
  readonly ready: readonly T[];
  /** What reads things that are never computed, or itself by way of others. */
  readonly stuck: readonly T[];
}

/** Orders `items`, of which each makes one key and reads others; the known keys are there from the start. */
export function inOrder<T>(
  items: readonly T[],
  { makes, reads }: { readonly makes: (item: T) => string; readonly reads: (item: T) => readonly string[] },
  known: ReadonlySet<string>,
): Ordered<T> {
  const readers = new Map<string, T[]>();
  const missing = new Map<T, number>();
  const ready: T[] = [];
  for (const item of items) {
    const unknown = new Set(reads(item).filter((key) => !known.has(key)));
    missing.set(item, unknown.size);
    if (unknown.size === 0) ready.push(item);
    for (const key of unknown) {
      const others = readers.get(key);
      if (others === undefined) readers.set(key, [item]);
      else others.push(item);
    }
  }
  for (let i = 0; i < ready.length; i++) {
    for (const reader of readers.get(makes(ready[i])) ?? []) {
      const left = (missing.get(reader) ?? 0) - 1;
      missing.set(reader, left);
      if (left === 0) ready.push(reader);
    }
  }
  return { ready, stuck: items.filter((item) => (missing.get(item) ?? 0) > 0) };
}
