import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { LaunchServer, ServerEntry } from '../contract/server-entry.ts';
import type { SessionView } from './frame/session-view.ts';
import type { Preferences } from './preferences.ts';

/**
 * Whether the list of sessions can be believed: not read yet, read, no server extension on this Jupyter server,
 * or the last reading failed (the entries are then those of the reading before).
 */
export type ListState = 'loading' | 'ready' | 'missing' | 'failed';

/** The sessions of this Jupyter server, kept up to date. */
export interface PhoenixSessions {
  readonly state: ListState;
  /** Why the last reading failed, in one sentence; empty unless `state` is `failed`. */
  readonly failure: string;
  /** The version of the server extension; empty until it is known, and from one that does not tell. */
  readonly serverVersion: string;
  /** Newest first. */
  readonly entries: readonly ServerEntry[];
  /** Emitted when `state`, `failure` or `entries` changed. */
  readonly changed: ISignal<PhoenixSessions, void>;

  findById(id: string): ServerEntry | undefined;
  /** The healthy session of a kernel. */
  findByKernel(kernelId: string): ServerEntry | undefined;
  /** Reads the list now; never rejects, the outcome is in `state`. */
  refresh(): Promise<void>;
  /** Starts the session of a kernel, or returns the one that runs; rejects with one sentence. */
  launch(request: LaunchServer): Promise<ServerEntry>;
  /** Ends a session and removes its data; exports stay on disk. Rejects with one sentence. */
  close(id: string): Promise<void>;
  /** Absolute address of the app, through Jupyter; ends with a slash and holds no secret. */
  appUrl(id: string): string;
}

export const IPhoenixSessions = new Token<PhoenixSessions>(
  'jupyterlab-phoenix:IPhoenixSessions',
  'The Phoenix sessions of this Jupyter server.'
);

export const IPhoenixPreferences = new Token<Preferences>(
  'jupyterlab-phoenix:IPhoenixPreferences',
  'The user settings of Phoenix.'
);

/** Makes widgets that show a session; who puts one somewhere disposes it. */
export interface PhoenixViews {
  create(options: ViewRequest): SessionView;
}

export interface ViewRequest {
  id: string;
  /** The session's name, for sentences about a session that is gone. */
  name?: string;
  host: 'tab' | 'frame';
  /** Where in the app to begin, as `SessionView.place` told before. */
  place?: string;
  /** Runs the code that made the session. */
  rerun?: (() => Promise<void>) | undefined;
}

export const IPhoenixViews = new Token<PhoenixViews>(
  'jupyterlab-phoenix:IPhoenixViews',
  'Creates widgets that show a Phoenix session.'
);
