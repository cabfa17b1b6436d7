"""A number that was measured, with how likely chance alone makes one like it."""

from __future__ import annotations


class MetricValue(float):
    """A float that carries the p-value of its permutation test.

    Attributes:
        p_value: share of relabelings that differ at least as much, (b + 1) / (n + 1); None when the metric has no such
            test.
    """

    p_value: float | None

    def __new__(cls, value: float, p_value: float | None) -> MetricValue:
        made = super().__new__(cls, value)
        made.p_value = p_value
        return made

    def __getnewargs__(self) -> tuple[float, float | None]:  # type: ignore[override]
        return float(self), self.p_value

    def __repr__(self) -> str:
        tested = "" if self.p_value is None else f" (p = {self.p_value:.4g})"
        return f"{float(self)!r}{tested}"
