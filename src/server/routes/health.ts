import { Hono } from 'hono';
import type { Deps } from '../deps.ts';

export function healthRoutes({ id, version }: Deps) {
  return new Hono().get('/health', c => c.json({ id, version }, 200));
}
