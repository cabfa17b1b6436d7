"""What a tracer provider calls for each span. Imported only where the OpenTelemetry SDK is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor

if TYPE_CHECKING:
    from opentelemetry.context import Context

    from .spans import ProviderWatch


class WatchProcessor(SpanProcessor):
    """Tells a watch which spans begin and end; exports nothing."""

    def __init__(self, watch: ProviderWatch) -> None:
        self._watch = watch

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        context = span.get_span_context()
        if context is not None:
            self._watch.span_started(context.trace_id, context.span_id)

    def on_end(self, span: ReadableSpan) -> None:
        context = span.get_span_context()
        if context is not None:
            self._watch.span_ended(context.span_id)
