import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { Failure } from '../contract/failures.ts';
import type { Deps } from './deps.ts';
import { toFailureBody } from './failure.ts';
import { bodyCap, JSON_BYTES } from './guard/body-cap.ts';
import { doorPage, isForPeople } from './guard/door-page.ts';
import { createGuard, isIngest, type GuardEnv } from './guard/guard.ts';
import { createHostRules } from './guard/hosts.ts';
import { securityHeaders } from './guard/security-headers.ts';
import { collectorRoutes, refuseSpans } from './routes/collector.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/exports.ts';
import { healthRoutes } from './routes/health.ts';
import { jobRoutes } from './routes/jobs.ts';
import { layoutRoutes } from './routes/layouts.ts';
import { layoutSelectionRoutes } from './routes/layout-selection.ts';
import { mapRoutes } from './routes/maps.ts';
import { measureRoutes } from './routes/measures.ts';
import { pageRoutes } from './routes/page.ts';
import { pinRoutes } from './routes/pins.ts';
import { rowRoutes } from './routes/rows.ts';
import { ruleRoutes } from './routes/rules.ts';
import { selectionRoutes } from './routes/selection.ts';
import { sessionRoutes } from './routes/session.ts';
import { shutdownRoutes } from './routes/shutdown.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import { spanMapRoutes } from './routes/span-map.ts';
import { spanSelectionRoutes } from './routes/span-selection.ts';
import { ticketRoutes } from './routes/tickets.ts';
import { traceRoutes } from './routes/traces.ts';
import type { WithFailures } from './with-failures.ts';

/** Paths that take large bodies say so themselves. */
const LARGE_BODIES =
  /^\/(?:v1\/traces$|api\/(?:datasets$|uploads\/|selection$|layouts\/[^/]+\/selection$|signals$|timeseries$|compare$|thresholds$|exports$|span-selection$|spans\/(?:delete|count|file|frame|map)$))/;

/** Answers that do not wait until a restarted server has its data back. */
const AT_ONCE = new Set(['/api/health', '/api/tickets', '/api/events', '/api/shutdown']);

function createApi(deps: Deps) {
  return new Hono<GuardEnv>()
    .basePath('/api')
    .route('/', healthRoutes(deps))
    .route('/', ticketRoutes(deps))
    .route('/', shutdownRoutes(deps))
    .route('/', eventRoutes(deps))
    .route('/', sessionRoutes(deps))
    .route('/', datasetRoutes(deps))
    .route('/', mapRoutes(deps))
    .route('/', jobRoutes(deps))
    .route('/', layoutRoutes(deps))
    .route('/', layoutSelectionRoutes(deps))
    .route('/', snapshotRoutes(deps))
    .route('/', selectionRoutes(deps))
    .route('/', pinRoutes(deps))
    .route('/', rowRoutes(deps))
    .route('/', measureRoutes(deps))
    .route('/', ruleRoutes(deps))
    .route('/', exportRoutes(deps))
    .route('/', traceRoutes(deps))
    .route('/', spanSelectionRoutes(deps))
    .route('/', spanMapRoutes(deps));
}

/** Every route with the answers of {@link toFailureBody}, which inference cannot see: what the client is typed by. */
export type Api = WithFailures<ReturnType<typeof createApi>>;

/** The whole server as a function of requests. */
export function createApp(deps: Deps) {
  const { id, credentials, host, allowedHosts, isIngestOpen, session, closing, log } = deps;
  const guard = createGuard({
    id,
    credentials,
    hosts: createHostRules(host, allowedHosts),
    headers: securityHeaders(allowedHosts),
    isIngestOpen
  });
  const smallBody = bodyCap(JSON_BYTES);
  return new Hono<GuardEnv>()
    .use(guard)
    .use(
      createMiddleware(async (c, next) => {
        if (closing.aborted) {
          throw new Failure('session/closing', 'Cannot answer any more: the session is closing');
        }
        const { path } = c.req;
        if (path.startsWith('/api/') && !AT_ONCE.has(path)) {
          await session.restored;
        }
        return LARGE_BODIES.test(path) ? next() : smallBody(c, next);
      })
    )
    .route('/', createApi(deps))
    .route('/', collectorRoutes(deps))
    .route('/', pageRoutes(deps))
    .notFound(c => {
      throw new Failure('route/unknown', `Cannot find ${c.req.method} "${c.req.path}"`);
    })
    .onError((error, c) => {
      if (isIngest(c)) {
        return refuseSpans(c, error, log);
      }
      const { status, body } = toFailureBody(error);
      if (body.error.code === 'auth/missing' && isForPeople(c)) {
        return c.html(doorPage(c, 'missing'), status);
      }
      if (status === 500) {
        log.fault(`${c.req.method} ${routePath(c)} failed`, error);
      }
      return c.json(body, status);
    });
}
