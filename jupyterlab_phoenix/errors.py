"""What goes wrong, one class per kind of fault; each carries the code that the server uses too.

The text of every error is a sentence that names the action, the limit and the value, followed by what to do next. In a
notebook the traceback is left out: the sentence is the whole message.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

# Characters of a filter that are shown around a fault.
_MAX_LINE = 160


class PhoenixWarning(UserWarning):
    """Something in the call or in the data deserves a look; nothing was refused."""


# Cells are run again and again: the second launch says what the first one said. Filters of the user come first.
warnings.simplefilter("always", PhoenixWarning, append=True)


class PhoenixError(Exception):
    """Base of all errors of this package.

    Attributes:
        message: one sentence without a full stop.
        code: stable name of the fault, ``area/what-happened``.
        hint: what to do next, or None.
    """

    default_code = "internal"

    def __init__(self, message: str, *, code: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message

    def _render_traceback_(self) -> list[str]:
        # IPython prints these lines instead of a stack that ends inside this package.
        return [f"{type(self).__name__}: {self}"]


class RequestError(PhoenixError, ValueError):
    """A call that cannot be carried out as it was written: a wrong value, an unknown name."""

    default_code = "request/invalid"


class FilterError(RequestError):
    """A filter that cannot be read; once its text is known, a caret stands under the place.

    Attributes:
        at: offsets ``(from, to)`` into the text, in UTF-16 units; None when the fault has no place.
        text: the filter.
    """

    default_code = "filter/syntax"

    def __init__(
        self, message: str, *, code: str | None = None, hint: str | None = None, at: dict[str, int] | None = None
    ) -> None:
        super().__init__(message, code=code, hint=hint)
        self.at = None if at is None else (at["from"], at["to"])
        self.text = ""

    def __str__(self) -> str:
        sentence = super().__str__()
        if not self.text or self.at is None:
            return sentence
        units = self.text.encode("utf-16-le", "surrogatepass")
        start, end = (len(units[: 2 * place].decode("utf-16-le", "replace")) for place in self.at)
        line_start = self.text.rfind("\n", 0, start) + 1
        line = self.text[line_start:].partition("\n")[0]
        place = start - line_start
        width = max(1, min(end, line_start + len(line)) - start)
        if len(line) > _MAX_LINE:
            # What stands around the place.
            first = max(0, min(place - _MAX_LINE // 2, len(line) - _MAX_LINE))
            cut = line[first : first + _MAX_LINE]
            line = f"{'…' if first > 0 else ''}{cut}{'…' if first + _MAX_LINE < len(line) else ''}"
            place -= first - (first > 0)
            width = max(1, min(width, len(line) - place))
        return f"{sentence}\n  {line}\n  {' ' * place}{'^' * width}"


class LaunchFailed(PhoenixError, RuntimeError):
    """The server did not start: a busy port, a folder that cannot be written, a Node that is too old."""

    default_code = "session/not-started"


class SessionLost(PhoenixError, ConnectionError):
    """The server of the session is gone; ``launch_app()`` brings it back with the same data."""

    default_code = "session/lost"


class StorageError(PhoenixError, OSError):
    """The disk is full or the session's folder cannot be written; nothing is left behind."""

    default_code = "disk/unwritable"


class JobFailed(PhoenixError, RuntimeError):
    """A projection ended with an error."""

    default_code = "internal"


class JobCancelled(PhoenixError):
    """A projection was cancelled before it had a result."""

    default_code = "job/cancelled"


class DatasetError(PhoenixError, ValueError):
    """Data and schema do not fit; ``errors`` has one entry per fault, and the text one line per fault.

    Attributes:
        errors: the faults, in the order they were found; plain ``DatasetFault`` when the server found them.
    """

    default_code = "dataset/invalid"

    def __init__(
        self,
        errors: Sequence[DatasetFault] | Sequence[str] | str,
        *,
        code: str | None = None,
        hint: str | None = None,
    ) -> None:
        listed = [errors] if isinstance(errors, str) else list(errors)
        self.errors = [e if isinstance(e, DatasetFault) else DatasetFault(e) for e in listed]
        super().__init__("\n".join(str(error) for error in self.errors), code=code, hint=hint)


class DatasetFault(ValueError):
    """One fault of a data set: its text is a full sentence."""


class MissingColumns(DatasetFault):
    """The schema names columns that the frame does not have."""


class InvalidColumnType(DatasetFault):
    """A column has a type that its role does not allow."""


class InvalidSchemaError(DatasetFault):
    """The schema contradicts itself."""


class InvalidEmbeddingReservedName(DatasetFault):
    """An embedding is called ``prompt`` or ``response`` while that role is taken."""


class InvalidEmbeddingVectorDataType(DatasetFault):
    """A cell of a vector column is no list or one-dimensional array."""


class InvalidEmbeddingVectorValuesDataType(DatasetFault):
    """A vector has an element that is not a number."""


class EmbeddingVectorSizeMismatch(DatasetFault):
    """A vector has another length than the first one of its column."""


class InvalidEmbeddingVectorSize(DatasetFault):
    """A vector has fewer than two numbers."""
