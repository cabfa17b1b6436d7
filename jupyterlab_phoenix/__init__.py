"""ML observability in the notebook: launch the app on your data, look, lasso, and take the rows back.

import jupyterlab_phoenix as px

session = px.launch_app(primary=px.Dataset(production, schema), reference=px.Dataset(training, schema))
session.view(height=1000)
session.exports[-1]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dataset import Dataset as Dataset
    from .errors import (
        DatasetError as DatasetError,
    )
    from .errors import (
        FilterError as FilterError,
    )
    from .errors import (
        JobCancelled as JobCancelled,
    )
    from .errors import (
        JobFailed as JobFailed,
    )
    from .errors import (
        LaunchFailed as LaunchFailed,
    )
    from .errors import (
        PhoenixError as PhoenixError,
    )
    from .errors import (
        PhoenixWarning as PhoenixWarning,
    )
    from .errors import (
        RequestError as RequestError,
    )
    from .errors import (
        SessionLost as SessionLost,
    )
    from .errors import (
        StorageError as StorageError,
    )
    from .examples import load_example as load_example
    from .launch import active_session as active_session
    from .launch import close_app as close_app
    from .launch import launch_app as launch_app
    from .otel import register as register
    from .schema import (
        EmbeddingColumnNames as EmbeddingColumnNames,
    )
    from .schema import (
        RetrievalEmbeddingColumnNames as RetrievalEmbeddingColumnNames,
    )
    from .schema import (
        Schema as Schema,
    )
    from .session import Session as Session
    from .trace_dataset import TraceDataset as TraceDataset

# Loaded when they are first asked for, so that the import costs next to nothing.
_HOMES = {
    "launch": ("launch_app", "active_session", "close_app"),
    "session": ("Session",),
    "dataset": ("Dataset",),
    "trace_dataset": ("TraceDataset",),
    "otel": ("register",),
    "examples": ("load_example",),
    "schema": ("Schema", "EmbeddingColumnNames", "RetrievalEmbeddingColumnNames"),
    "errors": (
        "PhoenixError",
        "PhoenixWarning",
        "DatasetError",
        "RequestError",
        "FilterError",
        "LaunchFailed",
        "SessionLost",
        "StorageError",
        "JobFailed",
        "JobCancelled",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [*_HOME_OF, "__version__"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _read_version()
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def _read_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("jupyterlab-phoenix")
    except PackageNotFoundError:
        return "0.0.0"


def load_ipython_extension(ipython: Any) -> None:
    """``%load_ext jupyterlab_phoenix`` adds the ``%phoenix`` magic where it is not there yet."""
    from .magic import load_ipython_extension as load

    load(ipython)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-phoenix"}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "jupyterlab_phoenix.serverextension"}]
