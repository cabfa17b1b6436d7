"""Writes down what real SDKs send: ``python -m jupyterlab_phoenix.tests.producers.record [NAME …]``.

Each program runs in a process of its own with the OpenTelemetry SDK; the body of its one request is kept as it is
sent but for the folders of this machine, in ``src/testing/recorded``. The packages are those of
``pip install jupyterlab-phoenix[instrumentors]``; ``traceloop`` wants ``opentelemetry-instrumentation-openai`` instead
of ``opentelemetry-instrumentation-openai-v2``.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from jupyterlab_phoenix.tests.model_server import run_model_server

FOLDER = Path(__file__).parents[3] / "src" / "testing" / "recorded"

# Which program, which instrumentor, and what it wants to find in the environment.
RECORDINGS: dict[str, tuple[str, str | None, dict[str, str]]] = {
    "plain": ("plain_calls", None, {}),
    "openai": ("openai_calls", "openinference.instrumentation.openai:OpenAIInstrumentor", {}),
    "langchain": ("langchain_calls", "openinference.instrumentation.langchain:LangChainInstrumentor", {}),
    "llama-index": ("llama_index_calls", "openinference.instrumentation.llama_index:LlamaIndexInstrumentor", {}),
    "gen-ai": (
        "gen_ai_calls",
        "opentelemetry.instrumentation.openai_v2:OpenAIInstrumentor",
        {
            "OTEL_SEMCONV_STABILITY_OPT_IN": "gen_ai_latest_experimental",
            "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "span_only",
        },
    ),
    "gen-ai-before": ("gen_ai_calls", "opentelemetry.instrumentation.openai_v2:OpenAIInstrumentor", {}),
    "traceloop": ("gen_ai_calls", "opentelemetry.instrumentation.openai:OpenAIInstrumentor", {}),
}


def record(name: str) -> None:
    """Runs one program in this process and writes what its exporter would send."""
    program, instrumentor, _ = RECORDINGS[name]
    exporter = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    if instrumentor is not None:
        module, _, kind = instrumentor.partition(":")
        getattr(importlib.import_module(module), kind)().instrument(tracer_provider=provider)
    with run_model_server() as base_url:
        importlib.import_module(f"jupyterlab_phoenix.tests.producers.{program}").run(base_url)
    provider.shutdown()
    request = encode_spans(exporter.get_finished_spans())
    _hide_folders(request)
    body = request.SerializeToString()
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.pb").write_bytes(body)
    print(f"{name}: {len(exporter.get_finished_spans())} spans, {len(body)} bytes")


# Folders of this machine in texts: of packages, of Python, of the repository.
_FOLDERS = re.compile(r"/[^\s\"']*?/(?:site-packages|python3\.\d+)/|" + re.escape(f"{Path(__file__).parents[3]}/"))


def _hide_folders(message: Any) -> None:
    """Cuts folders out of every text of a protobuf message."""
    for field, value in message.ListFields():
        if field.type == field.TYPE_STRING and not field.is_repeated:
            setattr(message, field.name, _FOLDERS.sub("", value))
        elif field.type == field.TYPE_MESSAGE:
            for part in value if field.is_repeated else [value]:
                _hide_folders(part)


def main(names: list[str]) -> int:
    """One process per program: an instrumentor leaves its library changed."""
    if names[:1] == ["--here"]:
        record(names[1])
        return 0
    codes = []
    for name in names or list(RECORDINGS):
        environment = {**os.environ, **RECORDINGS[name][2]}
        codes.append(subprocess.run([sys.executable, "-m", __spec__.name, "--here", name], env=environment).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
