"""Launch defaults of the map."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from .errors import RequestError

# Name → name on the wire, whether whole, least, most.
_RANGES = {
    "min_dist": ("minDist", False, 0.0, 0.99),
    "n_neighbors": ("nNeighbors", True, 5, 100),
    "n_samples": ("nSamples", True, 1, 1000),
}


def check_umap_defaults(given: object) -> dict[str, Any] | None:
    """The parameters under their names on the wire; None when nothing is given. Text that is a number counts as one.

    Raises:
        RequestError: a value is no number or out of range. Unknown names are ignored.
    """
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise RequestError(
            f"Cannot use {given!r:.80} as default_umap_parameters: a dict is needed",
            code="umap/invalid",
        )
    wire = {}
    for name, (wire_name, is_whole, least, most) in _RANGES.items():
        if name in given:
            wire[wire_name] = _check(name, given[name], is_whole, least, most)
    return wire or None


def _check(name: str, value: object, is_whole: bool, least: float, most: float) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    is_fitting = not isinstance(value, bool) and least <= number <= most
    if not is_fitting or (is_whole and number != int(number)):
        kind = "a whole number" if is_whole else "a number"
        raise RequestError(
            f"Cannot use {value!r:.40} as {name} of default_umap_parameters: it is {kind} from {least:g} to {most:g}",
            code="umap/invalid",
        )
    return int(number) if is_whole else number
