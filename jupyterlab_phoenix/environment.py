"""Where this code runs: which kernel, which notebook, and how a browser reaches a port of this machine."""

from __future__ import annotations

import json
import os
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import RequestError

ENVIRONMENTS = ("local", "colab", "sagemaker", "databricks")
_SAGEMAKER_METADATA = Path("/opt/ml/metadata/resource-metadata.json")

_process_id: tuple[int, str] | None = None


@dataclass(frozen=True)
class Kernel:
    """The kernel that runs this code; a plain Python process counts as one that has no notebook."""

    id: str
    pid: int
    notebook: str
    """Absolute path as Jupyter gives it to the kernel; empty when there is none."""
    name: str
    """What people call the session: the name of the notebook, or of the script, without its ending."""


def find_kernel() -> Kernel:
    """The kernel this is called from."""
    notebook = os.environ.get("JPY_SESSION_NAME") or str(user_namespace().get("__vsc_ipynb_file__") or "")
    name = Path(notebook or _find_script()).stem
    return Kernel(_find_kernel_id(), os.getpid(), notebook, name or "Python")


def _find_script() -> str:
    """The file that Python was started with; empty in a kernel, at a prompt, and for ``python -m``."""
    path = str(getattr(sys.modules.get("__main__"), "__file__", None) or "")
    return "" if is_in_kernel() or Path(path).name == "__main__.py" else path


def find_shell() -> Any:
    """The running IPython shell, or None."""
    # Nobody can be inside IPython without it being loaded.
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def user_namespace() -> dict[str, Any]:
    """The variables of the notebook; empty outside IPython."""
    shell = find_shell()
    return {} if shell is None else shell.user_ns


def is_in_kernel() -> bool:
    """Whether output goes to a notebook or console of Jupyter, not to a terminal."""
    return getattr(find_shell(), "kernel", None) is not None


def is_in_vs_code() -> bool:
    """Whether the notebook is shown by VS Code, which reaches ports of this machine but not Jupyter's own pages."""
    is_named = "__vsc_ipynb_file__" in user_namespace()
    return is_named or ("VSCODE_PID" in os.environ and "JPY_SESSION_NAME" not in os.environ and is_in_kernel())


def find_environment(given: object = None) -> str:
    """One of ``local``, ``colab``, ``sagemaker``, ``databricks``.

    ``given`` wins over ``$PHOENIX_NOTEBOOK_ENV``, which wins over what is found. Raises RequestError for
    any other word.
    """
    chosen = given if given is not None else os.environ.get("PHOENIX_NOTEBOOK_ENV") or None
    if chosen is not None:
        word = str(getattr(chosen, "value", chosen)).lower()
        if word not in ENVIRONMENTS:
            source = "notebook_environment" if given is not None else "PHOENIX_NOTEBOOK_ENV"
            raise RequestError(
                f"Cannot use {word!r:.80} as {source}: it is one of {', '.join(ENVIRONMENTS)}",
                code="environment/unknown",
            )
        return word
    if user_namespace().get("dbutils") is not None:
        return "databricks"
    if find_shell() is not None and "google.colab" in sys.modules:
        return "colab"
    if find_shell() is not None and _SAGEMAKER_METADATA.is_file():
        return "sagemaker"
    return "local"


def find_address(environment: str, url: str, port: int) -> str:
    """Where a browser finds this port: ``url`` on this machine, elsewhere the proxy; ends in ``/``."""
    if environment == "colab":
        from google.colab.output import eval_js

        return _with_slash(str(eval_js(f"google.colab.kernel.proxyPort({port}, {{'cache': true}})")))
    if environment == "sagemaker":
        arn = json.loads(_SAGEMAKER_METADATA.read_text())["ResourceArn"].split(":")
        return f"https://{arn[5].split('/')[-1]}.notebook.{arn[3]}.sagemaker.aws/proxy/{port}/"
    if environment == "databricks":
        tags = json.loads(
            user_namespace()["dbutils"].notebook.entry_point.getDbutils().notebook().getContext().toJson()
        )["tags"]
        return f"https://{tags['browserHostName']}/driver-proxy/o/{tags['orgId']}/{tags['clusterId']}/{port}/"
    return _with_slash(url)


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _find_kernel_id() -> str:
    if is_in_kernel() and "ipykernel" in sys.modules:
        from ipykernel.connect import get_connection_file

        try:
            stem = Path(get_connection_file()).stem
        except RuntimeError:
            stem = ""
        if stem:
            return stem.removeprefix("kernel-")
    return _own_id()


def _own_id() -> str:
    """An id for this process: a fork gets its own."""
    global _process_id
    if _process_id is None or _process_id[0] != os.getpid():
        _process_id = (os.getpid(), f"python-{os.getpid()}-{uuid.uuid4().hex[:8]}")
    return _process_id[1]
