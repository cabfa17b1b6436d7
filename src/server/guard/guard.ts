import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { Failure } from '../../contract/failures.ts';
import { findProof, type Credentials } from './credentials.ts';
import type { HostRules } from './hosts.ts';

export interface GuardEnv {
  Variables: {
    /** How the request proved that it may read; undefined on the two routes open to everybody. */
    proof: 'token' | 'cookie' | undefined;
  };
}

export interface GuardRules {
  id: string;
  credentials: Credentials;
  hosts: HostRules;
  headers: ReadonlyMap<string, string>;
  /** Exporters on this machine need no token. */
  isIngestOpen: boolean;
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Stands before every route: host, headers, origin and proof, in this order. */
export function createGuard({ id, credentials, hosts, headers, isIngestOpen }: GuardRules) {
  return createMiddleware<GuardEnv>(async (c, next) => {
    for (const [name, value] of headers) {
      c.header(name, value);
    }
    const host = c.req.header('Host');
    if (!hosts.isAllowed(host)) {
      throw new Failure(
        'auth/host',
        'Cannot answer for this host name: it is not a name of this server',
        {
          hint: 'Open the address that session.url gives, or list the name in PHOENIX_ALLOWED_HOSTS'
        }
      );
    }
    const origin = c.req.header('Origin');
    if (WRITES.has(c.req.method) && origin !== undefined && !hosts.isOurOrigin(origin, host)) {
      throw new Failure('auth/origin', 'Cannot take a change from a page of another origin');
    }
    const proof = findProof(c, id, credentials);
    if (proof === undefined && !isOpen(c) && !(isIngestOpen && isIngest(c))) {
      throw new Failure(
        'auth/missing',
        'Cannot answer without proof: the token or the cookie is missing',
        { hint: adviseProof(c) }
      );
    }
    c.set('proof', proof);
    await next();
  });
}

const INGEST_PATHS = new Set(['/v1/traces', '/v1/metrics', '/v1/logs']);

function adviseProof(c: Context): string {
  if (isIngest(c)) {
    return 'Send it as the header "authorization: Bearer …"';
  }
  return c.req.header('Content-Type')?.includes('protobuf') === true
    ? 'Spans are taken at /v1/traces'
    : 'Open the address that session.url gives; each works once';
}

/** Where exporters of OpenTelemetry send to; nothing can be read there, and only traces are taken. */
export function isIngest(c: Context): boolean {
  return INGEST_PATHS.has(c.req.path);
}

/** The health check, and the page when a ticket is there to be looked at. */
function isOpen(c: Context): boolean {
  const { path, method } = c.req;
  const isRead = method === 'GET' || method === 'HEAD';
  return (
    isRead && (path === '/api/health' || (path === '/' && c.req.query('ticket') !== undefined))
  );
}
