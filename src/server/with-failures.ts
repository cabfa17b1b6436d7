import type { Env, Hono } from 'hono';
import type { ExtractSchema, Schema } from 'hono/types';
import type { FailureBody } from '../contract/failures.ts';
import type { FailureStatus } from './failure.ts';

/** The answer of a refused request; one for all statuses, since a client's type repeats the request for each. */
type Refusal<Route> = Route extends { input: infer Input }
  ? { input: Input; output: FailureBody; outputFormat: 'json'; status: FailureStatus }
  : never;

type AddRefusals<Routes> = {
  [Path in keyof Routes]: {
    [Method in keyof Routes[Path]]: Routes[Path][Method] | Refusal<Routes[Path][Method]>;
  };
};

/** The routes of an app, each of which may also answer with a failure. */
export type WithFailures<App> =
  AddRefusals<ExtractSchema<App>> extends infer Routes extends Schema ? Hono<Env, Routes> : never;
