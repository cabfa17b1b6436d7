import numpy as np
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix.umap_parameters import check_umap_parameters, read_umap_parameters


def test_values_in_range_get_the_names_of_the_wire_and_back():
    given = {"n_components": np.int64(2), "min_dist": 1, "n_neighbors": 5.0, "epsilon": 0.5, "metric": "cosine"}
    wire = check_umap_parameters({**given, "seed": None})
    assert wire == {"nComponents": 2, "minDist": 1, "nNeighbors": 5, "epsilon": 0.5, "metric": "cosine"}
    assert isinstance(wire["nNeighbors"], int)
    assert read_umap_parameters(wire) == given


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"n_components": 4}, "Cannot use 4 as n_components: it is a whole number from 2 to 3"),
        ({"n_neighbors": 1}, "Cannot use 1 as n_neighbors: it is a whole number from 2 to 1,000"),
        ({"n_neighbors": 5.5}, "Cannot use 5.5 as n_neighbors: it is a whole number from 2 to 1,000"),
        ({"n_neighbors": "5"}, "Cannot use '5' as n_neighbors: it is a whole number from 2 to 1,000"),
        ({"n_neighbors": True}, "Cannot use True as n_neighbors: it is a whole number from 2 to 1,000"),
        ({"min_dist": float("nan")}, "Cannot use nan as min_dist: it is a number from 0 to 1"),
        ({"epsilon": -1}, "Cannot use -1 as epsilon: it is a number of at least 0"),
        ({"epsilon": float("inf")}, "Cannot use inf as epsilon: it is a number of at least 0"),
        ({"epsilon": 10**400}, f"Cannot use {'1' + '0' * 79} as epsilon: it is a number of at least 0"),
        ({"seed": -1}, "Cannot use -1 as seed: it is a whole number from 0 to 4,294,967,295"),
        ({"metric": "taxi"}, 'Cannot use \'taxi\' as metric: it is "euclidean" or "cosine"'),
        ({"metric": ["cosine"]}, 'Cannot use [\'cosine\'] as metric: it is "euclidean" or "cosine"'),
    ],
)
def test_other_values_are_one_sentence(given, sentence):
    with pytest.raises(px.RequestError) as caught:
        check_umap_parameters(given)
    assert str(caught.value) == sentence
