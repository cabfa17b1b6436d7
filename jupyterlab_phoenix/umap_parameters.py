"""Parameters of one projection, in the words of Python and of the wire."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import Any

from .errors import RequestError
from .umap_ranges import PARAMETERS

_METRICS = ("euclidean", "cosine")


def check_umap_parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as the wire has them; None is left out.

    Raises:
        RequestError: a value is of the wrong kind or out of range.
    """
    return {_to_wire_name(name): _check(name, value) for name, value in given.items() if value is not None}


def read_umap_parameters(wire: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as ``umap`` takes them; those that the wire alone knows keep their names."""
    names = {parameter.wire_name: name for name, parameter in PARAMETERS.items()}
    return {names.get(name, name): value for name, value in wire.items()}


def _to_wire_name(name: str) -> str:
    return PARAMETERS[name].wire_name if name in PARAMETERS else name


def _check(name: str, value: Any) -> int | float | str:
    if name == "metric":
        if not isinstance(value, str) or value not in _METRICS:
            raise _refuse(name, value, '"euclidean" or "cosine"')
        return value
    parameter = PARAMETERS[name]
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not is_number or not parameter.fits(value, parameter.bounds):
        raise _refuse(name, value, parameter.describe(parameter.bounds))
    return int(value) if parameter.is_whole else float(value)


def _refuse(name: str, value: object, wanted: str) -> RequestError:
    return RequestError(f"Cannot use {value!r:.80} as {name}: it is {wanted}", code="map/invalid")
