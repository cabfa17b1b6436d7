"""One line that sends the spans of a program to a session."""

from __future__ import annotations

import importlib
import warnings
from typing import TYPE_CHECKING, Any

from .errors import PhoenixError, PhoenixWarning, RequestError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

    from .session import Session

_GROUP = "opentelemetry_instrumentor"
_PREFIX = "openinference"


def register(
    project: str | None = None,
    auto_instrument: bool = True,
    *,
    session: Session | None = None,
    set_global: bool = True,
) -> TracerProvider:
    """Sends spans of this process to the running session: sets up the OpenTelemetry SDK and switches on instrumentors.

    Needs ``opentelemetry-sdk`` and ``opentelemetry-exporter-otlp-proto-http``. Spans go out in batches, at the latest
    after one second. Calling it again replaces the provider made before.

    Args:
        project: the project the spans are filed under; without one ``default``.
        auto_instrument: switch on every OpenInference instrumentor that is installed (OpenAI, LangChain, …).
        session: where to send to; without one the session of this kernel.
        set_global: make it the provider that ``opentelemetry.trace.get_tracer()`` uses.

    Returns:
        The tracer provider; ``provider.get_tracer(__name__)`` makes spans by hand.

    Raises:
        RequestError: no session is running, or the OpenTelemetry SDK is not installed.
    """
    if project is not None and (not isinstance(project, str) or not project.strip()):
        raise RequestError(f"Cannot use {project!r:.80} as project: a name is needed")
    target = _find_session(session)
    sdk = _import_sdk()
    record = target._connection.record
    resource = sdk["Resource"].create({"openinference.project.name": project} if project else {})
    provider = sdk["TracerProvider"](resource=resource)
    exporter = sdk["OTLPSpanExporter"](
        endpoint=f"{record.url}v1/traces",
        headers={"Authorization": f"Bearer {record.token}"},
        compression=sdk["Compression"].Gzip,
    )
    provider.add_span_processor(sdk["BatchSpanProcessor"](exporter, schedule_delay_millis=1000))
    if set_global:
        _make_global(provider)
    if auto_instrument:
        _instrument(provider)
    return provider


def _find_session(session: Session | None) -> Session:
    if session is not None:
        return session
    from .launch import active_session

    found = active_session()
    if found is None:
        raise RequestError("Cannot send spans: no session is running", hint="Start one with px.launch_app()")
    return found


def _import_sdk() -> dict[str, Any]:
    homes = {
        "Resource": "opentelemetry.sdk.resources",
        "TracerProvider": "opentelemetry.sdk.trace",
        "BatchSpanProcessor": "opentelemetry.sdk.trace.export",
        "OTLPSpanExporter": "opentelemetry.exporter.otlp.proto.http.trace_exporter",
        "Compression": "opentelemetry.exporter.otlp.proto.http",
    }
    try:
        return {name: getattr(importlib.import_module(home), name) for name, home in homes.items()}
    except ImportError as error:
        raise RequestError(
            f"Cannot send spans: {error.name or 'the OpenTelemetry SDK'} is not installed",
            hint="pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http",
        ) from error


# The provider of the last call, which the next one replaces.
_provider: Any = None


def _make_global(provider: Any) -> None:
    global _provider
    from opentelemetry import trace

    previous, _provider = _provider, provider
    current: Any = trace.get_tracer_provider()
    if previous is not None and current is previous:
        # OpenTelemetry lets nobody replace the provider; the one in place is ours, and passes its spans on.
        current.shutdown()
        trace._TRACER_PROVIDER = provider
        return
    trace.set_tracer_provider(provider)
    if trace.get_tracer_provider() is not provider:
        warnings.warn(
            "Another tracer provider was set before: get tracers from the one that register() returns",
            PhoenixWarning,
            stacklevel=3,
        )


def _instrument(provider: Any) -> None:
    from importlib.metadata import entry_points

    for entry in entry_points(group=_GROUP):
        if not entry.value.startswith(_PREFIX):
            continue
        try:
            instrumentor = entry.load()()
            if instrumentor.is_instrumented_by_opentelemetry:
                instrumentor.uninstrument()
            instrumentor.instrument(tracer_provider=provider)
        except PhoenixError:
            raise
        except Exception as error:
            # A library that is not installed, or of another version, must not keep the others from being seen.
            warnings.warn(f"{entry.name} could not be instrumented: {error}", PhoenixWarning, stacklevel=3)
