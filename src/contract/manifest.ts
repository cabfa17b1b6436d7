import * as v from 'valibot';
import { LoadDatasets } from './session.ts';

/**
 * The file `session.json` in a session's folder (mode 0600): what a server needs to bring its data back after a crash.
 * Keys are those of the Python twin.
 */
const SessionManifest = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)),
  name: v.string(),
  /** Empty when there is none. */
  notebook: v.string(),
  kernel_id: v.string(),
  kernel_pid: v.number(),
  /** Unix seconds of the first start. */
  started: v.number(),
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Key of the page's cookie, so that open pages survive a restart. */
  cookie_key: v.pipe(v.string(), v.minLength(32)),
  loaded: LoadDatasets,
  /** When it was loaded, ISO 8601: the time of rows in data that has no times. */
  loaded_at: v.string()
});
export type SessionManifest = v.InferOutput<typeof SessionManifest>;

/** Reads the JSON of a manifest; undefined when it is not one. */
export function readManifest(json: unknown): SessionManifest | undefined {
  const result = v.safeParse(SessionManifest, json);
  return result.success ? result.output : undefined;
}
