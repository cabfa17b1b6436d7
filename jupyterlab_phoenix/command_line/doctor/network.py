"""Addresses, ports, and the variables that decide over them."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator

from ... import discovery
from ...environment import find_environment
from ...errors import RequestError
from ...spawn import DEFAULT_HOST, DEFAULT_PORT
from .finding import Finding

_DEFAULT_GRPC_PORT = 4317
_PROXIES = ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
_EXCEPTIONS = ("NO_PROXY", "no_proxy")


def check_network() -> Iterator[Finding]:
    host = os.environ.get("PHOENIX_HOST") or DEFAULT_HOST
    trouble = _try_to_bind(host, 0)
    if trouble:
        yield Finding("wrong", f"Cannot listen on {host}: {trouble}", "Set PHOENIX_HOST to an address of this machine")
        return
    yield from _check_port("PHOENIX_PORT", DEFAULT_PORT, host, "the app")
    if os.environ.get("PHOENIX_GRPC_PORT", "").lower() != "off":
        yield from _check_port("PHOENIX_GRPC_PORT", _DEFAULT_GRPC_PORT, host, "spans over gRPC")
    yield from _check_proxies()
    yield from _check_variables()


def _check_port(variable: str, default: int, host: str, purpose: str) -> Iterator[Finding]:
    word = os.environ.get(variable, "")
    if word and not (word.isascii() and word.isdigit() and int(word) <= 65535):
        yield Finding("wrong", f"{variable} is '{word:.40}', which is no port", "A port is a number from 1 to 65535")
        return
    port = int(word or default)
    trouble = _try_to_bind(host, port)
    if not trouble:
        yield Finding("ok", f"Port {port} is free for {purpose}")
        return
    owners = [record for record in discovery.read_records() if record.port == port and discovery.is_healthy(record)]
    if owners:
        yield Finding("ok", f'Port {port} is that of the session "{owners[0].name}"')
        return
    yield Finding(
        "note",
        f"Port {port} cannot be had for {purpose}: {trouble}",
        f"The next free port is used instead; set {variable} to choose another one",
    )


def _try_to_bind(host: str, port: int) -> str:
    """Why nobody can listen there; empty when one can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            if os.name == "posix":
                # As a server does: a connection that has just ended does not count.
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except OSError as error:
        return "it is taken" if error.errno == errno.EADDRINUSE else str(error.strerror or error)
    return ""


def _check_proxies() -> Iterator[Finding]:
    proxies = [name for name in _PROXIES if os.environ.get(name)]
    exceptions = ",".join(filter(None, (os.environ.get(name) for name in _EXCEPTIONS)))
    if proxies and not any(word.strip() in ("*", "127.0.0.1", "127.0.0.0/8") for word in exceptions.split(",")):
        yield Finding(
            "note",
            f"{proxies[0]} is set without an exception for this machine: exporters of OpenTelemetry would send "
            "their spans to the proxy",
            "export NO_PROXY=127.0.0.1,localhost",
        )


def _check_variables() -> Iterator[Finding]:
    try:
        environment = find_environment()
    except RequestError as error:
        yield Finding("wrong", str(error), "Unset PHOENIX_NOTEBOOK_ENV, or correct it")
    else:
        if environment != "local":
            yield Finding("ok", f"The app is reached by the proxy of {environment}")
    endpoint = os.environ.get("PHOENIX_COLLECTOR_ENDPOINT")
    if endpoint:
        yield Finding(
            "note",
            f"PHOENIX_COLLECTOR_ENDPOINT is set: spans go to {endpoint}, not to a session of this machine",
            "Unset it to collect them here",
        )
