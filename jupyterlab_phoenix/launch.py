"""``launch_app``, ``active_session`` and ``close_app``: the one session of this kernel."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import discovery
from .cellcard.hooks import install as show_cards
from .environment import find_environment, find_kernel
from .errors import DatasetError, LaunchFailed, PhoenixWarning, RequestError
from .session import Session
from .trace_dataset import TraceDataset, send_spans
from .umap_defaults import check_umap_defaults
from .versions import compare_versions

if TYPE_CHECKING:
    from .dataset import Dataset

_DEFAULT_PORT = 6006

_session: Session | None = None


def launch_app(
    primary: Dataset | None = None,
    reference: Dataset | None = None,
    corpus: Dataset | None = None,
    trace: object = None,
    host: str | None = None,
    port: int | None = None,
    run_in_thread: bool = True,
    default_umap_parameters: Mapping[str, Any] | None = None,
    notebook_environment: str | None = None,
) -> Session:
    """Starts the app of this kernel, or finds it running, and shows it these data.

    One kernel has one session. Calling again with data replaces all data of the running session, without a restart and
    without reloading open pages (upstream restarts its server). Calling again without data keeps what is there. After a
    crash of the server the call brings it back with the same data. A call that fails changes nothing.

    Args:
        primary: what to look at.
        reference: what to compare with; turns on drift.
        corpus: documents that a retriever can return.
        trace: a ``TraceDataset`` whose spans are stored in the session, beside those it has.
        host: address to bind. Default ``$PHOENIX_HOST`` or 127.0.0.1.
        port: port to listen on; an error when it is taken. Default ``$PHOENIX_PORT`` or 6006, or the next free one.
        run_in_thread: whether a thread of this kernel watches the server, passes on its warnings and says when it
            crashes. The server is a process of its own either way.
        default_umap_parameters: first values of the map's form: ``min_dist`` 0 to 0.99, ``n_neighbors`` 5 to 100,
            ``n_samples`` 1 to 1000.
        notebook_environment: ``local``, ``colab``, ``sagemaker`` or ``databricks``; found out when not given.

    Returns:
        The session; also as ``active_session()``.

    Raises:
        RequestError: a parameter is wrong.
        DatasetError: the data sets do not fit together, or the server refuses them.
        LaunchFailed: the server cannot start, or already runs on another host or port than asked for.
        StorageError: the data cannot be written.
    """
    datasets = _check_datasets({"primary": primary, "reference": reference, "corpus": corpus})
    spans = _check_trace(trace)
    address = _check_address(host, port)
    if not isinstance(run_in_thread, bool):
        raise RequestError(f"Cannot use {run_in_thread!r:.40} as run_in_thread: it is True or False")
    umap = check_umap_defaults(default_umap_parameters)
    environment = find_environment(notebook_environment)
    _warn_of_collector()

    session, how = _ensure_session(*address, environment)
    try:
        notes = _load(session, datasets, umap)
        if spans is not None:
            send_spans(session._connection, spans)
    except BaseException:
        if how == "started":
            # Nothing half-started: this server has never had any data.
            session.end()
        raise
    session._supervise(run_in_thread)
    show_cards()
    for text in [*notes, *_compare_versions(session)]:
        warnings.warn(text, PhoenixWarning, stacklevel=2)
    _announce(session, how, port)
    return session


def _compare_versions(session: Session) -> list[str]:
    from . import __version__

    sentence = compare_versions(__version__, session._connection.record.product_version)
    return [] if sentence is None else [sentence]


def _check_trace(trace: object) -> TraceDataset | None:
    if trace is None or isinstance(trace, TraceDataset):
        return trace
    raise RequestError(
        f"Cannot use {type(trace).__name__} as trace: a px.TraceDataset is needed", hint="Wrap a frame of spans in one"
    )


def current_session() -> Session | None:
    """The session this kernel used last, whether its server still answers or not."""
    return _session


def active_session(name: str | None = None) -> Session | None:
    """The running session of this kernel, also after the kernel was restarted; None when there is none.

    Args:
        name: name or id of any running session of this user, for instance of a notebook of Deno, which this kernel then
            uses; when its own kernel is gone it belongs to this one.

    Raises:
        RequestError: no session of that name is running.
    """
    global _session
    if name is not None:
        return _adopt(name)
    if _session is not None and _session.active:
        return _session
    kernel = find_kernel()
    record = discovery.find_session(kernel.id, kernel.notebook)
    if record is None:
        return None
    if _session is None or _session.id != record.id:
        _session = Session(record, find_environment())
    show_cards()
    return _session


def _adopt(name: str) -> Session:
    global _session
    from . import spawn

    kernel = find_kernel()
    record = spawn.adopt_session(_find_by_name(name), kernel.id, kernel.pid, kernel.notebook)
    if _session is None or _session.id != record.id:
        _session = Session(record, find_environment())
    show_cards()
    return _session


def _find_by_name(name: object) -> discovery.Record:
    records = discovery.read_records()[::-1]
    for record in records:
        if name in (record.name, record.id) and discovery.is_healthy(record):
            return record
    names = ", ".join(dict.fromkeys(f'"{record.name}"' for record in records))
    raise RequestError(
        f"Cannot find a running session called {name!r:.80}"
        if not isinstance(name, str)
        else f'Cannot find a running session called "{name:.80}"',
        code="session/unknown",
        hint=f"There are {names}" if names else "None is running: start one with px.launch_app()",
    )


def close_app() -> None:
    """Closes the session of this kernel; exports and computed maps stay on disk."""
    session = _session or active_session()
    if session is None:
        print("No Phoenix session to close")
        return
    session.end()
    print(f'Closed the Phoenix session "{session.name}"')


def forget(session: Session) -> None:
    """Called by a session that ends."""
    global _session
    if _session is session:
        _session = None


def _ensure_session(host: str | None, port: int | None, environment: str) -> tuple[Session, str]:
    global _session
    from . import spawn

    kernel = find_kernel()
    try:
        record, how = spawn.ensure_session(kernel.id, kernel.pid, kernel.notebook, kernel.name, host=host, port=port)
    except spawn.LaunchError as error:
        raise LaunchFailed(error.message, code=error.code, hint=error.hint) from None
    _check_stays(record, host, port)
    if _session is not None and _session.id == record.id:
        _session._connect(record, environment)
    else:
        _session = Session(record, environment)
    return _session, how


def _check_stays(record: discovery.Record, host: str | None, port: int | None) -> None:
    """A running server cannot move to another address."""
    for what, asked, is_now in (("port", port, record.port), ("host", host, record.host)):
        if asked is not None and asked != is_now:
            raise LaunchFailed(
                f"Cannot move the running session from {what} {is_now} to {asked}",
                code="session/running",
                hint=f"Leave out {what}=, or close it first with px.close_app()",
            )


def _load(session: Session, datasets: dict[str, Dataset], umap: dict[str, Any] | None) -> list[str]:
    if datasets:
        return session._load(datasets, umap)
    if umap:
        session._load_umap(umap)
    return []


def _announce(session: Session, how: str, port: int | None) -> None:
    if how == "restored":
        print("The Phoenix server had stopped: it runs again, with the data it had")
    elif how == "adopted":
        print("Continuing the Phoenix session that this notebook already had")
    wanted = os.environ.get("PHOENIX_PORT", "")
    usual = int(wanted) if wanted.isascii() and wanted.isdigit() else _DEFAULT_PORT
    if how == "started" and not port and usual and session.port != usual:
        print(f"Port {usual} is taken: using {session.port}")
    print(f"Phoenix runs at {session.address} (open the link in session.url in a browser)")
    print("Show it here with px.active_session().view()")
    print("More: %phoenix help, or help(px.launch_app)")


def _check_datasets(given: dict[str, Any]) -> dict[str, Dataset]:
    datasets = {role: value for role, value in given.items() if value is not None}
    if not datasets:
        return {}
    from .dataset import Dataset

    for role, value in datasets.items():
        if not isinstance(value, Dataset):
            raise RequestError(
                f"Cannot use a {type(value).__name__} as {role}: a Dataset is needed",
                code="dataset/invalid",
                hint=f"Wrap it: {role}=px.Dataset(frame, schema)",
            )
    _check_lengths(datasets)
    return datasets


def _check_lengths(datasets: dict[str, Dataset]) -> None:
    """Vectors of one embedding must have one length in all data sets; the corpus is compared with the prompt."""
    lengths = {role: dataset.vector_lengths() for role, dataset in datasets.items()}
    for role, other_role in (("primary", "reference"), ("primary", "corpus"), ("reference", "corpus")):
        mine, theirs = lengths.get(role, {}), lengths.get(other_role, {})
        shared = ["prompt"] if other_role == "corpus" else [key for key in mine if key in theirs]
        for key in shared:
            if key in mine and key in theirs and mine[key] != theirs[key]:
                raise DatasetError(
                    f"Cannot compare the vectors of {key}: they have {mine[key]:,} numbers in {role} and "
                    f"{theirs[key]:,} in {other_role}; embed both with the same model"
                )


def _check_address(host: object, port: object) -> tuple[str | None, int | None]:
    if host is not None and not isinstance(host, str):
        raise RequestError(
            f"Cannot use {host!r:.80} as host: it is an address such as '127.0.0.1'", code="host/invalid"
        )
    if port is not None and (isinstance(port, bool) or not isinstance(port, int) or not 0 <= port <= 65535):
        raise RequestError(
            f"Cannot use {port!r:.80} as port: it is a whole number from 1 to 65535", code="port/invalid"
        )
    return host or None, port or None


def _warn_of_collector() -> None:
    endpoint = os.environ.get("PHOENIX_COLLECTOR_ENDPOINT")
    if endpoint:
        warnings.warn(
            f"PHOENIX_COLLECTOR_ENDPOINT is set to {endpoint}: traces go there, not to this app; to change that, unset "
            "it and restart the kernel",
            PhoenixWarning,
            stacklevel=3,
        )
