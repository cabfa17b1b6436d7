"""Which headers pass between a browser and a session's server, and which stay on their side."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from tornado.httputil import HTTPHeaders

from ..discovery import Record

# Named one by one: what else a browser or a gateway in front of Jupyter sends (cookies, single sign-on tokens,
# addresses) is none of the server's business. Origin and XSRF were checked here.
_REQUEST = (
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Cache-Control",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Last-Event-ID",
    "Pragma",
    "Range",
    "User-Agent",
)

# They speak for the whole origin, which is Jupyter's, or for one connection.
_NOT_IN_ANSWERS = {
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "alt-svc",
    "clear-site-data",
    "connection",
    "content-security-policy",
    "date",
    "keep-alive",
    "location",
    "nel",
    "proxy-authenticate",
    "proxy-connection",
    "report-to",
    "server",
    "service-worker-allowed",
    "set-cookie",
    "strict-transport-security",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
    "x-frame-options",
}

# Who may frame the page is the administrator's decision, and reports go to Jupyter.
_JUPYTERS_DIRECTIVES = ("frame-ancestors", "report-uri", "report-to")


def to_request_headers(record: Record, incoming: HTTPHeaders) -> HTTPHeaders:
    """Headers for the session's server: what the browser asked for, our token, nothing of Jupyter's."""
    headers = HTTPHeaders()
    for name in _REQUEST:
        for value in incoming.get_list(name):
            headers.add(name, value)
    headers["Host"] = urlsplit(record.url).netloc
    headers["Authorization"] = f"Bearer {record.token}"
    headers["Connection"] = "close"
    return headers


def to_answer_headers(answer: HTTPHeaders, record: Record, mount: str, jupyter_policy: str) -> HTTPHeaders:
    """Headers for the browser.

    Both policies hold: the server's own, which allows no foreign script, and Jupyter's, which says who may frame the
    page. ``mount`` is the path of the session under Jupyter, with a slash at its end.
    """
    headers = HTTPHeaders()
    for name, value in answer.get_all():
        if name.lower() not in _NOT_IN_ANSWERS:
            headers.add(name, value)
    for policy in answer.get_list("Content-Security-Policy"):
        kept = without_directives(policy, _JUPYTERS_DIRECTIVES)
        if kept:
            headers.add("Content-Security-Policy", kept)
    headers.add("Content-Security-Policy", jupyter_policy)
    if "Location" in answer:
        headers["Location"] = to_location(answer["Location"], record, mount)
    return headers


def without_directives(policy: str, names: Iterable[str]) -> str:
    """A content security policy without some of its directives."""
    dropped = set(names)
    directives = (directive.strip() for directive in policy.split(";"))
    return "; ".join(d for d in directives if d and d.split()[0].lower() not in dropped)


def to_location(location: str, record: Record, mount: str) -> str:
    """A redirect of the server, as the browser must follow it."""
    if location.startswith(record.url):
        return mount + location[len(record.url) :]
    if location.startswith("/") and not location.startswith("//"):
        return mount + location[1:]
    return location


def to_query(query: str) -> str:
    """The query without Jupyter's token, byte for byte."""
    return "&".join(part for part in query.split("&") if part.partition("=")[0] != "token")
