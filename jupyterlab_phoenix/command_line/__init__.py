"""``jupyter phoenix``: sessions and the installation, from a terminal. Also ``python -m jupyterlab_phoenix``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .. import __version__
from .complaint import Complaint


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; its exit code is 0, 1 when something is wrong, 2 when the command is."""
    options = _make_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Complaint as complaint:
        print(complaint, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # `jupyter phoenix list | head` is not a failure; nothing more may be written.
        sys.stderr.close()
        return 0


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jupyter phoenix",
        description="Sessions of jupyterlab-phoenix on this machine. A session is started from a notebook: "
        "px.launch_app(…) or %phoenix launch.",
    )
    parser.add_argument("--version", action="version", version=f"jupyterlab-phoenix {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    listing = commands.add_parser("list", help="which sessions run, and where")
    listing.add_argument("--json", action="store_true", help="as JSON, for programs")
    listing.set_defaults(run=_list)

    opening = commands.add_parser("open", help="open the app of a session in the browser")
    opening.add_argument("session", nargs="?", help="id or name; may be left out when there is only one")
    opening.add_argument(
        "--url", action="store_true", help="only print the link, which opens once and within 5 minutes"
    )
    opening.set_defaults(run=_open)

    closing = commands.add_parser("close", help="end sessions; exports, maps and spans stay on disk")
    closing.add_argument("sessions", nargs="*", metavar="session", help="ids or names")
    closing.add_argument("--all", action="store_true", help="every session of this user")
    closing.set_defaults(run=_close)

    doctor = commands.add_parser("doctor", help="check the installation, and say what to do")
    doctor.add_argument("--json", action="store_true", help="as JSON, for programs")
    doctor.set_defaults(run=_doctor)
    return parser


def _list(options: argparse.Namespace) -> int:
    from .list_sessions import list_sessions

    return list_sessions(as_json=options.json)


def _open(options: argparse.Namespace) -> int:
    from .open_session import open_session

    return open_session(options.session, only_print=options.url)


def _close(options: argparse.Namespace) -> int:
    from .close_sessions import close_sessions

    return close_sessions(options.sessions, close_all=options.all)


def _doctor(options: argparse.Namespace) -> int:
    from .doctor import examine

    return examine(as_json=options.json)
