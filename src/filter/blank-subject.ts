import type { FilterSubject } from './to-predicate.ts';

/** A subject of which only what a caller puts into a copy counts. */
export const BLANK_SUBJECT: FilterSubject = {
  span: {
    spanId: '',
    traceId: '',
    parentId: null,
    kind: 'UNKNOWN',
    name: '',
    statusCode: 'UNSET',
    statusMessage: '',
    startNs: 0n,
    endNs: null,
    attributes: {}
  },
  cumulative: { errors: 0, tokens: { prompt: 0, completion: 0, total: 0 } },
  hasParent: false,
  annotations: [],
  traceAnnotations: []
};
