import type { SpanKind } from '../../contract/span.ts';

/** Signs of the kinds of spans on a 16-unit grid; their colors come from `data-kind`. */
const PATHS: Record<SpanKind, string> = {
  LLM: 'M8 2.2 13 5v6l-5 2.8L3 11V5zM5.8 7.2h4.4M5.8 9.2h2.8',
  CHAIN:
    'M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2-2a2.4 2.4 0 0 0-3.4-3.4l-.8.8M9.2 6.8a2.4 2.4 0 0 0-3.4 0l-2 2a2.4 2.4 0 0 0 3.4 3.4l.8-.8',
  RETRIEVER:
    'M3.2 4.4c0-1 2.1-1.8 4.8-1.8s4.8.8 4.8 1.8v7.2c0 1-2.1 1.8-4.8 1.8s-4.8-.8-4.8-1.8zM3.2 4.4c0 1 2.1 1.8 4.8 1.8s4.8-.8 4.8-1.8M3.2 8c0 1 2.1 1.8 4.8 1.8s4.8-.8 4.8-1.8',
  RERANKER: 'M4.8 3v10M2.6 10.8 4.8 13 7 10.8M9.2 4h4.2M9.2 8h3M9.2 12h1.8',
  EMBEDDING:
    'M4 11.8 8 4.2l4.2 6.4zM4 12.8a1 1 0 1 0 0-.1ZM8 4.2a1 1 0 1 0 0-.1ZM12.2 11.6a1 1 0 1 0 0-.1Z',
  AGENT:
    'M8 7.6a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM3.2 13.2c.4-2.6 2.3-4 4.8-4s4.4 1.4 4.8 4',
  TOOL: 'M10.2 2.8a3.2 3.2 0 0 0-2.9 4.5l-4.4 4.4 1.4 1.4 4.4-4.4a3.2 3.2 0 0 0 4.3-3.9l-2 2-1.9-.5-.5-1.9 2-2z',
  GUARDRAIL: 'M8 2.2 13 4v4c0 3-2.2 5-5 6-2.8-1-5-3-5-6V4zM5.8 8l1.6 1.6 2.8-3',
  EVALUATOR: 'M3 2.8h10v10.4H3zM5.4 8.2l1.8 1.8 3.4-4',
  PROMPT: 'M2.8 3h10.4v7.4H8L5 13v-2.6H2.8zM5.4 6h5.2M5.4 8h3',
  UNKNOWN: 'M8 11.4a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8Z'
};

/** The kind is told by shape, by color, and to a screen reader by its word. */
export function KindIcon({ kind, size = 15 }: { kind: SpanKind; size?: number }) {
  return (
    <svg
      className="kind-icon"
      data-kind={kind}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
      strokeLinecap="round"
      role="img"
      aria-label={kind}
    >
      <path d={PATHS[kind]} />
    </svg>
  );
}
