"""Programs with real SDKs against a local model server: seen by ``register()``, and by upstream's own too.

OpenAI's client always runs; LangChain and LlamaIndex where ``pip install jupyterlab-phoenix[instrumentors]`` was run.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry import trace

import jupyterlab_phoenix as px
from jupyterlab_phoenix import discovery
from jupyterlab_phoenix.tests.model_server import run_model_server

PROGRAM = """
import sys
import jupyterlab_phoenix as px
from jupyterlab_phoenix.tests.producers import {module}

px.launch_app(run_in_thread=False)
px.register("shop")
{module}.run(sys.argv[1])
"""


@pytest.fixture
def session() -> Iterator[px.Session]:
    session = px.launch_app()
    yield session
    session.end()


def run_program(module: str) -> px.Session:
    """The session of a program that has ended, in a process of its own: instrumentors leave their libraries changed."""
    with run_model_server() as base_url:
        subprocess.run([sys.executable, "-c", PROGRAM.format(module=module), base_url], check=True, timeout=120)
    (record,) = discovery.read_records()
    return px.Session(record)


def count_kinds(session: px.Session) -> dict[str, int]:
    return {str(kind): int(count) for kind, count in session.get_spans_dataframe()["span_kind"].value_counts().items()}


def test_calls_of_openai_are_seen() -> None:
    session = run_program("openai_calls")
    assert count_kinds(session) == {"LLM": 9, "EMBEDDING": 1}
    frame = session.get_spans_dataframe("span_kind == 'LLM' and llm.token_count.total == 16", project="shop")
    assert len(frame) == 7
    assert set(frame["attributes.llm.model_name"]) == {"gpt-4o-mini-2024-07-18"}
    told = frame["attributes.llm.output_messages"].map(lambda messages: str(messages))
    assert told.str.contains("Owls hunt at night").sum() == 6
    assert told.str.contains("Köln").sum() == 1
    assert len(session.get_spans_dataframe("status_code == 'ERROR'")) == 2


@pytest.mark.skipif(importlib.util.find_spec("langchain_openai") is None, reason="the instrumentors are not installed")
def test_a_chain_of_langchain_is_seen() -> None:
    session = run_program("langchain_calls")
    kinds = count_kinds(session)
    assert {"CHAIN": 12, "RETRIEVER": 2, "TOOL": 1}.items() <= kinds.items()
    # The calls of the chain; below each of them the client's own.
    assert kinds["LLM"] == 8
    assert len(session.get_spans_dataframe("llm.token_count.total == 16 and span_kind == 'LLM'")) >= 3


@pytest.mark.skipif(importlib.util.find_spec("llama_index") is None, reason="the instrumentors are not installed")
def test_a_query_of_llama_index_is_seen() -> None:
    session = run_program("llama_index_calls")
    roots = session.get_spans_dataframe("name == 'RetrieverQueryEngine.query'", root_spans_only=True)
    assert len(roots) == 1
    assert {"CHAIN", "LLM", "RETRIEVER", "EMBEDDING"} == set(count_kinds(session))


UPSTREAM = """
import sys
from phoenix.otel import register

provider = register(project_name="theirs", set_global_tracer_provider=False, verbose=False, **eval(sys.argv[1]))
provider.get_tracer("t").start_span(sys.argv[2]).end()
provider.force_flush()
"""


def test_upstreams_own_register_sends_here(session: px.Session) -> None:
    address = session._connection.send_json("GET", "/api/collector")
    base = address["http"].removesuffix("/v1/traces")
    ways: dict[str, tuple[str, dict[str, str]]] = {
        "an endpoint": (f"dict(endpoint={address['http']!r})", {}),
        "nothing but the port of gRPC": ("{}", {"PHOENIX_GRPC_PORT": address["grpc"].rpartition(":")[2]}),
        "the environment": ("dict(protocol='http/protobuf')", {"PHOENIX_COLLECTOR_ENDPOINT": base}),
    }
    for way, (arguments, variables) in ways.items():
        environment = {**os.environ, **variables}
        subprocess.run([sys.executable, "-c", UPSTREAM, arguments, way], env=environment, check=True, timeout=60)
    assert set(session.get_spans_dataframe(project="theirs")["name"]) == set(ways)


def test_an_address_in_the_environment_is_enough(session: px.Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpExporter
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    address = session._connection.send_json("GET", "/api/collector")
    endpoints = ((HttpExporter, address["http"].removesuffix("v1/traces")), (GrpcExporter, address["grpc"]))
    for exporter, endpoint in endpoints:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(exporter()))
        tracer: trace.Tracer = provider.get_tracer("test")
        tracer.start_span(endpoint).end()
        provider.shutdown()
    assert set(session.get_spans_dataframe()["name"]) == {endpoint for _, endpoint in endpoints}
