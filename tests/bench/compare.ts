// The comparison: every runtime in every host on every column, in interleaved rounds, with the class it names.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compileGraph, importTflite } from "../../src/tools.ts";
import { type Column, readData, readPhotos } from "./models.ts";
import { type Outcome, type Runner, timeInRounds } from "./rounds.ts";
import { CONTESTANTS, type Contestant } from "./runtimes/index.ts";
import type { Host } from "./runtimes/session.ts";
import type { Answer, OpenRequest, SampleRequest } from "./seat.ts";
import { type Browser, nodeSeat, type RemoteSeat } from "./seats.ts";

export interface Entry {
  readonly contestant: Contestant;
  readonly host: Host["name"];
}

export interface Result {
  readonly column: string;
  readonly contestant: string;
  readonly host: Host["name"];
  readonly outcome: Outcome;
  readonly answer?: Answer;
}

export interface Settings {
  readonly rounds: number;
  readonly sample: SampleRequest;
  readonly warmUpMs: number;
  readonly threads: number;
  /** Where the models are, as prepareModels leaves them. */
  readonly folder: string;
}

/** Puts every file that a runtime loads into one folder, unpacked, .wren files compiled. */
export async function prepareModels(data: string, folder: string, columns: readonly Column[]): Promise<void> {
  for (const column of columns) {
    const { id, files } = column;
    const put = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes);
    const tflite = await readData(data, files.tflite!);
    await put(`${id}.tflite`, tflite);
    await put(`${id}.wren`, compileGraph(importTflite(tflite, { name: id })));
    await put(`${id}.onnx`, await readData(data, files.onnx!));
    const photos = await readPhotos(data, column);
    await put(`${id}.u8`, photos);
    await put(
      `${id}.first.u8`,
      photos.subarray(
        0,
        column.input.shape.reduce((a, b) => a * b),
      ),
    );
    if (files.tfjs === undefined) continue;
    await put(`${id}.tfjs.json`, await readData(data, `${files.tfjs}/model.json`));
    await put(`${id}.tfjs.bin`, await readData(data, `${files.tfjs}/w.bin`));
  }
}

export function requestOf(column: Column, { name, format }: Contestant, threads: number): OpenRequest {
  if (format !== "wren" && column.files[format] === undefined) throw new Error("has no int8 operators");
  const model = `${column.id}.${format === "tfjs" ? "tfjs.json" : format}`;
  return { contestant: name, model, pixels: `${column.id}.u8`, input: column.input, threads };
}

/** The same for the first photo alone. */
export function firstPhotoOf(request: OpenRequest): OpenRequest {
  return { ...request, pixels: request.pixels.replace(".u8", ".first.u8") };
}

interface Seated extends Entry {
  readonly seat?: RemoteSeat;
  readonly answer?: Answer;
  readonly reason?: string;
}

async function take(entry: Entry, column: Column, settings: Settings, browser?: Browser): Promise<Seated> {
  let seat: RemoteSeat | undefined;
  try {
    const request = requestOf(column, entry.contestant, settings.threads);
    if (entry.host === "chromium" && browser === undefined) throw new Error("Chromium does not start");
    seat = entry.host === "node" ? nodeSeat(settings.folder) : await browser!.seat();
    return { ...entry, seat, answer: await seat.open(request, settings.warmUpMs) };
  } catch (error) {
    await seat?.leave();
    return { ...entry, reason: (error as Error).message };
  }
}

/** One column of all entries. */
export async function compareColumn(
  column: Column,
  entries: readonly Entry[],
  settings: Settings,
  browser?: Browser,
): Promise<Result[]> {
  const seated: Seated[] = [];
  for (const entry of entries) seated.push(await take(entry, column, settings, browser));
  try {
    const running = seated.filter(({ seat }) => seat !== undefined);
    const runners: Runner[] = running.map(({ seat }) => ({ sample: () => seat!.sample(settings.sample) }));
    const outcomes = await timeInRounds(runners, settings.rounds);
    return seated.map((entry) => ({
      column: column.id,
      contestant: entry.contestant.name,
      host: entry.host,
      outcome: entry.seat ? outcomes[running.indexOf(entry)] : { reason: entry.reason! },
      ...(entry.answer && { answer: entry.answer }),
    }));
  } finally {
    for (const { seat } of seated) await seat?.leave();
  }
}

/** On how many photos each runtime names the class that most name, by column; `photos` are all. */
export interface Agreement {
  readonly column: string;
  readonly contestant: string;
  readonly host: Host["name"];
  readonly agreed: number;
  readonly photos: number;
}

function mostNamed(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0][0];
}

export function agreements(results: readonly Result[]): Agreement[] {
  const answered = results.filter(({ answer }) => answer !== undefined);
  return answered.map(({ column, contestant, host, answer }) => {
    const peers = answered.filter((result) => result.column === column);
    const { labels } = answer!;
    const agreed = labels.filter((label, i) => label === mostNamed(peers.map((peer) => peer.answer!.labels[i]))).length;
    return { column, contestant, host, agreed, photos: labels.length };
  });
}

export function entriesFor(hosts: readonly Host["name"][], names: readonly string[] | undefined): Entry[] {
  return hosts.flatMap((host) =>
    CONTESTANTS.filter((c) => c.hosts.includes(host) && (names?.includes(c.name) ?? c.kernels !== "scalar")).map(
      (contestant) => ({ contestant, host }),
    ),
  );
}
