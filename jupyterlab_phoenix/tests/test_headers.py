from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders

from jupyterlab_phoenix.discovery import Record
from jupyterlab_phoenix.serverextension.headers import (
    to_answer_headers,
    to_location,
    to_query,
    without_directives,
)
from jupyterlab_phoenix.tests.test_discovery import FIELDS

RECORD = Record(**FIELDS)


@pytest.mark.parametrize(
    ("policy", "kept"),
    [
        ("default-src 'self'; frame-ancestors 'none'", "default-src 'self'"),
        ("Frame-Ancestors *;;script-src 'self' ;", "script-src 'self'"),
        ("frame-ancestors 'self'", ""),
        ("", ""),
    ],
)
def test_without_directives(policy: str, kept: str) -> None:
    assert without_directives(policy, ["frame-ancestors"]) == kept


@pytest.mark.parametrize(
    ("location", "moved"),
    [
        ("./", "./"),
        ("?a=1", "?a=1"),
        ("/x?y", "/user/a/x?y"),
        ("http://127.0.0.1:6006/x", "/user/a/x"),
        ("//evil.example/", "//evil.example/"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_to_location(location: str, moved: str) -> None:
    assert to_location(location, RECORD, "/user/a/") == moved


@pytest.mark.parametrize(
    ("query", "kept"),
    [("", ""), ("token=x", ""), ("a=%20+&token=x&b", "a=%20+&b"), ("tokens=1", "tokens=1"), ("a=token", "a=token")],
)
def test_to_query_drops_jupyters_token_and_nothing_else(query: str, kept: str) -> None:
    assert to_query(query) == kept


def test_repeated_headers_stay_repeated() -> None:
    answer = HTTPHeaders()
    answer.add("Link", "<a>")
    answer.add("Link", "<b>")
    assert to_answer_headers(answer, RECORD, "/", "p").get_list("Link") == ["<a>", "<b>"]
