"""Between which numbers parameters of a map lie (``MAP_RANGES`` and ``FIRST_RANGES`` of ``src/contract/map.ts``)."""

from __future__ import annotations

import sys
from typing import NamedTuple

Bounds = tuple[float, float]


class Parameter(NamedTuple):
    """Both ends of its bounds are inclusive."""

    wire_name: str
    is_whole: bool
    bounds: Bounds
    #: As a first value of the map's form, where it can be one.
    first_bounds: Bounds | None = None

    def fits(self, number: float, bounds: Bounds) -> bool:
        """Whether a projection, or the form, can take the number."""
        least, most = bounds
        return least <= number <= most and (not self.is_whole or number == int(number))

    def describe(self, bounds: Bounds) -> str:
        """What is wanted: ``a whole number from 5 to 100``."""
        least, most = bounds
        ends = f"of at least {least}" if most == sys.float_info.max else f"from {least:,} to {most:,}"
        return f"{'a whole number' if self.is_whole else 'a number'} {ends}"


PARAMETERS = {
    "n_components": Parameter("nComponents", True, (2, 3)),
    "n_neighbors": Parameter("nNeighbors", True, (2, 1000), (5, 100)),
    "min_dist": Parameter("minDist", False, (0, 1), (0, 0.99)),
    "n_samples": Parameter("nSamples", True, (0, 10_000_000), (1, 1000)),
    "min_cluster_size": Parameter("minClusterSize", True, (2, 2**31 - 1)),
    "min_samples": Parameter("minSamples", True, (1, 2**31 - 1)),
    "epsilon": Parameter("epsilon", False, (0, sys.float_info.max)),
    "seed": Parameter("seed", True, (0, 2**32 - 1)),
}
