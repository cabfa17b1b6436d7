import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { checkOptions } from './arguments.ts';
import { RequestError } from './errors.ts';
import { activeSession } from './launch.ts';
import { show } from './nearest.ts';
import { findDeno } from './platform.ts';
import { Session } from './session.ts';

export interface RegisterOptions {
  /** The project the spans are filed under; without one `default`. */
  project?: string;
  /** Where to send to; without one the session of this kernel. */
  session?: Session;
  /** Make it the provider that `trace.getTracer()` of `@opentelemetry/api` uses. Default true. */
  setGlobal?: boolean;
}

/** What is used of a provider of OpenTelemetry. */
export interface TracerProvider {
  getTracer(name: string, version?: string): unknown;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

const API = '@opentelemetry/api';
const PACKAGES = [
  '@opentelemetry/sdk-trace-base',
  '@opentelemetry/exporter-trace-otlp-proto',
  '@opentelemetry/resources',
  API
];

/** The parts of those packages, versions 1 and 2, that are called here. */
interface Sdk {
  BasicTracerProvider: new (options: object) => TracerProvider;
  BatchSpanProcessor: new (exporter: object, options: object) => object;
  OTLPTraceExporter: new (options: object) => object;
  resourceFromAttributes: (attributes: object) => object;
  trace: { setGlobalTracerProvider(provider: object): boolean; disable(): void };
}

/** The provider of the last call, which the next one replaces. */
let globalProvider: TracerProvider | undefined;

/**
 * Sends spans of this process to the running session, by the OpenTelemetry packages that the notebook has: `provider.getTracer()`
 * makes spans by hand, and instrumentations use the global provider. Spans go out in batches, at the latest after one second.
 * Calling it again replaces the provider made before.
 *
 * @throws RequestError when no session is running, or a package is missing.
 */
export async function register(options: RegisterOptions = {}): Promise<TracerProvider> {
  checkOptions(options, ['project', 'session', 'setGlobal'], 'register');
  const { project, setGlobal = true } = options;
  if (
    project !== undefined &&
    (typeof (project as unknown) !== 'string' || project.trim() === '')
  ) {
    throw new RequestError(`Cannot use ${show(project)} as project: a name is needed`);
  }
  const session = options.session ?? (await activeSession());
  if (!session) {
    throw new RequestError('Cannot send spans: no session is running', {
      hint: 'Start one with await launchApp()'
    });
  }
  const sdk = await importSdk();
  const { endpoint, token } = session.collector;
  const exporter = new sdk.OTLPTraceExporter({
    url: endpoint,
    headers: { Authorization: `Bearer ${token}` }
  });
  const provider = new sdk.BasicTracerProvider({
    resource: sdk.resourceFromAttributes(
      project === undefined ? {} : { 'openinference.project.name': project }
    ),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter, { scheduledDelayMillis: 1000 })]
  });
  if (setGlobal) {
    await globalProvider?.shutdown();
    if (globalProvider) {
      sdk.trace.disable();
    }
    globalProvider = provider;
    if (!sdk.trace.setGlobalTracerProvider(provider)) {
      console.warn(
        'PhoenixWarning: another tracer provider was set before: get tracers from the one that register() returns'
      );
    }
  }
  return provider;
}

async function importSdk(): Promise<Sdk> {
  const found: Record<string, unknown> = {};
  for (const name of PACKAGES) {
    Object.assign(found, await importPackage(name));
  }
  return found as unknown as Sdk;
}

/** A package as the notebook would import it: from its own folder, not from ours. */
async function importPackage(name: string): Promise<object> {
  const here = createRequire(join(process.cwd(), 'notebook.js'));
  const ways = [
    () => import(pathToFileURL(here.resolve(name)).href) as Promise<object>,
    ...(findDeno() ? [() => import(`npm:${name}`) as Promise<object>] : [])
  ];
  let cause: unknown;
  for (const load of ways) {
    try {
      const loaded = await load();
      // CommonJS that is imported has all of its names in `default`.
      return { ...((loaded as { default?: object }).default ?? {}), ...loaded };
    } catch (error) {
      cause = error;
    }
  }
  throw new RequestError(`Cannot send spans: the package ${name} is not installed`, {
    hint: `npm install ${PACKAGES.join(' ')}`,
    cause
  });
}
