"""One line that sends the spans of a program to a session."""

from __future__ import annotations

import importlib
import warnings
from typing import TYPE_CHECKING, Any

from . import pending_spans
from .connection import lost
from .discovery import Record
from .errors import PhoenixError, PhoenixWarning, RequestError
from .span_sender import SpanSender

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

    from .session import Session
    from .session_exporter import SessionProcessor

_GROUP = "opentelemetry_instrumentor"
_PREFIX = "openinference"

# OpenTelemetry lets nobody replace the global provider: the one of the first call stays, with its processor.
_global: tuple[TracerProvider, SessionProcessor] | None = None


def register(
    project: str | None = None,
    auto_instrument: bool = True,
    *,
    session: Session | None = None,
    set_global: bool = True,
) -> TracerProvider:
    """Sends spans of this process to the running session: sets up the OpenTelemetry SDK and switches on instrumentors.

    Needs ``opentelemetry-sdk`` and ``opentelemetry-exporter-otlp-proto-http``. Spans go out in batches, at the latest
    after one second and when the kernel ends. While the server is away, up to 32 MB of them wait for it. Calling it
    again changes where the spans of the same provider go.

    Args:
        project: the project the spans are filed under; without one the one their resource names, else ``default``.
        auto_instrument: switch on every OpenInference instrumentor that is installed (OpenAI, LangChain, …).
        session: where to send to; without one the session of this kernel, also the next one it has.
        set_global: make it the provider that ``opentelemetry.trace.get_tracer()`` uses.

    Returns:
        The tracer provider; ``provider.get_tracer(__name__)`` makes spans by hand.

    Raises:
        RequestError: no session is running, or the OpenTelemetry SDK is not installed.
    """
    if project is not None and (not isinstance(project, str) or not project.strip()):
        raise RequestError(f"Cannot use {project!r:.80} as project: a name is needed")
    destination = _SessionDestination(_find_session(session), is_fixed=session is not None)
    _check_sdk()
    from .cellcard.spans import watch
    from .session_exporter import SessionExporter

    exporter = SessionExporter(SpanSender(destination), project)
    provider = _provide_global(exporter) if set_global else _create_provider(exporter)[0]
    watch(provider, session, is_ours=True)
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


class _SessionDestination:
    """A session's server, also after it was started anew; unless it is fixed, also the kernel's next session."""

    def __init__(self, session: Session, is_fixed: bool) -> None:
        self._session = session
        self._is_fixed = is_fixed

    @property
    def record(self) -> Record:
        return self._session._connection.record

    def renew(self) -> bool:
        before = self.record
        if not self._session.active and not self._is_fixed:
            from .launch import active_session

            self._session = active_session() or self._session
        return self.record != before

    def explain(self) -> PhoenixError:
        return lost(self.record)


def _check_sdk() -> None:
    try:
        for module in ("opentelemetry.sdk.trace.export", "opentelemetry.exporter.otlp.proto.common.trace_encoder"):
            importlib.import_module(module)
    except ImportError as error:
        raise RequestError(
            f"Cannot send spans: {error.name or 'the OpenTelemetry SDK'} is not installed",
            hint="pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http",
        ) from error


def _create_provider(exporter: Any) -> tuple[TracerProvider, SessionProcessor]:
    from opentelemetry.sdk.trace import TracerProvider

    from .session_exporter import SessionProcessor

    processor = SessionProcessor(exporter)
    provider = TracerProvider()
    provider.add_span_processor(processor)
    pending_spans.add(processor)
    return provider, processor


def _provide_global(exporter: Any) -> TracerProvider:
    global _global
    from opentelemetry import trace

    if _global is not None:
        provider, processor = _global
        processor.use(exporter)
    else:
        provider, processor = _create_provider(exporter)
        trace.set_tracer_provider(provider)
        _global = provider, processor
    if trace.get_tracer_provider() is not provider:
        warnings.warn(
            "Another tracer provider was set before: get tracers from the one that register() returns",
            PhoenixWarning,
            stacklevel=3,
        )
    return provider


def _instrument(provider: Any) -> None:
    from importlib.metadata import entry_points

    for entry in entry_points(group=_GROUP):
        if not entry.value.startswith(_PREFIX):
            continue
        try:
            instrumentor = entry.load()()
            if instrumentor.is_instrumented_by_opentelemetry:
                instrumentor.uninstrument()
            instrumentor.instrument(tracer_provider=provider, raise_exception_on_conflict=True)
        except Exception as error:
            # A library of another version must not keep the others from being seen; one that is not there is no fault.
            conflict = getattr(error, "conflict", None)
            if conflict is None or conflict.found is not None:
                warnings.warn(f"{entry.name} could not be instrumented: {error}", PhoenixWarning, stacklevel=3)
