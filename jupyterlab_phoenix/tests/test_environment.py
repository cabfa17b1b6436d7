from __future__ import annotations

import json
import os
import subprocess
import sys
import types

import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix import environment


class Shell:
    def __init__(self, **names):
        self.user_ns = names


@pytest.fixture
def shell(monkeypatch):
    """Puts a shell with these variables in IPython's place."""

    def use(**names):
        ipython = types.ModuleType("IPython")
        ipython.get_ipython = lambda: Shell(**names)
        monkeypatch.setitem(sys.modules, "IPython", ipython)

    monkeypatch.delenv("PHOENIX_NOTEBOOK_ENV", raising=False)
    return use


def test_outside_of_hosts_it_is_local(shell):
    shell()
    assert environment.find_environment() == "local"
    assert environment.find_address("local", "http://127.0.0.1:6006", 6006) == "http://127.0.0.1:6006/"


def test_the_argument_wins_over_the_variable(shell, monkeypatch):
    monkeypatch.setenv("PHOENIX_NOTEBOOK_ENV", "Databricks")
    assert environment.find_environment() == "databricks"
    assert environment.find_environment("COLAB") == "colab"
    with pytest.raises(px.RequestError, match="'moon' as notebook_environment"):
        environment.find_environment("moon")


def test_databricks_is_known_by_its_tools(shell):
    shell(dbutils=None)
    assert environment.find_environment() == "local"
    tags = {"browserHostName": "host", "orgId": "1", "clusterId": "c"}
    context = types.SimpleNamespace(toJson=lambda: json.dumps({"tags": tags}))
    notebook = types.SimpleNamespace(getContext=lambda: context)
    tools = types.SimpleNamespace(notebook=lambda: notebook)
    entry_point = types.SimpleNamespace(getDbutils=lambda: tools)
    shell(dbutils=types.SimpleNamespace(notebook=types.SimpleNamespace(entry_point=entry_point)))
    assert environment.find_environment() == "databricks"
    assert environment.find_address("databricks", "", 6006) == "https://host/driver-proxy/o/1/c/6006/"


def test_sagemaker_is_known_by_its_metadata(shell, monkeypatch, tmp_path):
    metadata = tmp_path / "resource-metadata.json"
    monkeypatch.setattr(environment, "_SAGEMAKER_METADATA", metadata)
    metadata.write_text(json.dumps({"ResourceArn": "arn:aws:sagemaker:eu-west-1:42:notebook-instance/mine"}))
    shell()
    assert environment.find_environment() == "sagemaker"
    address = environment.find_address("sagemaker", "", 6006)
    assert address == "https://mine.notebook.eu-west-1.sagemaker.aws/proxy/6006/"


def test_a_notebook_names_its_kernel(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/me/Drift of May.ipynb")
    kernel = environment.find_kernel()
    assert (kernel.notebook, kernel.name, kernel.pid) == ("/home/me/Drift of May.ipynb", "Drift of May", os.getpid())
    assert kernel.id == environment.find_kernel().id
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert environment.find_kernel().name == "Python"


@pytest.mark.parametrize(("arguments", "name"), [(["train model.py"], "train model"), (["-m", "tool"], "Python")])
def test_a_script_names_its_session(tmp_path, arguments, name):
    words = "from jupyterlab_phoenix.environment import find_kernel\nprint(find_kernel().name)\n"
    (tmp_path / "train model.py").write_text(words)
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "__main__.py").write_text(words)
    quiet = {name: text for name, text in os.environ.items() if name != "JPY_SESSION_NAME"}
    command = [sys.executable, *arguments]
    found = subprocess.run(command, cwd=tmp_path, env=quiet, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == name


def test_vs_code_tells_the_notebook(shell, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    shell(__vsc_ipynb_file__="/home/me/a.ipynb")
    assert environment.find_kernel().notebook == "/home/me/a.ipynb"
    assert environment.is_in_vs_code()
