"""Spans made by hand with OpenTelemetry alone: no words of any convention but its own."""

from __future__ import annotations

import contextlib

from opentelemetry import trace


def run(base_url: str) -> None:
    """A request that fails in a query, with values of every type, events, a link; ``base_url`` is one of its values."""
    tracer = trace.get_tracer("shop", "1.2.0")
    with tracer.start_as_current_span("warm up") as earlier:
        pass
    link = trace.Link(earlier.get_span_context(), {"reason": "retry"})
    attributes = {
        "http.request.method": "GET",
        "url.full": base_url,
        "count": 2**62,
        "share": 0.1,
        "whole": 3.0,
        "infinite": float("inf"),
        "none": float("nan"),
        "is.fresh": True,
        "tags": ["a", "b"],
        "sizes": [1, 2, 3],
        "text": "Grüße\n日本",
    }
    with (
        contextlib.suppress(LookupError),
        tracer.start_as_current_span(
            "GET /orders", kind=trace.SpanKind.SERVER, attributes=attributes, links=[link]
        ) as span,
    ):
        span.add_event("cache miss", {"key": "orders", "age": 7})
        with tracer.start_as_current_span("SELECT orders", kind=trace.SpanKind.CLIENT) as query:
            query.set_attribute("db.system.name", "sqlite")
            query.set_status(trace.StatusCode.OK)
        raise LookupError("no such order")
