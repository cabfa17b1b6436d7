"""Example data that come along: small, real, and about something that went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, overload

from .nearest import unknown
from .schema import EmbeddingColumnNames, RetrievalEmbeddingColumnNames, Schema

if TYPE_CHECKING:
    from .dataset import Dataset

# What people read in the app, by role.
_DATASET_NAMES = {"primary": "production", "reference": "training", "corpus": "knowledge_base"}


@dataclass(frozen=True)
class _Entry:
    summary: str
    description: str
    schema: Schema
    corpus: Schema | None = None

    @property
    def roles(self) -> list[str]:
        return ["primary", "reference"] if self.corpus is None else ["primary", "reference", "corpus"]


_ENTRIES = {
    "tumor_classification": _Entry(
        summary="a classifier whose input is enlarged at one lab",
        description="""A logistic regression tells malignant from benign breast tumors by 30 measurements of
their cell nuclei. Production runs from 1 September to 5 October 2025 at three labs. From 22 September on, the
magnification changer of the microscope at lab "west" stays at 1.5: radius, perimeter and area come out too
large, and benign samples are called malignant.

Real: the measurements and the pathology (Breast Cancer Wisconsin (Diagnostic), W. Wolberg, N. Street, O.
Mangasarian, UCI Machine Learning Repository, CC BY 4.0, as it comes with scikit-learn), the model, its
predictions and scores; those of training are out of fold. Made up: times, labs, and the enlargement.""",
        schema=Schema(
            prediction_id_column_name="sample",
            timestamp_column_name="time",
            prediction_label_column_name="diagnosis",
            prediction_score_column_name="malignant_score",
            actual_label_column_name="pathology",
            tag_column_names=["lab"],
            embedding_feature_column_names={"nuclei": EmbeddingColumnNames("nuclei")},
        ),
    ),
    "diabetes_regression": _Entry(
        summary="a regression model that one clinic feeds in another unit",
        description="""A ridge regression predicts how far diabetes will have progressed a year later, from
age, sex, body mass index, blood pressure and six blood values. Production runs from 1 September to 5 October
2025 at four clinics. From 22 September on, clinic "east" sends blood pressure in kilopascals instead of
millimeters of mercury, and its predictions come out far too low.

Real: the patients (B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, "Least Angle Regression", 2004;
redistributed by scikit-learn, BSD-3-Clause, the source names no terms of its own), the model and its
predictions; those of training are out of fold. Made up: times, clinics, and the change of unit.""",
        schema=Schema(
            prediction_id_column_name="patient",
            timestamp_column_name="time",
            prediction_score_column_name="predicted_progression",
            actual_score_column_name="progression",
            tag_column_names=["clinic"],
        ),
    ),
    "handbook_retrieval": _Entry(
        summary="a search over a handbook that begins to be asked about other things",
        description="""A retriever answers questions from the 50 passages of a small handbook of model
monitoring. From 22 September 2025 on, people also ask about privacy, deployment and licenses, of which the
handbook says nothing.

Real: the vectors (latent semantic analysis of all texts: TF-IDF of words and pairs of words, 64 components,
length one), the four passages retrieved by cosine for every question, and the responses, which are the sentence
of these passages nearest to the question; no language model is involved. "relevance" is 1 where the author of a
question had that passage in mind. Made up: the questions, written along with the handbook for this package
(BSD-3-Clause, as everything in it), and the times.""",
        schema=Schema(
            prediction_id_column_name="id",
            timestamp_column_name="time",
            prompt_column_names=RetrievalEmbeddingColumnNames(
                vector_column_name="question_vector",
                raw_data_column_name="question",
                context_retrieval_ids_column_name="retrieved",
                context_retrieval_scores_column_name="relevance",
            ),
            response_column_names="response",
            tag_column_names=["similarity", "words", "section"],
        ),
        corpus=Schema(
            prediction_id_column_name="id",
            document_column_names=EmbeddingColumnNames(vector_column_name="vector", raw_data_column_name="text"),
            tag_column_names=["section", "title"],
        ),
    ),
}


class Example(Mapping[str, "Dataset | None"]):
    """The data sets of one example: ``px.launch_app(**example)``, or by name, ``example.primary``.

    Attributes:
        name: what ``load_example`` was asked for.
        description: what happens in it, what of it is real, where it comes from and under which terms.
        primary, reference, corpus: the data sets; ``corpus`` is None where there is none.
    """

    def __init__(self, name: str, description: str, datasets: dict[str, Dataset | None]) -> None:
        self.name = name
        self.description = description
        self._datasets = datasets

    @property
    def primary(self) -> Dataset:
        """What the model met in production."""
        return self._given("primary")

    @property
    def reference(self) -> Dataset:
        """What it is compared with."""
        return self._given("reference")

    @property
    def corpus(self) -> Dataset | None:
        """The documents that a retriever searches, or None."""
        return self._datasets["corpus"]

    def __getitem__(self, role: str) -> Dataset | None:
        return self._datasets[role]

    def __iter__(self) -> Iterator[str]:
        return iter(self._datasets)

    def __len__(self) -> int:
        return len(self._datasets)

    def __repr__(self) -> str:
        from .dataset import describe

        parts = [f"{role:<9} {describe(given)}" for role, given in self._datasets.items() if given is not None]
        return "\n".join([f'Example "{self.name}"', *parts, "", self.description])

    def _given(self, role: str) -> Dataset:
        dataset = self._datasets[role]
        assert dataset is not None
        return dataset


class ExampleList(Sequence[str]):
    """Names of the examples; its text is a small table."""

    @overload
    def __getitem__(self, key: int) -> str: ...
    @overload
    def __getitem__(self, key: slice) -> list[str]: ...
    def __getitem__(self, key: int | slice) -> str | list[str]:
        return list(_ENTRIES)[key]

    def __len__(self) -> int:
        return len(_ENTRIES)

    def __repr__(self) -> str:
        width = max(map(len, _ENTRIES))
        lines = [f"{name:<{width}}  {entry.summary}" for name, entry in _ENTRIES.items()]
        return "\n".join([*lines, f'Load one: px.load_example("{next(iter(_ENTRIES))}")'])


@overload
def load_example() -> ExampleList: ...
@overload
def load_example(name: str) -> Example: ...
def load_example(name: str | None = None) -> Example | ExampleList:
    """An example that comes with the package; nothing is downloaded. Without a name: which ones there are.

    Args:
        name: ``tumor_classification``, ``diabetes_regression`` or ``handbook_retrieval``.

    Returns:
        The data sets, ready for ``px.launch_app(**px.load_example(name))``; their ``dataframe`` is one of pandas.

    Raises:
        RequestError: no example has this name.
    """
    if name is None:
        return ExampleList()
    if name not in _ENTRIES:
        raise unknown("example", name, list(_ENTRIES), code="request/invalid")
    entry = _ENTRIES[name]
    datasets = {role: _read(name, role, entry) if role in entry.roles else None for role in _DATASET_NAMES}
    return Example(name, entry.description, datasets)


def _read(name: str, role: str, entry: _Entry) -> Dataset:
    import pyarrow.parquet as pq

    from .dataset import Dataset

    file: Any = resources.files(__package__) / "examples_data" / f"{name}-{role}.parquet"
    with file.open("rb") as content:
        frame = pq.read_table(content).to_pandas()
    schema = entry.corpus if role == "corpus" else entry.schema
    return Dataset(frame, schema, name=_DATASET_NAMES[role])
