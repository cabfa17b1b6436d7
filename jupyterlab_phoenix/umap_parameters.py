"""Parameters of one projection, in the words of Python and of the wire (``MAP_RANGES`` of ``src/contract/map.ts``)."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from typing import Any

from .errors import RequestError

# Name → name on the wire, whether whole, least, most.
_RANGES = {
    "n_components": ("nComponents", True, 2, 3),
    "n_neighbors": ("nNeighbors", True, 2, 1000),
    "min_dist": ("minDist", False, 0, 1),
    "n_samples": ("nSamples", True, 0, 10_000_000),
    "min_cluster_size": ("minClusterSize", True, 2, 2**31 - 1),
    "min_samples": ("minSamples", True, 1, 2**31 - 1),
    "epsilon": ("epsilon", False, 0, math.inf),
    "seed": ("seed", True, 0, 2**32 - 1),
}
_METRICS = ("euclidean", "cosine")


def check_umap_parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as the wire has them; None is left out.

    Raises:
        RequestError: a value is of the wrong kind or out of range.
    """
    return {_to_wire_name(name): _check(name, value) for name, value in given.items() if value is not None}


def read_umap_parameters(wire: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as ``umap`` takes them; those that the wire alone knows keep their names."""
    names = {wire_name: name for name, (wire_name, *_) in _RANGES.items()}
    return {names.get(name, name): value for name, value in wire.items()}


def _to_wire_name(name: str) -> str:
    return _RANGES[name][0] if name in _RANGES else name


def _check(name: str, value: Any) -> int | float | str:
    if name == "metric":
        if not isinstance(value, str) or value not in _METRICS:
            raise _refuse(name, value, '"euclidean" or "cosine"')
        return value
    _, is_whole, least, most = _RANGES[name]
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    is_fitting = is_number and math.isfinite(value) and least <= value <= most
    if not is_fitting or (is_whole and value != int(value)):
        bounds = f"of at least {least}" if math.isinf(most) else f"from {least:,} to {most:,}"
        raise _refuse(name, value, f"{'a whole number' if is_whole else 'a number'} {bounds}")
    return int(value) if is_whole else float(value)


def _refuse(name: str, value: object, wanted: str) -> RequestError:
    return RequestError(f"Cannot use {value!r:.80} as {name}: it is {wanted}", code="map/invalid")
