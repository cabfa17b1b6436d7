"""A running session, seen from the kernel."""

from __future__ import annotations

import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import discovery, environment, pending_spans
from .analysis import Analysis
from .connection import Connection, lost
from .discovery import Record
from .errors import PhoenixError, PhoenixWarning, RequestError, SessionLost
from .exports import Exports
from .schema import EmbeddingColumnNames, RetrievalEmbeddingColumnNames, Schema
from .supervisor import Supervisor
from .tracing import Tracing

if TYPE_CHECKING:
    import pandas as pd

    from .dataset import Dataset
    from .umap_job import UmapJob
    from .view import View

ROLES = ("primary", "reference", "corpus")


class Session(Analysis, Tracing):
    """The app and its data, in a server process of its own that outlives this kernel until ``end()`` is called.

    Made by ``launch_app()``. Every access talks to the server; when it is gone, ``SessionLost`` says so.

    Attributes:
        primary, reference, corpus: the data sets that this kernel handed over; None for others.
    """

    def __init__(self, record: Record, notebook_environment: str = "local") -> None:
        self._connection = Connection(record)
        self._environment = notebook_environment
        self._exports = Exports(self._connection)
        self._datasets: dict[str, Dataset] = {}
        self._sources: dict[str, dict[str, Any]] = {}
        self._revision = 0
        self._loading = threading.Lock()
        self._supervisor: Supervisor | None = None
        self._cards_inline: bool | None = None

    # What people see

    @property
    def id(self) -> str:
        """12 hexadecimal digits."""
        return self._connection.record.id

    @property
    def name(self) -> str:
        """Name of the notebook, or ``Python``."""
        return self._connection.record.name

    @property
    def port(self) -> int:
        """Port of the server."""
        return self._connection.record.port

    @property
    def url(self) -> str:
        """A link to the app for any browser that reaches this machine; each opens once, within 5 minutes."""
        ticket = self._connection.send_json("POST", "/api/tickets")["ticket"]
        return f"{self.address}?ticket={ticket}"

    @property
    def address(self) -> str:
        """Where the app is; opening it needs the link in ``url``."""
        record = self._connection.record
        return environment.find_address(self._environment, record.url, record.port)

    @property
    def active(self) -> bool:
        """Whether the server answers."""
        if discovery.is_healthy(self._connection.record):
            return True
        current = discovery.read_record(discovery.record_path(self.id))
        if current is None or current == self._connection.record or not discovery.is_healthy(current):
            return False
        self._connection.use(current)
        return True

    def view(self, height: int = 1000) -> View:
        """The app as an output of the cell.

        Args:
            height: CSS pixels, 120 to 4000.

        Returns:
            An ``IPython.display.IFrame``; its text says where to look when there is nothing to show it in.

        Raises:
            RequestError: the height is no such number.
            SessionLost: the server is gone.
        """
        return self._view_at("", height)

    def _view_at(self, place: str, height: int) -> View:
        from .view import View, check_height

        pixels = check_height(height)
        needs_ticket = self._environment != "local" or environment.is_in_vs_code()
        if not self.active:
            raise lost(self._connection.record)
        return View(self.id, self.name, self.address, pixels, self.url if needs_ticket else None, place)

    @property
    def exports(self) -> Exports:
        """Tables exported in the app, oldest first; asking for it looks for new ones."""
        self._exports.refresh()
        return self._exports

    def export(self, name: str | None = None) -> pd.DataFrame:
        """Exports the selected rows or spans, as the button in the app does, and gives them back.

        Args:
            name: name of the export; without one the local time. A name that is taken gets a number.

        Raises:
            RequestError: nothing is selected, or the name cannot be one of a file.
        """
        body: dict[str, Any] = {"source": {"kind": "latest"}}
        if name is not None:
            if not isinstance(name, str):
                raise RequestError(f"Cannot call an export {name!r:.80}: a name is text", code="export/name")
            body["name"] = name
        entry = self._connection.send_json("POST", "/api/exports", body)
        return self.exports[entry["name"]]

    @property
    def selection(self) -> pd.DataFrame:
        """What was selected last in the app: rows, with the columns and types of an export, or spans and traces, as
        ``get_spans_dataframe`` gives them. Assigning selects others in every open view.

        A frame of spans, with the columns ``context.span_id`` and ``context.trace_id``, selects these spans. To select
        rows, assign one of: row numbers by time, as ``umap(…).result()`` gives them; one True or False per row of the
        frame handed over, in its order; a DataFrame (rows are found by its columns ``dataset`` and ``row``, else by
        prediction id, else by its index); a list of prediction ids; a dict of these by data set, such as
        ``{"reference": mask}``. Without a dict, rows are those of primary, except for lists of ids, which are looked up
        everywhere. None or [] clears.
        """
        from .to_frame import read_stream, to_frame

        return to_frame(read_stream(self._connection.send("GET", "/api/selection/latest.arrow")))

    @selection.setter
    def selection(self, value: Any) -> None:
        from .selection import Rows
        from .spans import to_names

        spans = to_names(value)
        if spans:
            self._select_spans({"only": {"kind": "spans", "spans": spans}})
            return
        if value is None or spans is not None or (hasattr(value, "__len__") and len(value) == 0):
            self._connection.send("DELETE", "/api/selection")
            self._select_spans(None)
            return
        loaded = {role: s for role, s in self.state["datasets"].items() if s is not None}
        rows = Rows(
            {role: summary["rowCount"] for role, summary in loaded.items()},
            {role: summary["name"] for role, summary in loaded.items()},
            self._own_datasets(loaded),
        )
        parts = rows.to_parts(value)
        self._connection.send_json("PUT", "/api/selection", {"mode": "replace", "parts": parts})

    def _select_spans(self, scope: dict[str, Any] | None) -> None:
        self._connection.send_json("PUT", "/api/span-selection", {"scope": scope})

    def umap(
        self,
        embedding: str | None = None,
        *,
        n_components: int | None = None,
        n_neighbors: int | None = None,
        min_dist: float | None = None,
        n_samples: int | None = None,
        min_cluster_size: int | None = None,
        min_samples: int | None = None,
        epsilon: float | None = None,
        metric: str | None = None,
        seed: int | None = None,
    ) -> UmapJob:
        """Projects an embedding and finds clusters, in the server; returns at once.

        Args:
            embedding: display name; may be left out when there is one.
            n_components: 2 or 3. Default 3.
            n_neighbors: 2 to 1000; clipped to the number of points. Default 30.
            min_dist: 0 to 1. Default 0.
            n_samples: rows drawn per data set at most; the corpus comes whole. Default 500.
            min_cluster_size: at least 2. Default 10.
            min_samples: at least 1; counts the other points. Default 1.
            epsilon: at least 0; clusters nearer than this are not split. Default 0.
            metric: ``euclidean`` (default) or ``cosine``.
            seed: 0 to 4294967295, for the same sample and layout again; without one both are random.

        Raises:
            RequestError: no such embedding, or a parameter out of range.
        """
        from .umap_job import UmapJob
        from .umap_parameters import check_umap_parameters

        given = {
            "n_components": n_components,
            "n_neighbors": n_neighbors,
            "min_dist": min_dist,
            "n_samples": n_samples,
            "min_cluster_size": min_cluster_size,
            "min_samples": min_samples,
            "epsilon": epsilon,
            "metric": metric,
            "seed": seed,
        }
        parameters = check_umap_parameters(given)
        body = {"embedding": self._check_embedding(embedding), "parameters": parameters}
        return UmapJob(self._connection, self._connection.send_json("POST", "/api/maps", body))

    def end(self) -> None:
        """Closes the session for good. Exports and computed maps stay on disk; frames that were read stay usable."""
        from .launch import forget
        from .spawn import close_session

        pending_spans.flush()
        if self._supervisor is not None:
            self._supervisor.stop()
        forget(self)
        # A server that was started anew has another process.
        current = discovery.read_record(discovery.record_path(self.id))
        close_session(current or self._connection.record)
        self._connection.close()

    @property
    def state(self) -> dict[str, Any]:
        """What the server says of itself: data sets, dimensions, embeddings, warnings, memory."""
        return self._connection.send_json("GET", "/api/session")

    @property
    def primary(self) -> Dataset | None:
        """The primary data set, when this kernel handed it over."""
        return self._datasets.get("primary")

    @property
    def reference(self) -> Dataset | None:
        """The reference data set, when this kernel handed it over."""
        return self._datasets.get("reference")

    @property
    def corpus(self) -> Dataset | None:
        """The corpus, when this kernel handed it over."""
        return self._datasets.get("corpus")

    def __dir__(self) -> list[str]:
        looking = [
            "active",
            "address",
            "end",
            "export",
            "exports",
            "id",
            "name",
            "port",
            "selection",
            "state",
            "url",
            "view",
        ]
        measuring = ["clusters", "dimensions", "metric", "performance", "segments", "signals", "timeseries", "umap"]
        tracing = ["delete_traces", "get_spans_dataframe", "get_trace_dataset", "inline"]
        rules = ["baseline", "remove_threshold", "set_threshold", "thresholds", "worst_segments"]
        return sorted([*looking, *measuring, *rules, *tracing, *ROLES])

    def __repr__(self) -> str:
        record = self._connection.record
        head = f'<Session "{record.name}" at {record.url}'
        try:
            state = self.state
        except PhoenixError as error:
            return f"{head}: {error.message}>"
        loaded = [
            f'{role} "{summary["name"]}" {summary["rowCount"]:,} rows'
            if summary["name"] != role
            else f"{role} {summary['rowCount']:,} rows"
            for role, summary in state["datasets"].items()
            if summary is not None
        ]
        spans = state["spans"]["total"]
        if spans:
            loaded.append(f"{spans:,} span{'' if spans == 1 else 's'}")
        return f"{head}: {', '.join(loaded) or 'no data yet'}>"

    # What launch_app needs

    def _connect(self, record: Record, notebook_environment: str) -> None:
        self._environment = notebook_environment
        if record != self._connection.record:
            self._connection.use(record)

    def _supervise(self, is_wanted: bool) -> None:
        record = self._connection.record
        supervisor = self._supervisor
        if supervisor is not None and (not is_wanted or supervisor.record != record or not supervisor.is_watching):
            supervisor.stop()
            self._supervisor = supervisor = None
        if is_wanted and supervisor is None:
            self._supervisor = Supervisor(record, self._notice_load)

    def _notice_load(self, revision: int) -> None:
        """Passes on the warnings of data that somebody else loaded; those of ``_load`` were passed on there."""
        with self._loading:
            if revision <= self._revision:
                return
            try:
                state = self.state
            except PhoenixError:
                return
            self._revision = state["revision"]
        for text in state["warnings"]:
            warnings.warn(text, PhoenixWarning, stacklevel=2)

    def _load(self, datasets: dict[str, Dataset], umap: dict[str, Any] | None) -> list[str]:
        """Replaces the data of the session, whole or not at all; returns what the server warns of."""
        from .arrow import new_file_name

        written: list[Path] = []
        try:
            sources = {}
            for role, dataset in datasets.items():
                file = new_file_name(role)
                self._hand_over(dataset, file, written)
                sources[role] = _to_source(dataset, file)
            state = self._put_datasets(sources, umap)
        except SessionLost:
            # The server may have taken the files before it died, and then needs them; what nobody needs it removes.
            raise
        except BaseException:
            for path in written:
                path.unlink(missing_ok=True)
            raise
        self._datasets, self._sources = dict(datasets), sources
        for dataset in datasets.values():
            dataset._release_table()
        return list(state["warnings"])

    def _load_umap(self, umap: dict[str, Any]) -> None:
        """Changes the launch defaults of the map and keeps the data."""
        if not self._sources and any(self.state["datasets"].values()):
            warnings.warn(
                "default_umap_parameters are not used: hand over the data again to change them",
                PhoenixWarning,
                stacklevel=3,
            )
            return
        self._put_datasets(self._sources, umap)

    def _put_datasets(self, sources: dict[str, Any], umap: dict[str, Any] | None) -> dict[str, Any]:
        body = {**sources, "umap": umap} if umap else sources
        with self._loading:
            state = self._connection.send_json("PUT", "/api/datasets", body)
            self._revision = state["revision"]
        return state

    def _hand_over(self, dataset: Dataset, file: str, written: list[Path]) -> None:
        from .arrow import to_file_bytes, write_table

        table = dataset._to_table()
        folder = Path(self._connection.record.folder)
        if folder.is_dir():
            write_table(table, folder / "datasets", file)
            written.append(folder / "datasets" / file)
        else:
            content = to_file_bytes(table)
            self._connection.send("PUT", f"/api/uploads/{file}", content, "application/vnd.apache.arrow.file")

    def _own_datasets(self, loaded: dict[str, Any]) -> dict[str, Dataset]:
        """Data sets of this kernel that are still the loaded ones."""
        return {
            role: dataset
            for role, dataset in self._datasets.items()
            if role in loaded and loaded[role]["file"] == self._sources[role]["file"]
        }

    def _check_embedding(self, embedding: object) -> str:
        if isinstance(embedding, str):
            return embedding
        names = [found["name"] for found in self.state["embeddings"]]
        if embedding is None and len(names) == 1:
            return str(names[0])
        if not names:
            raise RequestError(
                "Cannot project anything: the data has no embedding",
                code="embedding/unknown",
                hint="Name columns of vectors in the Schema, embedding_feature_column_names={…}",
            )
        listed = ", ".join(f'"{name}"' for name in names)
        raise RequestError(f"Cannot tell which embedding to project: name one of {listed}", code="embedding/unknown")


def _to_source(dataset: Dataset, file: str) -> dict[str, Any]:
    source: dict[str, Any] = {"file": file, "schema": to_wire(dataset.schema)}
    if dataset.is_named:
        source["name"] = dataset.name
    return source


def to_wire(schema: Schema) -> dict[str, Any]:
    """The schema under the names of the wire (``src/contract/schema.ts``)."""
    wire: dict[str, Any] = {}
    for field in Schema.__dataclass_fields__:
        value = getattr(schema, field)
        if value is None:
            continue
        if isinstance(value, EmbeddingColumnNames):
            wire[_to_camel(field)] = _embedding_to_wire(value)
        elif field == "embedding_feature_column_names":
            wire["embeddingFeatures"] = [
                {"name": name, **_embedding_to_wire(columns)} for name, columns in value.items()
            ]
        else:
            wire[_to_camel(field)] = list(value) if isinstance(value, list) else value
    return wire


def _embedding_to_wire(columns: EmbeddingColumnNames) -> dict[str, str]:
    fields = RetrievalEmbeddingColumnNames.__dataclass_fields__
    values = ((field, getattr(columns, field, None)) for field in fields)
    return {_to_camel(field): value for field, value in values if value is not None}


def _to_camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
