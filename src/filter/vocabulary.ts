/** What the spans at hand have, for completions and advice; whatever is absent is not known. */
export interface FilterVocabulary {
  /** Dotted, `llm.model_name`. */
  attributes?: readonly string[];
  /** Frequent texts of attributes and fields, by their dotted name. */
  values?: ReadonlyMap<string, readonly string[]>;
  /** Names of annotations of spans, and of traces. */
  annotations?: readonly string[];
  traceAnnotations?: readonly string[];
}
