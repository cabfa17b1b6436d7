import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import {
  type LaunchServer,
  readServerEntries,
  readServerEntry,
  type ServerEntry
} from '../../contract/server-entry.ts';
import { readHandshake } from '../../contract/handshake.ts';
import { readRefusal } from './read-refusal.ts';

export async function listServers(settings: ServerConnection.ISettings): Promise<ServerEntry[]> {
  return readServerEntries(await request(settings, 'servers'));
}

export async function launchServer(
  settings: ServerConnection.ISettings,
  launch: LaunchServer
): Promise<ServerEntry> {
  const body = JSON.stringify(launch);
  return readServerEntry(await request(settings, 'servers', { method: 'POST', body }));
}

/** The version of the server extension; empty when it does not tell. */
export async function readServerVersion(settings: ServerConnection.ISettings): Promise<string> {
  return readHandshake(await request(settings, 'info')).version;
}

export async function closeServer(settings: ServerConnection.ISettings, id: string): Promise<void> {
  await request(settings, `servers/${id}`, { method: 'DELETE' });
}

/** Where the client for kernels of JavaScript lies on the Jupyter server; empty when it was not built. */
export async function readKernelFolder(settings: ServerConnection.ISettings): Promise<string> {
  return readHandshake(await request(settings, 'info')).kernel_folder;
}

/** Jupyter's own `fetch` carries the token and the XSRF cookie. */
async function request(
  settings: ServerConnection.ISettings,
  path: string,
  init: RequestInit = {}
): Promise<unknown> {
  const url = URLExt.join(settings.baseUrl, 'phoenix', 'v1', path);
  const response = await ServerConnection.makeRequest(url, init, settings);
  const text = await response.text();
  if (!response.ok) {
    throw new ServerConnection.ResponseError(
      response,
      readRefusal(text) ?? `${response.status} ${response.statusText}`
    );
  }
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
