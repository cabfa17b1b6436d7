"""``%phoenix``: the commands of the package as a line of a notebook. Importing this costs nothing but itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from .metrics import METRICS

if TYPE_CHECKING:
    import pandas as pd

    from .session import Session

# Pixels of a view, as in ``session.view()``.
_HEIGHT = 1000
# So many names are still read.
_MAX_LISTED = 16
_COMMANDS = {
    "launch": "launch [PRIMARY [REFERENCE [CORPUS]]]   start the app, or show it other data sets (variables)",
    "view": "view [HEIGHT]                           the app in this cell, HEIGHT in pixels",
    "url": "url                                     a link that opens the app in one browser",
    "signals": "signals [METRIC ...]                    what is measured of every dimension, as a table",
    "drift": "drift                                   how far every dimension moved, the farthest first",
    "spans": "spans [FILTER]                          spans as a table, for instance spans span_kind == 'LLM'",
    "traces": "traces [FILTER]                         the traces in this cell; FILTER as in spans",
    "inline": "inline [on | off]                       whether cells that make spans show them in a card",
    "exports": "exports                                 what was exported, newest last",
    "select": "select [ROWS | none]                    the selected rows; or select ROWS (a variable or expression)",
    "status": "status                                  what runs where, with which data",
    "close": "close                                   end the session; exports stay on disk",
    "help": "help                                    this list",
}


def load_ipython_extension(ip: Any) -> None:
    """Adds the ``%phoenix`` line magic and its completions to an IPython shell."""

    def phoenix(line: str = "") -> Any:
        return run(ip, line)

    phoenix.__doc__ = f"jupyterlab-phoenix from a line.\n\n{_usage()}"
    ip.register_magic_function(phoenix, magic_kind="line", magic_name="phoenix")
    ip.set_hook("complete_command", _complete_for(ip), re_key=r"\s*%phoenix\b")


def unload_ipython_extension(ip: Any) -> None:
    """Takes the magic away again."""
    ip.magics_manager.magics["line"].pop("phoenix", None)


def run(ip: Any, line: str) -> Any:
    """Carries out one line; what it returns is shown as the cell's result."""
    command, _, rest = line.strip().partition(" ")
    rest = rest.strip()
    if not command:
        command = "status"
    command = command.lower()
    if command not in _COMMANDS:
        _refuse_word(command)
    return _RUN[command](ip, rest)


def complete(line: str, names: list[str]) -> list[str]:
    """Words that may follow: commands first, then the given names of variables."""
    words = line.split()
    if line.endswith(" ") or not words:
        words.append("")
    typed = words[-1]
    if len(words) <= 2:
        return [word for word in _COMMANDS if word.startswith(typed)]
    command = words[1].lower()
    if command == "select":
        return [word for word in ["none", *names] if word.startswith(typed)]
    if command == "inline":
        return [word for word in ("on", "off") if word.startswith(typed) and len(words) == 3]
    if command == "signals":
        return [name for name in METRICS if name.startswith(typed)]
    if command == "launch" and len(words) <= 5:
        return [name for name in names if name.startswith(typed)]
    return []


def _complete_for(ip: Any) -> Any:
    def complete_line(_: Any, event: Any) -> list[str]:
        line = event.text_until_cursor.lstrip()
        names = [name for name in ip.user_ns if not name.startswith("_") and name not in ip.user_ns_hidden]
        if line.split()[1:2] == ["launch"]:
            names = [name for name in names if type(ip.user_ns[name]).__name__ == "Dataset"]
        return complete(line, names)

    return complete_line


def _launch(ip: Any, rest: str) -> Session:
    from .launch import launch_app

    words = rest.replace(",", " ").split()
    if len(words) > 3:
        _refuse(f"launch takes at most 3 data sets, not {len(words)}: primary, reference and corpus")
    session = launch_app(*(_find_dataset(ip, word) for word in words))
    # People go on with `session`, unless they use that name for something else.
    if isinstance(ip.user_ns.get("session"), (type(None), type(session))):
        ip.user_ns["session"] = session
    return session


def _find_dataset(ip: Any, name: str) -> Any:
    from .dataset import Dataset

    if name == "None":
        return None
    value = ip.user_ns.get(name)
    if isinstance(value, Dataset):
        return value
    known = [key for key, item in ip.user_ns.items() if isinstance(item, Dataset) and not key.startswith("_")]
    if name in ip.user_ns:
        _refuse(f"'{name}' is a {type(value).__name__}, not a Dataset; wrap it in px.Dataset({name}, schema)")
    _refuse(f"There is no data set called '{name}'{_suggest(name, known)}")


def _view(ip: Any, rest: str) -> Any:
    session = _current()
    return session.view(_read_height(rest)) if rest else session.view()


def _read_height(word: str) -> int:
    from .view import check_height

    return check_height(word)


def _signals(ip: Any, rest: str) -> pd.DataFrame:
    return _current().signals(rest.replace(",", " ").split() or None)


def _drift(ip: Any, rest: str) -> pd.DataFrame:
    session = _current()
    if session.state["datasets"]["reference"] is None and session.baseline is None:
        _refuse('There is nothing to compare with: hand over a reference, or set session.baseline = "first week"')
    drift = session.signals(["psi", "js_distance", "euclidean_distance"]).dropna(axis="columns", how="all")
    # PSI and distances of embeddings have different units; each kind is sorted among its own.
    return drift.sort_values([name for name in ("psi", "euclidean_distance") if name in drift], ascending=False)


def _traces(ip: Any, rest: str) -> Any:
    from urllib.parse import urlencode

    # Reads the filter first: a wrong one is told here, not in the app.
    session = _current()
    session.get_spans_dataframe(rest or None, limit=0)
    return session._view_at(f"#/traces?{urlencode({'filter': rest})}" if rest else "#/traces", _HEIGHT)


def _inline(ip: Any, rest: str) -> None:
    session = _current()
    word = rest.lower()
    if word not in ("", "on", "off"):
        _refuse(f"Cannot understand 'inline {rest}': write on or off")
    if word:
        session.inline = word == "on"
    print(f"Cards under cells that make spans are {'on' if session.inline else 'off'}")


def _select(ip: Any, rest: str) -> Any:
    session = _current()
    if not rest:
        return session.selection
    if rest.lower() == "none":
        session.selection = None
        return None
    try:
        rows = eval(compile(rest, "<%phoenix select>", "eval"), ip.user_global_ns, ip.user_ns)
    except SyntaxError:
        _refuse(f"Cannot read '{rest}' as rows: write a variable or an expression")
    except NameError as error:
        _refuse(f"Cannot find the rows: {error}")
    session.selection = rows
    return None


def _status(ip: Any, rest: str) -> None:
    from .launch import active_session

    session = active_session()
    if session is None:
        print("No Phoenix session runs for this kernel: start one with %phoenix launch PRIMARY")
        return
    state = session.state
    print(f'Phoenix session "{session.name}" at {session.address} (id {session.id})')
    for role, summary in state["datasets"].items():
        if summary is not None:
            print(f'  {role:<9} "{summary["name"]}", {summary["rowCount"]:,} rows, {summary["columnCount"]:,} columns')
    embeddings = ", ".join(f'"{found["name"]}"' for found in state["embeddings"])
    if state["datasets"]["primary"] is not None:
        print(f"  embeddings: {embeddings or 'none'}")
    print(f"  spans: {state['spans']['total']:,}; memory: {state['memoryBytes'] / 1e6:,.0f} MB")
    print("  more: %phoenix help")


def _close(ip: Any, rest: str) -> None:
    from .launch import close_app

    close_app()


def _current() -> Session:
    from .launch import active_session, current_session

    session = current_session() or active_session()
    if session is None:
        _refuse("No Phoenix session runs for this kernel: start one with %phoenix launch PRIMARY")
    return session


def _usage() -> str:
    return "\n".join(f"%phoenix {text}" for text in _COMMANDS.values())


def _refuse_word(word: str) -> NoReturn:
    _refuse(f"There is no command '{word}'{_suggest(word, list(_COMMANDS)) or '; see %phoenix help'}")


def _suggest(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(word, known, n=1, cutoff=0.5)
    if nearest:
        return f": did you mean '{nearest[0]}'?"
    return f"; there are {', '.join(known)}" if known and len(known) <= _MAX_LISTED else ""


def _refuse(message: str) -> NoReturn:
    from IPython.core.error import UsageError

    raise UsageError(message)


_RUN = {
    "launch": _launch,
    "view": _view,
    "url": lambda ip, rest: _current().url,
    "signals": _signals,
    "drift": _drift,
    "spans": lambda ip, rest: _current().get_spans_dataframe(rest or None),
    "traces": _traces,
    "inline": _inline,
    "exports": lambda ip, rest: _current().exports,
    "select": _select,
    "status": _status,
    "close": _close,
    "help": lambda ip, rest: print(_usage()),
}
