import numpy as np
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix.umap_defaults import check_umap_defaults


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        (None, None),
        ({}, None),
        ({"n_samples": 5}, {"nSamples": 5}),
        ({"n_neighbors": "12"}, {"nNeighbors": 12}),
        ({"min_dist": "0.99", "n_samples": 1000.0, "colour": 1}, {"minDist": 0.99, "nSamples": 1000}),
        ({"min_dist": np.float32(0), "n_neighbors": np.int64(5)}, {"minDist": 0, "nNeighbors": 5}),
    ],
)
def test_values_in_range_are_coerced(given, wire):
    assert check_umap_defaults(given) == wire


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"n_neighbors": 4}, "4 as n_neighbors.*from 5 to 100"),
        ({"n_neighbors": 101}, "101"),
        ({"n_samples": 1001}, "1001 as n_samples.*from 1 to 1,000"),
        ({"n_samples": 0}, "0 as n_samples"),
        ({"min_dist": 1}, "1 as min_dist.*from 0 to 0.99"),
        ({"min_dist": None}, "None as min_dist"),
        ({"min_dist": float("nan")}, "nan"),
        ({"n_samples": True}, "True"),
        ({"n_neighbors": 10**400}, "from 5 to 100"),
        ({"n_samples": "many"}, "'many'"),
        ({"n_samples": 7.5}, "whole number"),
        ([5], "a dict is needed"),
    ],
)
def test_other_values_are_one_sentence(given, words):
    with pytest.raises(px.RequestError, match=words):
        check_umap_defaults(given)
