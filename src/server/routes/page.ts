import { Hono, type Context } from 'hono';
import { Failure } from '../../contract/failures.ts';
import type { Deps } from '../deps.ts';
import { setPageCookie } from '../guard/credentials.ts';
import { doorPage } from '../guard/door-page.ts';
import type { PageFile } from '../page-files.ts';

/** Names of built files carry a digest of their content. */
const IMMUTABLE = 'private, max-age=31536000, immutable';

/** The app: a ticket at the door, hashed assets, and one document for every other address a browser opens. */
export function pageRoutes({ id, credentials, tickets, page }: Deps) {
  return new Hono()
    .get('/', async (c, next) => {
      const ticket = c.req.query('ticket');
      if (ticket === undefined) {
        return next();
      }
      if (!tickets.redeem(ticket)) {
        return c.html(doorPage(c, 'used'), 401);
      }
      setPageCookie(c, id, credentials);
      const rest = new URLSearchParams(c.req.query());
      rest.delete('ticket');
      return c.redirect(rest.size > 0 ? `./?${rest.toString()}` : './', 303);
    })
    .get('/*', async c => {
      const accept = c.req.header('Accept-Encoding') ?? '';
      const path = c.req.path.slice(1);
      const file = path === '' ? undefined : await page.find(path, accept);
      if (file) {
        c.header('Cache-Control', path.startsWith('assets/') ? IMMUTABLE : 'no-cache');
        return send(c, file);
      }
      if (path === 'api' || path.startsWith('api/') || !acceptsPage(c)) {
        throw new Failure('route/unknown', `Cannot find the address "${c.req.path}"`);
      }
      return sendDocument(c, await page.find('index.html', ''));
    });
}

function acceptsPage(c: Context): boolean {
  const accept = c.req.header('Accept') ?? '*/*';
  // An asset that is missing must not turn into a page that runs as a script.
  return !c.req.path.startsWith('/assets/') && /text\/html|\*\/\*/.test(accept);
}

function sendDocument(c: Context, index: PageFile | undefined): Response {
  if (!index) {
    throw new Failure('route/unknown', 'Cannot show the app: its page was not built', {
      hint: 'Run npm run build:page'
    });
  }
  // Addresses in the document are relative to the root, which lies above an address with several segments.
  const depth = c.req.path.split('/').length - 2;
  const html = new TextDecoder()
    .decode(index.bytes)
    .replaceAll('="./', `="${depth > 0 ? '../'.repeat(depth) : './'}`);
  c.header('Cache-Control', 'no-cache');
  return c.html(html);
}

function send(c: Context, { type, bytes, encoding }: PageFile): Response {
  c.header('Content-Type', type);
  c.header('Vary', 'Accept-Encoding');
  if (encoding !== null) {
    c.header('Content-Encoding', encoding);
  }
  return c.body(bytes);
}
