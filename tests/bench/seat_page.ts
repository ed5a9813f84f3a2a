// A seat in a page: the server of seats.ts gives the peers' packages under /peers, the models under /models.

import type { Host } from "./runtimes/session.ts";
import { Seat } from "./seat.ts";

const locate = (path: string) => `${location.origin}/peers/${path}`;

function runScript(url: string): Promise<void> {
  return new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => done();
    script.onerror = () => fail(new Error(`cannot load ${url}`));
    document.head.append(script);
  });
}

const host: Host = {
  name: "chromium",
  locate,
  load: (path) => import(locate(path)),
  script: (path) => runScript(locate(path)),
  address: (name) => `/models/${name}`,
  async read(name) {
    const response = await fetch(`/models/${name}`);
    if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },
  bitwren: () => import(`${location.origin}/bitwren/slim.js`),
};

(globalThis as unknown as { seat: Seat }).seat = new Seat(host);
