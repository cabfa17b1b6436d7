"""Launch defaults of the map."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from .errors import RequestError
from .umap_ranges import PARAMETERS, Bounds, Parameter


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
    for name, parameter in PARAMETERS.items():
        if parameter.first_bounds is not None and name in given:
            wire[parameter.wire_name] = _check(name, given[name], parameter, parameter.first_bounds)
    return wire or None


def _check(name: str, value: object, parameter: Parameter, bounds: Bounds) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool) or not parameter.fits(number, bounds):
        wanted = parameter.describe(bounds)
        raise RequestError(
            f"Cannot use {value!r:.40} as {name} of default_umap_parameters: it is {wanted}", code="umap/invalid"
        )
    return int(number) if parameter.is_whole else number
