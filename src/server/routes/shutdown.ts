import { Hono } from 'hono';
import type { Deps } from '../deps.ts';

export function shutdownRoutes({ shutDown }: Deps) {
  return new Hono().post('/shutdown', c => {
    shutDown('The session was closed');
    return c.json({ closing: true }, 202);
  });
}
