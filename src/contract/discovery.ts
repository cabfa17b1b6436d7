/**
 * The file `phoenix-<id>.json` in Jupyter's runtime folder (mode 0600): how kernels and the Jupyter server find a
 * running session. Written by the server when it listens, removed as its last act; trusted only when it
 * belongs to the reader and `GET /api/health` returns the same id. Keys are those of the Python twin.
 */
export interface DiscoveryRecord {
  version: 1;
  /** 12 hexadecimal digits. */
  id: string;
  name: string;
  kernel_id: string;
  /** 0 when launched from outside a kernel. */
  kernel_pid: number;
  /** Path of the notebook as Jupyter knows it; empty when there is none. */
  notebook: string;
  pid: number;
  /** The address the server is bound to. */
  host: string;
  port: number;
  /** `http://127.0.0.1:6006/`: where clients on this machine reach it. */
  url: string;
  token: string;
  /** Unix seconds. */
  started: number;
  product_version: string;
  /** The session folder. */
  folder: string;
}
