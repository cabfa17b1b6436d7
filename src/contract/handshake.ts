import * as v from 'valibot';

/** `GET /phoenix/v1/info`: what the server extension says about itself; keys are those of the Python twin. */
const Handshake = v.object({
  version: v.fallback(v.string(), ''),
  /** Folder of `kernel.mjs` and `kernel.cjs` on the machine of the Jupyter server; empty when they are not there. */
  kernel_folder: v.fallback(v.string(), '')
});
export type Handshake = v.InferOutput<typeof Handshake>;

/** Reads the answer of `GET /phoenix/v1/info`, of whatever version; throws when it is no object. */
export function readHandshake(json: unknown): Handshake {
  return v.parse(Handshake, json);
}
