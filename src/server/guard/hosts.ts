import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Decides under which names the server may be reached. */
export interface HostRules {
  /** Whether a `Host` header names this server. */
  isAllowed(host: string | undefined): boolean;
  /** Whether a page with this `Origin` may write, when the request came in for `host`. */
  isOurOrigin(origin: string, host: string | undefined): boolean;
}

/**
 * A foreign name that suddenly points to this machine (DNS rebinding) is refused: only loopback names, the bound
 * host and the names in `allowedHosts` (`host` or `host:port`) pass. A server that listens to the outside is also
 * reached by its addresses and its own name; an address cannot be rebound, since no name is resolved.
 */
export function createHostRules(boundHost: string, allowedHosts: readonly string[]): HostRules {
  const bound = boundHost.toLowerCase();
  const isOpen = !isLoopback(bound);
  const allowed = new Set(allowedHosts);

  function isAllowed(host: string | undefined): boolean {
    const name = hostOf(host);
    if (name === undefined) {
      return false;
    }
    return (
      isLoopback(name.hostname) ||
      name.hostname === bound ||
      allowed.has(name.hostname) ||
      allowed.has(name.host) ||
      (isOpen && (isIP(name.hostname) !== 0 || name.hostname === hostname().toLowerCase()))
    );
  }

  function isOurOrigin(origin: string, host: string | undefined): boolean {
    const from = URL.canParse(origin) ? new URL(origin).host : undefined;
    const ours = hostOf(host)?.host;
    if (from === undefined || from === '' || ours === undefined) {
      return false;
    }
    // Names of a reverse proxy may differ from the Host it sends on.
    return from === ours || allowed.has(from) || allowed.has(bare(new URL(origin).hostname));
  }

  return { isAllowed, isOurOrigin };
}

export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

/** `host:port` as browsers write it in an origin, and the name alone. Undefined when it is no host at all. */
function hostOf(header: string | undefined): { host: string; hostname: string } | undefined {
  if (
    header === undefined ||
    !/^[A-Za-z0-9._:[\]-]+$/.test(header) ||
    !URL.canParse(`http://${header}`)
  ) {
    return undefined;
  }
  const { host, hostname: name } = new URL(`http://${header}`);
  return { host, hostname: bare(name) };
}

function bare(name: string): string {
  return name.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}
