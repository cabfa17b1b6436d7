"""How right a model is, as tables."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .measured import to_floats

if TYPE_CHECKING:
    import pandas as pd

# A repr is a glance: longer tables stay in their attribute.
_SHOWN_CLASSES = 10


@dataclass(frozen=True, repr=False)
class Report:
    """Predictions against actuals of one data set.

    Attributes:
        task: ``classification`` or ``regression``.
        rows: rows that have both a prediction and an actual.
        metrics: Series of floats by name of the metric.
        positive: the class whose probability the score is; None without scores.
    """

    answer: dict[str, Any]

    @property
    def task(self) -> str:
        return str(self.answer["task"])

    @property
    def rows(self) -> int:
        return int(self.answer["count"])

    @property
    def positive(self) -> str | None:
        return self.answer.get("positive")

    @cached_property
    def metrics(self) -> pd.Series[float]:
        import pandas as pd

        metrics = self.answer["metrics"]
        return pd.Series(to_floats(list(metrics.values())), index=pd.Index(metrics, name="metric", dtype=object))

    @cached_property
    def classes(self) -> pd.DataFrame | None:
        """By class, the largest first: ``support`` (rows of it), ``predicted``, ``precision``, ``recall``, ``f1``."""
        if self.task != "classification":
            return None
        columns = ["label", "support", "predicted", "precision", "recall", "f1"]
        return _to_table(self.answer["classes"], columns).set_index("label")

    @cached_property
    def confusion(self) -> pd.DataFrame | None:
        """Rows by actual class (index) and predicted class (columns)."""
        if self.task != "classification":
            return None
        import numpy as np
        import pandas as pd

        cells = np.array(self.answer["confusion"], dtype=np.int64)
        labels = [entry["label"] for entry in self.answer["classes"]]
        if len(cells) > len(labels) ** 2:
            labels.append("(other)")
        side = len(labels)
        return pd.DataFrame(
            cells.reshape(side, side),
            index=pd.Index(labels, name="actual", dtype=object),
            columns=pd.Index(labels, name="predicted", dtype=object),
        )

    @cached_property
    def calibration(self) -> pd.DataFrame | None:
        """By bin of the score: ``low``, ``high``, ``rows``, ``mean_score`` and ``rate``, the share of positives."""
        bins = self.answer.get("calibration")
        if bins is None:
            return None
        table = _to_table(bins, ["low", "high", "count", "meanScore", "rate"])
        return table.rename(columns={"count": "rows", "meanScore": "mean_score"})

    @cached_property
    def roc(self) -> pd.DataFrame | None:
        """Points of the ROC curve: ``false_positive_rate`` and ``true_positive_rate``, at most 200."""
        import pandas as pd

        points = self.answer.get("roc")
        names = ["false_positive_rate", "true_positive_rate"]
        return None if points is None else pd.DataFrame(points, columns=names, dtype="float64")

    @cached_property
    def residuals(self) -> pd.DataFrame | None:
        """Histogram of prediction minus actual: ``start``, ``stop`` and ``rows``; the outer bins are open."""
        if self.task != "regression":
            return None
        table = _to_table(self.answer["residuals"], ["start", "end", "count"])
        return table.rename(columns={"end": "stop", "count": "rows"})

    @cached_property
    def deciles(self) -> pd.DataFrame | None:
        """By decile of the actual: ``low``, ``high``, ``rows``, ``mean_actual`` and ``mean_prediction``."""
        if self.task != "regression":
            return None
        table = _to_table(self.answer["deciles"], ["low", "high", "count", "meanActual", "meanPrediction"])
        return table.rename(columns={"count": "rows", "meanActual": "mean_actual", "meanPrediction": "mean_prediction"})

    def __repr__(self) -> str:
        return f"<Report of a {self.task}, {self.rows:,} rows>"


class Performance:
    """How right the model was, over a range of the primary rows and over all of the reference.

    Attributes:
        primary, reference: the ``Report`` of each; None where nothing can be measured.
        reason: one sentence when nothing can be measured, else None.
    """

    def __init__(self, answer: dict[str, Any]) -> None:
        self.reason: str | None = answer["reason"]
        self.primary = None if answer["primary"] is None else Report(answer["primary"])
        self.reference = None if answer["reference"] is None else Report(answer["reference"])

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """One row per metric, columns ``primary`` and ``reference``; NaN where there is no value."""
        import pandas as pd

        names = [name for report in self._reports() for name in report.metrics.index]
        frame = pd.DataFrame(index=pd.Index(list(dict.fromkeys(names)), name="metric", dtype=object))
        for role in ("primary", "reference"):
            report: Report | None = getattr(self, role)
            frame[role] = float("nan") if report is None else report.metrics
        return frame

    @property
    def classes(self) -> pd.DataFrame | None:
        """The classes of primary, the largest first, with ``precision_reference`` and others where there are any.

        None for a regression.
        """
        if self.primary is None or self.primary.classes is None:
            return None
        if self.reference is None or self.reference.classes is None:
            return self.primary.classes
        return self.primary.classes.join(self.reference.classes.add_suffix("_reference"))

    @property
    def confusion(self) -> pd.DataFrame | None:
        """Rows of primary by actual class (index) and predicted class (columns); None for a regression."""
        return self.primary and self.primary.confusion

    @property
    def calibration(self) -> pd.DataFrame | None:
        """Calibration of the scores of primary, see ``Report.calibration``; None without scores."""
        return self.primary and self.primary.calibration

    @property
    def residuals(self) -> pd.DataFrame | None:
        """Histogram of the residuals of primary, see ``Report.residuals``; None for a classification."""
        return self.primary and self.primary.residuals

    def __repr__(self) -> str:
        if not self._reports():
            return f"<Performance: {self.reason}>"
        tables = [table.to_string(float_format=_shorten) for table in self._shown()]
        return "\n\n".join([self._headline(), *tables])

    def _repr_html_(self) -> str:
        if not self._reports():
            return f"<p>{html.escape(self.reason or '')}</p>"
        tables = "".join(table.to_html(float_format=_shorten, border=0) for table in self._shown())
        headline = html.escape(self._headline())
        return f'<p>{headline}</p><div style="display: flex; gap: 3em; align-items: flex-start">{tables}</div>'

    def _reports(self) -> list[Report]:
        return [report for report in (self.primary, self.reference) if report is not None]

    def _headline(self) -> str:
        counts = [
            f"{role} {report.rows:,} rows"
            for role, report in (("primary", self.primary), ("reference", self.reference))
            if report is not None
        ]
        return f"{self._reports()[0].task.capitalize()}: {', '.join(counts)} with prediction and actual"

    def _shown(self) -> list[pd.DataFrame]:
        confusion = self.confusion
        is_short = confusion is not None and len(confusion) <= _SHOWN_CLASSES
        return [self.metrics, confusion] if is_short else [self.metrics]


def _shorten(value: float) -> str:
    return f"{value:.4g}"


def _to_table(entries: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({column: [entry[column] for entry in entries] for column in columns})
