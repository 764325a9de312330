"""A pass over one FASTQ file, which checks the rules for its records. Blocking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from typing import Protocol

from .._util.inflate import GZIP, InflateError, Inflater
from ..errors import shown
from .fastq_names import FastqProblem, FastqRule, FastqSource

_PIECE = 1 << 18  # bytes of the file that are read in one call
_TEXT = 1 << 16  # bytes of text that are checked in one go
_MAX_RECORD = 1 << 22  # bytes; the reads of Illumina's instruments have some hundred bases
_LINES = 4  # of a record
_MAGIC = b"\x1f\x8b"
_BASES = rb"[ACGTN]+(?:\+r?[ACGTN]+)?"
_FORM = "@Instrument:RunID:FlowCellID:Lane:Tile:X:Y[:UMI] ReadNum:FilterFlag:0:SampleNumber"
_NAME = (
    rb"(?P<run>@[^\s:]+:[0-9]+:[^\s:]+:(?P<lane>%b):)[0-9]+:[0-9]+:[0-9]+(?P<end>(?::r?" + _BASES + rb")?"
    rb" (?P<read>%b):(?P<filter>%b):0:(?:[0-9]+|" + _BASES + rb"))"
)
_ANY_NAME = re.compile(_NAME % (b"[0-9]+", b"[0-9]", b"[YN]"))
_GAPS = (b"::", b":\n", b"\n:")  # where a number is missing
_ALLOW = "allow invalid read names to send it all the same"


class StopFlag(Protocol):
    """A flag that is set to stop, such as a `threading.Event`."""

    def is_set(self) -> bool:
        """Return whether to stop."""
        ...


class FastqScan:
    """A pass over a FASTQ file in bounded memory, and what it finds.

    Each rule is told of once, with the first line that breaks it.

    Args:
        source: The file.
        limit: Records to look at; None for all, and for the checksums of gzip.
        check_names: Whether the names of reads must be those of Illumina's instruments.
        stop: Asked now and then whether to stop.
        on_read: Called with the number of bytes after each piece of the file.

    Attributes:
        source: The file.
        problems: The rules that it breaks.
        reads: Records so far.
        max_length: Bases of the longest read so far.
        is_whole: Whether all of the file was read, and nothing is wrong with its structure.
    """

    def __init__(
        self,
        source: FastqSource,
        *,
        limit: int | None,
        check_names: bool,
        stop: StopFlag | None = None,
        on_read: Callable[[int], object] | None = None,
    ) -> None:
        self.source = source
        self.problems: list[FastqProblem] = []
        self.reads = 0
        self.max_length = 0
        self.is_whole = False
        self._limit = limit
        self._stop = stop
        self._on_read = on_read
        self._checks_names = check_names
        self._checks_qualities = True
        read, lane = source.parsed.read, source.parsed.lane
        number = read[1:].encode() if read[0] == "R" else b"[0-9]"
        name = _NAME % (b"%d" % (lane or 0), number, b"N")
        self._name = re.compile(name)
        # Possessive, so that the matcher remembers nothing of the names before.
        self._names = re.compile(b"(?>" + name + b"\n)*+")

    def names(self) -> Iterator[list[bytes]]:
        """Yield the first lines of the records, in lists of some thousand, and note problems meanwhile.

        Raises:
            CancelledError: If it was to stop.
        """
        try:
            yield from self._records()
        except OSError as error:
            self._note(None, "file", f"cannot be read: {error.strerror or error}")
        except InflateError as error:
            detail = f" ({error.detail})" if error.detail else ""
            self._note(None, "gzip", f"is not whole: its gzip data {_problem(error)}{detail}; compress it again")

    def _records(self) -> Iterator[list[bytes]]:
        left = b""
        for text in self._inflated():
            lines = (left + text).split(b"\n")
            count = (len(lines) - 1) // _LINES
            if self._limit is not None:
                count = min(count, self._limit - self.reads)
            left = b"\n".join(lines[count * _LINES :])
            names = lines[0 : count * _LINES : _LINES]
            if not self._check(lines[: count * _LINES], names):
                return
            yield names
            if self.reads == self._limit:
                return
            if len(left) > _MAX_RECORD:
                self._note(self._line(0), "record", f"a record has more than {_MAX_RECORD >> 20} MiB; this is no FASTQ")
                return
        if left:
            lines = left.removesuffix(b"\n").split(b"\n")
            if not self._is_record(lines) or not self._check(lines, lines[:1]):
                return
            yield lines[:1]
        self.is_whole = True

    def _is_record(self, lines: list[bytes]) -> bool:
        """Return whether the last lines of the file are a record without an end of line."""
        if len(lines) == _LINES:
            return True
        if any(lines):
            message = f"the file ends within a record, which has only {len(lines)} of its {_LINES} lines"
        else:
            message = "empty lines follow the last record; remove them"
        self._note(self._line(len(lines) - 1), "record", message)
        return False

    def _inflated(self) -> Iterator[bytes]:
        inflater = Inflater(GZIP, padded=True)
        with self.source.path.open("rb") as stream:
            is_first = True
            while piece := stream.read(_PIECE):
                if is_first and not piece.startswith(_MAGIC):
                    raise InflateError("does not begin as gzip does")
                is_first = False
                inflater.feed(piece)
                yield from self._texts(inflater)
                if self._on_read is not None:
                    self._on_read(len(piece))
        if is_first:
            raise InflateError("is missing: the file is empty")
        inflater.end()

    def _texts(self, inflater: Inflater) -> Iterator[bytes]:
        while not inflater.exhausted:
            if self._stop is not None and self._stop.is_set():
                raise CancelledError
            if text := inflater.take(_TEXT):
                yield text

    def _check(self, lines: list[bytes], names: list[bytes]) -> bool:
        """Check whole records, and return whether their structure is right."""
        bases, pluses = lines[1::_LINES], lines[2::_LINES]
        text = b"\n".join([*names, b""])
        framed = text.count(b"\n@") == len(names) - 1 and text.startswith(b"@") and b"\r" not in text
        if names and not (framed and (pluses.count(b"+") == len(pluses) or all(map(_is_plus, pluses)))):
            self._note_structure(names, pluses)
            return False
        lengths = list(map(len, bases))
        if self._checks_qualities and lengths != list(map(len, lines[3::_LINES])):
            self._checks_qualities = False
            self._note_qualities(lengths, lines[3::_LINES])
        if self._checks_names and not self._are_names(names, text):
            self._checks_names = not self._note_names(names)  # the others mostly break the same rule
        self.max_length = max(self.max_length, *lengths) if lengths else self.max_length
        self.reads += len(names)
        return True

    def _are_names(self, names: list[bytes], text: bytes) -> bool:
        """Whether all names are right; the names of a lane mostly differ in three numbers only, and that is fast."""
        first = self._name.fullmatch(names[0]) if names else None
        if first is None:
            return not names
        run, end = first["run"], first["end"]
        ended = text.replace(end + b"\n", b"\n")
        left = ended.replace(run, b"")
        removed = len(text) - len(ended), len(ended) - len(left)
        is_alike = removed == (len(names) * len(end), len(names) * len(run))
        is_numeric = is_alike and left.translate(None, b"0123456789") == b"::\n" * len(names)
        if is_numeric and not (left.startswith(b":") or any(gap in left for gap in _GAPS)):
            return True
        return self._names.fullmatch(text) is not None

    def _note(self, line: int | None, rule: FastqRule, message: str) -> None:
        self.problems.append(FastqProblem(self.source.path, line, rule, message))

    def _line(self, offset: int) -> int:
        """Return the number of a line that follows so many after the checked records."""
        return self.reads * _LINES + offset + 1

    def _note_structure(self, names: list[bytes], pluses: list[bytes]) -> None:
        for offset, (name, plus) in enumerate(zip(names, pluses, strict=True)):
            line = self._line(offset * _LINES)
            if name.endswith(b"\r"):
                self._note(line, "record", "lines end in CR and LF, as on Windows; write them with LF alone")
                return
            if not name.startswith(b"@") or b"\r" in name:
                self._note(line, "record", f"a record begins with @, and not with {_quoted(name)}")
                return
            if not _is_plus(plus):
                self._note(
                    line + 2, "record", f"the third line of a record begins with +, and not with {_quoted(plus)}"
                )
                return

    def _note_qualities(self, lengths: list[int], qualities: list[bytes]) -> None:
        for offset, (length, quality) in enumerate(zip(lengths, qualities, strict=True)):
            if length != len(quality):
                line = self._line(offset * _LINES + 3)
                self._note(
                    line, "quality-count", f"{length} bases have {len(quality)} qualities; there is one for each"
                )
                return

    def _note_names(self, names: list[bytes]) -> bool:
        """Note the first name that breaks each rule for names, and return whether there is one."""
        noted: set[FastqRule] = set()
        for offset, name in enumerate(names):
            for rule, message in self._problems_of_name(name):
                if rule not in noted:
                    noted.add(rule)
                    self._note(self._line(offset * _LINES), rule, message)
        return bool(noted)

    def _problems_of_name(self, name: bytes) -> Iterator[tuple[FastqRule, str]]:
        match = _ANY_NAME.fullmatch(name)
        if match is None:
            yield "read-name", f"the name of the read, {_quoted(name)}, is not {_FORM}; {_ALLOW}"
            return
        parsed = self.source.parsed
        if int(match["lane"]) != parsed.lane:
            lanes = f"lane {int(match['lane'])}, and the file of lane {parsed.lane}"
            yield "lane", f"the read is of {lanes}; rename the file, or {_ALLOW}"
        if parsed.read[0] == "R" and match["read"] != parsed.read[1:].encode():
            yield "read-number", f"a read {match['read'].decode()} is in a file of {parsed.read}; rename the file"
        if match["filter"] != b"N":
            yield "filter", f"the read has not passed the filter ({_quoted(name)}); leave such reads out"


def _is_plus(line: bytes) -> bool:
    return line.startswith(b"+")


def _problem(error: InflateError) -> str:
    return str(error).replace("it is corrupt", "is corrupt").replace("it broke off", "breaks off")


def _quoted(line: bytes) -> str:
    return shown(line.decode("ascii", "backslashreplace"))
