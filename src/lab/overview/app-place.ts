/** Places of the app relative to its address, as its view-state writes them. */
export const MAP_PLACE = '#/map';
export const SIGNALS_PLACE = '#/signals';

/** Traces or spans that a filter leaves; the empty filter leaves all. */
export function placeOfTraces(filter: string, listing: 'traces' | 'spans' = 'traces'): string {
  const query = new URLSearchParams();
  if (listing === 'spans') {
    query.set('list', listing);
  }
  if (filter !== '') {
    query.set('filter', filter);
  }
  return query.size === 0 ? '#/traces' : `#/traces?${query.toString()}`;
}

/** The spans of one trace. */
export function placeOfTrace(traceId: string): string {
  return placeOfTraces(`trace_id == '${traceId}'`, 'spans');
}

/** The page of a dimension or an embedding. */
export function placeOfSignal(name: string, metric: string): string {
  return `#/signals/${encodeURIComponent(name)}?${new URLSearchParams({ metric }).toString()}`;
}

export function placeOfMap(embedding: string): string {
  return `${MAP_PLACE}/${encodeURIComponent(embedding)}`;
}

/** Both conditions; what says `or` is put in parentheses, since `and` binds more strongly. */
export function narrow(filter: string, condition: string): string {
  const written = filter.trim();
  if (written === '') {
    return condition;
  }
  return `${/\bor\b/.test(written) ? `(${written})` : written} and ${condition}`;
}
