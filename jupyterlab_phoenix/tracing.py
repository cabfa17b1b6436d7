"""What a session knows of traces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import pending_spans
from .errors import RequestError
from .spans import read_spans, to_filter, to_project

if TYPE_CHECKING:
    import pandas as pd

    from .connection import Connection
    from .trace_dataset import TraceDataset


class Tracing:
    """Spans out of a session, and back in. Part of ``Session``."""

    _connection: Connection
    # What the server said last; None before it was asked.
    _cards_inline: bool | None

    @property
    def inline(self) -> bool:
        """Whether a cell that makes spans shows them in a card under it; on unless it is turned off.

        ``session.inline = False`` turns it off for this session, also after the kernel is restarted. Spans that began
        while the cell ran, in this process, belong to it: with ``px.register()``, or any other provider that is the
        global one, they are known exactly. Spans of other providers are told by their times, when they have arrived by
        the end of the cell.
        """
        self._cards_inline = bool(self._connection.send_json("GET", "/api/cell-cards")["inline"])
        return self._cards_inline

    @inline.setter
    def inline(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise RequestError(f"Cannot use {value!r:.40} as inline: it is True or False")
        self._connection.send_json("PUT", "/api/cell-cards", {"inline": value})
        self._cards_inline = value

    def get_spans_dataframe(
        self,
        filter_condition: str | None = None,
        *,
        start_time: Any = None,
        stop_time: Any = None,
        root_spans_only: bool = False,
        limit: int | None = None,
        project: str | None = None,
    ) -> pd.DataFrame:
        """Spans as a DataFrame, newest first; among equal times the one that came last.

        Args:
            filter_condition: a Python expression such as ``span_kind == 'LLM' and latency_ms > 1000``,
                ``'refund' in input.value`` or ``llm.model_name is None``. None or blank keeps every span.
            start_time: spans that began then or later; a datetime, a date or ISO 8601 text. Without a zone it is
                wall-clock time of this machine.
            stop_time: spans that began before.
            root_spans_only: only spans without a parent, or whose parent has not come.
            limit: at most so many, the newest. Default all.
            project: only spans of this project. Default all.

        Returns:
            One row per span, indexed by ``context.span_id``, which stays a column. Columns: ``name``, ``span_kind``,
            ``parent_id``, ``start_time`` and ``end_time`` (UTC, to the nanosecond; NaT while running, and after 2262),
            ``status_code``, ``status_message``, ``events``, ``context.span_id``, ``context.trace_id``, then
            ``attributes.…``: one column for each key of the OpenInference conventions, and one for the first word of
            every other key. Nested values are dicts and lists. An empty answer has the ten fixed columns, typed.

        Raises:
            FilterError: the filter cannot be read; its text shows where.
            RequestError: another argument is wrong.
        """
        pending_spans.flush()
        return read_spans(
            self._connection,
            filter_condition,
            start_time=start_time,
            stop_time=stop_time,
            root_spans_only=root_spans_only,
            limit=limit,
            project=project,
        )

    def get_trace_dataset(self, project: str | None = None) -> TraceDataset | None:
        """All spans, to be saved or launched elsewhere; None when there are none."""
        from .trace_dataset import TraceDataset

        frame = self.get_spans_dataframe(project=project)
        return TraceDataset(frame) if len(frame) else None

    def delete_traces(self, filter_condition: str | None = None, *, project: str | None = None) -> int:
        """Deletes the whole traces of the spans that a filter leaves, for good; gives how many.

        Args:
            filter_condition: as in ``get_spans_dataframe``; None or blank deletes every trace.
            project: only traces of this project.

        Raises:
            FilterError: the filter cannot be read.
        """
        pending_spans.flush()
        body: dict[str, Any] = {"kind": "scope", "filter": to_filter(filter_condition)}
        if project is not None:
            body["project"] = to_project(project)
        return int(self._connection.send_json("POST", "/api/spans/delete", body)["traces"])
