"""Two people on a JupyterHub: each has sessions, and nobody reaches those of the other."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from jupyterlab_phoenix import discovery, spawn
from jupyterlab_phoenix.discovery import Record
from jupyterlab_phoenix.tests.hub_process import Hub, Person


class Scene(NamedTuple):
    hub: Hub
    ada: Person
    bob: Person
    session: Record
    """Ada's."""
    mount: str
    """Where her server has it."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("hub")
    with Hub(folder) as hub:
        ada, bob = Person(hub, "ada"), Person(hub, "bob")
        with ThreadPoolExecutor() as pool:
            for started in [pool.submit(person.start_server) for person in (ada, bob)]:
                started.result()
        body = {"kernel_id": "k1", "notebook": "shop.ipynb"}
        status, answer = ada.ask("POST", "/user/ada/phoenix/v1/servers", body)
        assert status == 201, answer
        record = discovery.read_record(discovery.record_path(json.loads(answer)["id"], hub.runtime_dir("ada")))
        assert record is not None
        yield Scene(hub, ada, bob, record, f"/user/ada/phoenix/proxy/{record.id}")
        _close_all(hub.runtime_dir("ada"))
        _close_all(hub.runtime_dir("bob"))


def _close_all(runtime_dir: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_RUNTIME_DIR", str(runtime_dir))
        for record in discovery.read_records():
            spawn.close_session(record)


def test_a_session_works_below_its_owners_path(scene: Scene) -> None:
    status, page = scene.ada.ask("GET", f"{scene.mount}/")
    assert status == 200
    assert b'<div id="root"' in page
    assert b'src="/' not in page
    assert b'href="/' not in page
    status, state = scene.ada.ask("GET", f"{scene.mount}/api/session")
    assert (status, json.loads(state)["id"]) == (200, scene.session.id)
    # Writing needs the token of the page's scripts, or the word of the browser that they ask.
    assert scene.ada.ask("PUT", f"{scene.mount}/api/selection", b"{}")[0] == 403
    assert scene.ada.ask("PUT", f"{scene.mount}/api/selection", {})[0] == 400
    assert not any(name.startswith("phoenix-") for name in scene.ada.cookie_names())


def test_events_pass_the_proxy_of_the_hub_as_they_come(scene: Scene) -> None:
    status, stream = scene.ada.open("GET", f"{scene.mount}/api/events", headers={"Accept": "text/event-stream"})
    with stream:
        assert (status, stream.headers["Content-Type"]) == (200, "text/event-stream")
        assert stream.readline().startswith((b"event:", b"retry:", b":", b"data:", b"id:"))


@pytest.mark.parametrize(
    "path", ["/v1/servers", "/v1/info", "/proxy/{id}/", "/proxy/{id}/api/session", "/proxy/{id}/ws/x"]
)
def test_nobody_reaches_the_session_of_somebody_else(scene: Scene, path: str) -> None:
    path = path.format(id=scene.session.id)
    for method, body in (("GET", None), ("POST", {}), ("DELETE", None)):
        # A web socket knows one method.
        allowed = (403, 405) if path.endswith("/ws/x") and method != "GET" else (403,)
        for sender in ("same-origin", "none"):
            status, answer = scene.bob.ask(method, f"/user/ada/phoenix{path}", body, {"Sec-Fetch-Site": sender})
            assert status in allowed, (method, path, status)
            assert scene.session.token.encode() not in answer
    # His own server knows nothing of her sessions.
    status, answer = scene.bob.ask("GET", "/user/bob/phoenix/v1/servers")
    assert (status, json.loads(answer)) == (200, [])
    if "/proxy/" in path:
        assert scene.bob.ask("GET", f"/user/bob/phoenix{path}")[0] in (400, 404)


def test_the_port_itself_is_closed_to_who_has_no_token(scene: Scene) -> None:
    for path in ("", "api/session", "api/exports"):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(scene.session.url + path)
        assert refusal.value.code == 401


def test_a_session_outlives_the_server_of_its_owner(scene: Scene) -> None:
    """What her next server lists is what it finds in her runtime folder, as on any machine."""
    status, _ = scene.ada.ask("DELETE", "/hub/api/users/ada/server", {})
    assert status in (202, 204)
    assert scene.ada.ask("GET", "/user/ada/phoenix/v1/servers")[0] != 200
    assert discovery.is_healthy(scene.session, timeout=5)
