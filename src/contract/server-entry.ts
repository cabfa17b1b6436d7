import * as v from 'valibot';

const LoadedDataset = v.nullable(v.object({ name: v.string(), rows: v.number() }));

/**
 * One entry of `GET /phoenix/v1/servers`: what the Jupyter server tells a front end about a session. It never holds
 * the token. Keys are those of the Python twin; unknown keys of a newer server are ignored.
 */
export const ServerEntry = v.object({
  /** 12 hexadecimal digits. */
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)),
  name: v.string(),
  /** Path of the notebook as Jupyter knows it; empty when there is none. */
  notebook: v.fallback(v.string(), ''),
  kernel_id: v.fallback(v.string(), ''),
  pid: v.number(),
  port: v.number(),
  /** Unix seconds. */
  started: v.number(),
  /** Resident memory of the server process; absent when it cannot be read. */
  memory_bytes: v.fallback(v.nullable(v.number()), null),
  /** Spans since the server started, and a mean of the last ten seconds; 0 from a server that does not tell. */
  spans: v.fallback(v.number(), 0),
  spans_per_second: v.fallback(v.number(), 0),
  version: v.fallback(v.string(), ''),
  datasets: v.fallback(
    v.object({ primary: LoadedDataset, reference: LoadedDataset, corpus: LoadedDataset }),
    { primary: null, reference: null, corpus: null }
  ),
  /** Whether the process answered; false after a crash, when launching again brings the data back. */
  healthy: v.boolean()
});
export type ServerEntry = v.InferOutput<typeof ServerEntry>;

/** `POST /phoenix/v1/servers`. */
export interface LaunchServer {
  kernel_id: string;
  notebook: string;
  name: string;
}

/** Reads the answer of `POST /phoenix/v1/servers`; throws when it is not an entry. */
export function readServerEntry(json: unknown): ServerEntry {
  return v.parse(ServerEntry, json);
}

/** Reads the answer of `GET /phoenix/v1/servers`; throws when it is not a list of entries. */
export function readServerEntries(json: unknown): ServerEntry[] {
  return v.parse(v.array(ServerEntry), json);
}
