import type { TranslationBundle } from '@jupyterlab/translation';

/** Negative when `a` is older than `b`; suffixes (`1.0.0rc1`) count as the release. */
export function orderVersions(a: string, b: string): number {
  const [left, right] = [toNumbers(a), toNumbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/** One sentence when this page and the Jupyter server are not of one version: which is old, and what to do. */
export function comparePage(
  page: string,
  server: string,
  trans: TranslationBundle
): string | undefined {
  const order = server === '' ? 0 : orderVersions(page, server);
  if (order === 0) {
    return undefined;
  }
  return order < 0
    ? trans.__(
        'This page is of Phoenix %1, older than the Jupyter server’s %2: reload the page',
        page,
        server
      )
    : trans.__(
        'The Jupyter server runs Phoenix %2, older than this page’s %1: restart Jupyter',
        page,
        server
      );
}

/** One sentence when a session's server and the Jupyter server are not of one version; a session that does not tell is let be. */
export function compareSession(
  session: string,
  server: string,
  trans: TranslationBundle
): string | undefined {
  const order = session === '' || server === '' ? 0 : orderVersions(session, server);
  if (order === 0) {
    return undefined;
  }
  return order < 0
    ? trans.__(
        'This session runs Phoenix %1, older than the Jupyter server’s %2: close it and launch it again',
        session,
        server
      )
    : trans.__(
        'The Jupyter server runs Phoenix %2, older than this session’s %1: run “pip install --upgrade jupyterlab-phoenix” where Jupyter is installed and restart it',
        session,
        server
      );
}

function toNumbers(version: string): number[] {
  return version.split('.').map(part => Number.parseInt(part, 10) || 0);
}
