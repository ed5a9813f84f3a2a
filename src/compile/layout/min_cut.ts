// Minimum cut of a network (Dinic's algorithm): which vertices to put on the source's side so that the edges that lead from
// there to the sink's side weigh least. Source: E. A. Dinic, "Algorithm for solution of a problem of maximum flow in networks
// with power estimation", 1970.

export class Network {
  static readonly SOURCE = 0;
  static readonly SINK = 1;
  readonly #edges: number[][] = [[], []]; // of each vertex, indices into the lists below
  readonly #to: number[] = [];
  readonly #left: number[] = []; // capacity that is not used; edge i ^ 1 is the reverse of edge i

  vertex(): number {
    return this.#edges.push([]) - 1;
  }

  edge(from: number, to: number, capacity: number): void {
    this.#edges[from].push(this.#to.push(to) - 1);
    this.#left.push(capacity);
    this.#edges[to].push(this.#to.push(from) - 1);
    this.#left.push(0);
  }

  /** The vertices on the source's side: of all minimum cuts, the one with the fewest. */
  sourceSide(): ReadonlySet<number> {
    for (;;) {
      const levels = this.#levels();
      if (levels[Network.SINK] < 0) return new Set(levels.flatMap((level, vertex) => (level >= 0 ? [vertex] : [])));
      const next = this.#edges.map(() => 0);
      while (this.#augment(levels, next) > 0);
    }
  }

  /** Distance of every vertex from the source over edges with capacity left; -1 if there is no way. */
  #levels(): number[] {
    const levels = this.#edges.map(() => -1);
    levels[Network.SOURCE] = 0;
    const queue = [Network.SOURCE];
    for (const vertex of queue) {
      for (const edge of this.#edges[vertex]) {
        const to = this.#to[edge];
        if (this.#left[edge] <= 0 || levels[to] >= 0) continue;
        levels[to] = levels[vertex] + 1;
        queue.push(to);
      }
    }
    return levels;
  }

  /** Sends flow along one shortest path; returns how much. `next` skips edges that are of no more use. */
  #augment(levels: readonly number[], next: number[]): number {
    const path: number[] = [];
    let vertex = Network.SOURCE;
    while (vertex !== Network.SINK) {
      const edge = this.#edges[vertex][next[vertex]];
      if (edge === undefined) {
        const last = path.pop();
        if (last === undefined) return 0;
        vertex = this.#to[last ^ 1];
        next[vertex]++;
      } else if (this.#left[edge] > 0 && levels[this.#to[edge]] === levels[vertex] + 1) {
        path.push(edge);
        vertex = this.#to[edge];
      } else {
        next[vertex]++;
      }
    }
    const flow = Math.min(...path.map((edge) => this.#left[edge]));
    for (const edge of path) {
      this.#left[edge] -= flow;
      this.#left[edge ^ 1] += flow;
    }
    return flow;
  }
}
