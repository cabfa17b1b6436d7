import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** The secrets of one server process. */
export interface Credentials {
  /** Sent by kernels and the Jupyter proxy as `Authorization: Bearer …`; lives in the discovery file only. */
  token: string;
  /** The page's secret; kept with the session so that an open page survives a restart of the server. */
  cookieKey: string;
}

export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

function cookieName(id: string): string {
  return `phoenix-${id}`;
}

/** What the browser holds: derived, so that reading a cookie gives nobody the key. */
function cookieValue(id: string, key: string): string {
  return createHmac('sha256', key).update(`page of ${id}`).digest('base64url');
}

/** How a request proves that it may read, or undefined when it does not. */
export function findProof(
  c: Context,
  id: string,
  { token, cookieKey }: Credentials
): 'token' | 'cookie' | undefined {
  const authorization = c.req.header('Authorization');
  if (authorization !== undefined) {
    return isBearer(authorization, token) ? 'token' : undefined;
  }
  const cookie = getCookie(c, cookieName(id));
  return cookie !== undefined && isSame(cookie, cookieValue(id, cookieKey)) ? 'cookie' : undefined;
}

/** Whether `Authorization: Bearer …` names the token. */
export function isBearer(authorization: string, token: string): boolean {
  const match = /^Bearer +([^\s]+) *$/i.exec(authorization);
  return match?.[1] !== undefined && isSame(match[1], token);
}

/**
 * Lets the browser in. Inside a frame of another site a cookie is only kept when it is partitioned and secure,
 * which browsers accept from loopback addresses without https.
 */
export function setPageCookie(c: Context, id: string, { cookieKey }: Credentials): void {
  const embedded =
    c.req.header('Sec-Fetch-Site') === 'cross-site' &&
    c.req.header('Sec-Fetch-Dest') !== 'document';
  setCookie(c, cookieName(id), cookieValue(id, cookieKey), {
    path: '/',
    httpOnly: true,
    ...(embedded ? { sameSite: 'None', secure: true, partitioned: true } : { sameSite: 'Lax' })
  });
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
