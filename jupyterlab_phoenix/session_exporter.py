"""What the OpenTelemetry SDK hands its spans to on their way into a session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from .span_sender import SpanSender

_PROJECT = "openinference.project.name"
# The collector takes 64 MB at once.
_MAX_REQUEST_BYTES = 16 * 2**20
_DELAY_MILLIS = 1000
# Spans of a loop that is faster than the network.
_MAX_QUEUE = 2**16


class SessionExporter(SpanExporter):
    """Encodes spans and gives them to a sender, which keeps them until they are stored.

    Args:
        project: name to file the spans under; None leaves it to their resource.
    """

    def __init__(self, sender: SpanSender, project: str | None) -> None:
        self._sender = sender
        self._project = project

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        for body, count in self._encode(spans):
            self._sender.send(body, count)
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        self._sender.close()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return self._sender.flush()

    def _encode(self, spans: Sequence[ReadableSpan]) -> Iterator[tuple[bytes, int]]:
        request = encode_spans(spans)
        if request.ByteSize() > _MAX_REQUEST_BYTES and len(spans) > 1:
            half = len(spans) // 2
            yield from self._encode(spans[:half])
            yield from self._encode(spans[half:])
            return
        if self._project is not None:
            for resource_spans in request.resource_spans:
                attribute = resource_spans.resource.attributes.add(key=_PROJECT)
                attribute.value.string_value = self._project
        yield request.SerializeToString(), len(spans)


class SessionProcessor(SpanProcessor):
    """Sends spans in batches to a session that can be exchanged: a provider, once global, stays for good."""

    def __init__(self, exporter: SessionExporter) -> None:
        self._exporter = exporter
        self._batches = _batch(exporter)

    def use(self, exporter: SessionExporter) -> None:
        """Send to another session from now on; what waits goes where it was meant to go."""
        before, self._exporter, self._batches = self._batches, exporter, _batch(exporter)
        before.shutdown()

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        self._batches.on_start(span, parent_context)

    def on_end(self, span: ReadableSpan) -> None:
        self._batches.on_end(span)

    def shutdown(self) -> None:
        self._batches.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        is_encoded = self._batches.force_flush(timeout_millis)
        return self._exporter.force_flush(timeout_millis) and is_encoded


def _batch(exporter: SessionExporter) -> BatchSpanProcessor:
    return BatchSpanProcessor(exporter, max_queue_size=_MAX_QUEUE, schedule_delay_millis=_DELAY_MILLIS)
