// Keeps the whole page for when there is no network. The build puts the list of files and their version in front.

declare const FILES: readonly string[];
declare const VERSION: string;

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
  readonly request: Request;
}

const on = (name: string, handle: (event: Extendable) => void) =>
  addEventListener(name, (event) => handle(event as Extendable));

on("install", (event) => event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll([...FILES]))));
on("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name)))),
  ),
);
on("fetch", (event) =>
  event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request))),
);
