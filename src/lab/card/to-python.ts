/** The line that gives the spans of a trace, or of some, as a frame. */
export function toPython(traceIds: readonly string[]): string {
  const [only] = traceIds;
  const filter =
    traceIds.length === 1 && only !== undefined
      ? `trace_id == '${only}'`
      : `trace_id in [${traceIds.map(id => `'${id}'`).join(', ')}]`;
  return `session.get_spans_dataframe("${filter}")`;
}
