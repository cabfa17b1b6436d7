"""What the app measures, asked for from the notebook: the same server, the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .arguments import SIDES, to_choice, to_count, to_milliseconds, to_name, to_names, to_query
from .connection import Connection
from .errors import RequestError
from .measured import to_nanoseconds
from .metric_value import MetricValue

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from .performance import Performance
    from .umap_job import UmapJob

    # datetime64 and Timestamp are fine, too; without a zone all of them are local time.
    Time = dt.date | dt.datetime | str


class Analysis:
    """The analysis half of a session.

    Ranges are ``[start, stop)``. Both ends take a datetime, a date, a pandas Timestamp or ISO 8601 text; without a
    zone it is local time, as in the data. An end that is left out is the data's own, and without both all rows count,
    also those without a time. A range narrows the primary rows; they are always compared with all of the reference,
    or with the ``baseline``.
    """

    _connection: Connection

    if TYPE_CHECKING:

        @property
        def state(self) -> dict[str, Any]: ...

        def umap(self, embedding: str | None = None) -> UmapJob: ...

        def _check_embedding(self, embedding: object) -> str: ...

    @property
    def dimensions(self) -> pd.DataFrame:
        """What can be measured: one row per column that has a role, and per embedding; the index is its ``name``.

        Columns: ``role`` (``feature``, ``tag``, ``prediction`` or ``actual``; of embeddings ``feature``, ``tag``,
        ``prompt`` or ``response``), ``type`` (``numeric``, ``categorical`` or ``embedding``), ``shape``
        (``continuous`` or ``discrete``; of embeddings the numbers per vector) and ``datasets`` (a tuple of the data
        sets that have it).
        """
        from .signals import to_dimensions

        return to_dimensions(self.state)

    def signals(
        self,
        metrics: str | list[str] | None = None,
        start: Time | None = None,
        stop: Time | None = None,
    ) -> pd.DataFrame:
        """Many metrics of every dimension at once.

        Args:
            metrics: one name or several; without any, those that say something of this data.
            start, stop: of the primary rows.

        Returns:
            One row per dimension (index ``name``) with ``type``, ``role``, one float column per metric, and beside
            every metric that compares nothing its value in the reference, ``<metric>_reference``. NaN where a metric
            does not apply or has no value. Of columns of times, means, extremes and quantiles are Timestamps in UTC.

        Raises:
            RequestError: no such metric, or a range that cannot be read.
        """
        from .signals import to_signals

        query = to_query(start=start, stop=stop, metrics=to_names(metrics, "metrics"))
        return to_signals(self._ask("signals", query))

    def metric(
        self,
        name: str,
        dimension: str | None = None,
        *,
        dataset: str = "primary",
        start: Time | None = None,
        stop: Time | None = None,
        label: object = None,
        k: int | None = None,
        permutations: int = 0,
        seed: int = 0,
    ) -> float | None:
        """One number.

        Args:
            name: ``psi``, ``mean``, ``accuracy``, …; a wrong one is answered with the nearest right one.
            dimension: the column or embedding; none for metrics of the model as a whole, and for ``count``.
            dataset: ``primary`` (default) or ``reference``.
            start, stop: of the rows of that data set.
            label: of performance metrics: this class alone instead of the mean over classes; of ``auc``, ``brier``
                and ``log_loss`` the positive one.
            k: of retrieval metrics: the first k documents. Default all.
            permutations: of drift metrics: random relabelings for a p-value, up to 10,000. Default 0, no p-value.
            seed: of the relabelings, 0 to 4294967295. Default 0.

        Returns:
            The value, in the unit of the column for ``mean``, ``mae``, ``wasserstein`` and the like, 0 to 100 for
            ``percent_empty``; None when there is none, as for an empty range. Of a column of times it counts
            nanoseconds, for ``mean`` and the like since 1970 in UTC: ``pd.Timestamp`` takes it. With permutations the
            float has a ``p_value``.

        Raises:
            RequestError: no such metric or dimension, or one that does not fit the other.
        """
        relabelings = to_count(permutations, "permutations", 0, 10_000)
        query = to_query(
            metric=to_name(name, "metric"),
            dimension=_to_dimension(dimension),
            dataset=to_choice(dataset, "data set with metrics", SIDES),
            start=start,
            stop=stop,
            label=label,
            k=k,
            permutations=relabelings,
            seed=to_count(seed, "seed", 0, 2**32 - 1),
        )
        answer = self._ask("metric", query)
        value = answer["value"]
        if value is None:
            return None
        value = to_nanoseconds(name, value, answer.get("isTime", False))
        return MetricValue(value, answer["pValue"]) if relabelings else float(value)

    def timeseries(
        self,
        metric: str,
        dimension: str | list[str] | None = None,
        *,
        window: str | dt.timedelta | None = "2d",
        every: str | dt.timedelta | None = "1d",
        start: Time | None = None,
        stop: Time | None = None,
        dataset: str = "primary",
        label: object = None,
        k: int | None = None,
    ) -> pd.DataFrame:
        """A metric over windows of time: ``[t − window, t)`` for t = stop, stop − every, … while later than start.

        Args:
            metric: its name.
            dimension: one, several, or None for all that the metric is measured on; none for metrics of the model, and
                for ``count`` of rows.
            window: length of a window: ``"2d"`` (default), ``"6h"``, a timedelta or a pandas offset; None for what
                fits the range.
            every: distance between windows, in the same words. Default ``"1d"``.
            start, stop: of the windows' right edges; a window may reach back before start.
            dataset: ``primary`` (default) or ``reference``.
            label, k: as for ``metric``.

        Returns:
            One row per window, indexed by its right edge (UTC, ``time``), one float column per dimension, or one
            called by the metric; of a column of times Timestamps, where they are moments. NaN, or NaT, for windows
            without a value. ``attrs`` holds ``rows`` (per window) and by column ``value`` and ``reference_value`` (over
            everything), ``band`` (the metric inside the reference: mean, deviation, low, high), ``limits`` (lower,
            upper, deviations) and ``alerts`` (times outside of the limits), and ``reference`` (the metric over windows
            of the reference, with their ``time``).

        Raises:
            RequestError: no such metric or dimension, a length that is not fixed, or more than 20,000 windows.
        """
        from .timeseries import to_timeseries

        names = to_names(dimension, "dimension")
        query = to_query(
            metric=to_name(metric, "metric"),
            # Every dimension has as many rows.
            dimensions=[] if names is None and metric == "count" else names,
            dataset=to_choice(dataset, "data set with metrics", SIDES),
            windowMs=to_milliseconds(window, "window"),
            everyMs=to_milliseconds(every, "every"),
            start=start,
            stop=stop,
            label=label,
            k=k,
        )
        return to_timeseries(self._ask("timeseries", query))

    def segments(
        self,
        dimension: str,
        metric: str | None = None,
        *,
        start: Time | None = None,
        stop: Time | None = None,
        label: object = None,
    ) -> pd.DataFrame:
        """Rows per bin of a dimension: deciles of the reference for numbers, categories otherwise, missing cells
        last.

        Args:
            dimension: the column.
            metric: a performance metric to measure in each bin.
            start, stop: of the primary rows.
            label: as for ``metric``.

        Returns:
            One row per bin (index: its label) with ``start`` (included) and ``stop`` for numbers and times, ``primary``
            and ``reference`` (rows), ``primary_share`` and ``reference_share`` (0 to 1), ``psi`` (the bin's part of
            it), and with a metric ``<metric>`` and ``<metric>_reference``. ``attrs`` holds the whole ``psi`` and the
            ``rows`` of both.

        Raises:
            RequestError: no such dimension or metric.
        """
        from .segments import to_segments

        measured = None if metric is None else to_name(metric, "metric")
        query = to_query(
            dimension=to_name(dimension, "dimension"), metric=measured, start=start, stop=stop, label=label
        )
        return to_segments(self._ask("segments", query), measured)

    def performance(
        self,
        start: Time | None = None,
        stop: Time | None = None,
        label: object = None,
    ) -> Performance:
        """How right the model was.

        Args:
            start, stop: of the primary rows.
            label: the positive class; without one the server's choice.

        Returns:
            An object with ``metrics`` (a DataFrame, metric × primary and reference) and, of a classification,
            ``classes``, ``confusion`` and ``calibration``, of a regression ``residuals``; ``reason`` says why when
            there is nothing.

        Raises:
            RequestError: a range or label that cannot be used.
        """
        from .performance import Performance

        return Performance(self._ask("performance", to_query(start=start, stop=stop, label=label)))

    def worst_segments(
        self,
        metric: str | None = None,
        *,
        dataset: str = "primary",
        start: Time | None = None,
        stop: Time | None = None,
        label: object = None,
        min_rows: int = 30,
        limit: int = 20,
    ) -> pd.DataFrame:
        """Parts of the data in which the model is worse than overall: one bin, or two bins of different dimensions.

        Args:
            metric: a performance metric; without one the usual one of the task.
            dataset: ``primary`` (default) or ``reference``.
            start, stop: of the rows of that data set.
            label: as for ``metric``.
            min_rows: smaller segments are left out. Default 30.
            limit: segments at most, up to 1000. Default 20.

        Returns:
            One row per segment, the worst first: ``segment`` (text), ``rows``, ``share`` (0 to 1), the metric, its 95
            % confidence interval ``low`` to ``high``, and ``difference`` from the overall value, which
            ``attrs["overall"]`` holds.

        Raises:
            RequestError: no such metric, or the data has no predictions with actuals.
        """
        from .segments import to_worst_segments

        query = to_query(
            metric=None if metric is None else to_name(metric, "metric"),
            dataset=to_choice(dataset, "data set with metrics", SIDES),
            start=start,
            stop=stop,
            label=label,
            minRows=to_count(min_rows, "min_rows"),
            limit=to_count(limit, "limit", most=1000),
        )
        return to_worst_segments(self._ask("worst-segments", query))

    def clusters(
        self,
        embedding: str | None = None,
        sort: str = "drift",
        metric: str | None = None,
        dimension: str | None = None,
    ) -> pd.DataFrame:
        """Clusters of the newest layout of an embedding; without a layout one is made, with the defaults of ``umap``.

        Args:
            embedding: display name; may be left out when there is one embedding, or a layout.
            sort: ``drift`` (default; the most production first), ``size``, or ``metric`` (the worst first).
            metric: a metric to measure in each cluster.
            dimension: its column, for metrics that need one.

        Returns:
            One row per cluster (index ``cluster``) with ``name``, ``points``, their number per data set, ``drift``
            (−1 to 1: (primary − reference) / (primary + reference), or against the corpus), ``accuracy`` and
            ``accuracy_reference``, and with a metric ``<metric>`` and ``<metric>_reference``. ``attrs`` holds the
            ``layout``, its ``parameters``, and ``noise``, the points in no cluster.

        Raises:
            RequestError: no such embedding, metric or order.
        """
        from .clusters import SORTS, add_measures, sort_clusters, to_clusters

        order = to_choice(sort, "order of clusters", SORTS)
        if order == "metric" and metric is None:
            raise RequestError("Cannot sort clusters by a metric: name one, metric=…", code="metric/invalid")
        layout = self._find_layout(embedding)
        frame = to_clusters(layout)
        measured = None if metric is None else to_name(metric, "metric")
        if measured is not None:
            column = _to_dimension(dimension)
            measures = self._ask(f"layouts/{layout['hash']}/measures", to_query(metric=measured, dimension=column))
            is_time = any(each["name"] == column and each.get("isTime", False) for each in self.state["dimensions"])
            add_measures(frame, measured, measures, is_time)
        return sort_clusters(frame, order, measured)

    @property
    def thresholds(self) -> pd.DataFrame:
        """Limits that were set: ``metric``, ``dimension`` (None: all), ``lower``, ``upper``, ``deviations`` and
        ``off``.

        Everything else follows the defaults: within three standard deviations of windows of the reference around their
        mean. The default limit of PSI is the larger of that and 0.25: by its rule of thumb a major shift, which small
        windows of the reference itself may reach.
        """
        from .thresholds import read_thresholds, to_thresholds

        return to_thresholds(read_thresholds(self._connection))

    def set_threshold(
        self,
        metric: str,
        dimension: str | None = None,
        *,
        lower: float | None = None,
        upper: float | None = None,
        deviations: float | None = None,
        off: bool = False,
    ) -> None:
        """Sets what raises an alert, here and in the app, in place of what was set for the same metric and dimension.

        Args:
            metric: its name.
            dimension: the column or embedding; None for all that have no threshold of their own.
            lower, upper: limits in the metric's unit; values on a limit are fine.
            deviations: instead, so many standard deviations around the mean of the reference, 0.1 to 100.
            off: instead, no alerts.

        Raises:
            RequestError: no such metric or dimension, or not exactly one kind of rule.
        """
        from .thresholds import is_for, read_thresholds, to_rule

        wanted, column = to_name(metric, "metric"), _to_dimension(dimension)
        entry = {"metric": wanted, "rule": to_rule(lower, upper, deviations, off)}
        if column is not None:
            entry["dimension"] = column
        others = [known for known in read_thresholds(self._connection) if not is_for(known, wanted, column)]
        self._connection.send_json("PUT", "/api/thresholds", [*others, entry])

    def remove_threshold(self, metric: str, dimension: str | None = None) -> None:
        """Takes back what ``set_threshold`` set for this metric and dimension: the default holds again.

        Raises:
            RequestError: there is no such threshold.
        """
        from .thresholds import is_for, read_thresholds

        wanted, column = to_name(metric, "metric"), _to_dimension(dimension)
        known = read_thresholds(self._connection)
        others = [threshold for threshold in known if not is_for(threshold, wanted, column)]
        if len(others) == len(known):
            where = "" if column is None else f' of "{column}"'
            raise RequestError(
                f"Cannot remove a threshold for {wanted}{where}: none is set",
                code="metric/invalid",
                hint="session.thresholds lists them",
            )
        self._connection.send_json("PUT", "/api/thresholds", others)

    @property
    def baseline(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The period of the primary rows that stands in for the reference, (start, stop) in UTC, or None.

        Assign ``"first week"``, a length of time from the first row on (``"7d"``, a timedelta), (start, stop), or
        None for the reference data set. It holds in the app, too.
        """
        from .thresholds import from_baseline

        return from_baseline(self._connection.send_json("GET", "/api/baseline"))

    @baseline.setter
    def baseline(self, value: Any) -> None:
        from .thresholds import to_baseline, write_baseline

        write_baseline(self._connection, to_baseline(value, {} if value is None else self.state))

    def _ask(self, route: str, query: dict[str, Any]) -> Any:
        return self._connection.send_json("POST", f"/api/{route}", query)

    def _find_layout(self, embedding: str | None) -> dict[str, Any]:
        """The newest layout, made when there is none."""
        wanted = "" if embedding is None else f"?embedding={quote(to_name(embedding, 'embedding'), safe='')}"
        layouts = self._connection.send_json("GET", f"/api/layouts{wanted}")
        if layouts:
            return dict(layouts[0])
        job = self.umap(self._check_embedding(embedding))
        job.result()
        return dict(self._connection.send_json("GET", f"/api/layouts/{job._job['layout']}"))


def _to_dimension(value: object) -> str | None:
    return None if value is None else to_name(value, "dimension")
