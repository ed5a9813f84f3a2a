// A seat in a Node process of its own, asked over the channel to its parent: `seat_node.js FOLDER_OF_MODELS`.

import { nodeHost } from "./node_host.ts";
import { Seat, type SeatCall } from "./seat.ts";

export interface SeatReply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

const seat = new Seat(nodeHost(process.argv[2]));
process.on("message", async ({ id, call }: { readonly id: number; readonly call: SeatCall }) => {
  let reply: SeatReply;
  try {
    reply = { id, value: await seat.answer(call) };
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) };
  }
  process.send!(reply);
});
// Some peers leave rejected promises behind when they cannot load; the seat has reported the error by then.
process.on("unhandledRejection", () => {});
process.on("uncaughtException", (error) => console.error(error.message));
