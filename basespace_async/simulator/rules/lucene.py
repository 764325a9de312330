"""Queries in the simple part of Lucene's language: terms, phrases, fields, groups, AND, OR and NOT."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from ..errors import ServerFailure

Matches = Callable[[Mapping[str, Any]], bool]
_SPECIAL = r"\s\"()\[\]{}^~:\\/&|!"
_TOKEN = re.compile(
    r"\s*(?:(?P<paren>[()])"
    r"|(?P<both>&&|AND(?=[\s(]|$))|(?P<either>\|\||OR(?=[\s(]|$))|(?P<sign>[!+-]|NOT(?=[\s(]|$))"
    r"|(?P<field>[\w.]+):"
    r'|"(?P<phrase>(?:[^"\\]|\\.)*)"'
    rf"|(?P<term>(?:[^{_SPECIAL}+-]|\\.)(?:[^{_SPECIAL}]|\\.)*))"
)
_WORD = re.compile(r"\w+")
_FIELDS = ("name", "experimentname", "id")


def parse_query(text: str) -> Matches:
    r"""Return whether a resource, as it is serialized, matches a query.

    Letters of any case match. A phrase matches where its words follow each other, so that near matches are found, too.

    Raises:
        ServerFailure: If it is no query: a special character that is not escaped, say. The service fails then (client).
    """
    tokens, position = [], 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            raise ServerFailure
        tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
        position = match.end()
    return _Parser(tokens).query()


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens[::-1]  # the next one is the last

    def query(self) -> Matches:
        matches = self._alternatives(_FIELDS)
        if self._tokens:
            raise ServerFailure
        return matches

    def _next(self, *kinds: str, text: str | None = None) -> str | None:
        if self._tokens and self._tokens[-1][0] in kinds and text in (None, self._tokens[-1][1]):
            return self._tokens.pop()[1]
        return None

    def _alternatives(self, fields: tuple[str, ...]) -> Matches:
        """Parse what OR, or a space, separates."""
        choices = [self._conjunction(fields)]
        while self._tokens and self._tokens[-1] != ("paren", ")"):
            self._next("either")
            choices.append(self._conjunction(fields))
        return lambda view: any(choice(view) for choice in choices)

    def _conjunction(self, fields: tuple[str, ...]) -> Matches:
        parts = [self._clause(fields)]
        while self._next("both") is not None:
            parts.append(self._clause(fields))
        return lambda view: all(part(view) for part in parts)

    def _clause(self, fields: tuple[str, ...]) -> Matches:
        sign, field = self._next("sign"), self._next("field")
        names = fields if field is None else (field.lower().rpartition(".")[2],)
        if self._next("paren", text="(") is not None:
            matches = self._alternatives(names)
            if self._next("paren", text=")") is None:
                raise ServerFailure
        else:
            matches = self._value(names)
        return matches if sign in (None, "+") else lambda view: not matches(view)

    def _value(self, names: tuple[str, ...]) -> Matches:
        phrase, term = self._next("phrase"), self._next("term")
        if phrase is None and term is None:
            raise ServerFailure
        admits = _phrase(phrase) if phrase is not None else _pattern(term or "")
        return lambda view: any(admits(str(value).lower()) for name, value in view.items() if name.lower() in names)


def _phrase(text: str) -> Callable[[str], bool]:
    wanted = _WORD.findall(re.sub(r"\\(.)", r"\1", text).lower())

    def admits(value: str) -> bool:
        words = _WORD.findall(value)
        return any(words[start : start + len(wanted)] == wanted for start in range(len(words)))

    return admits


def _pattern(term: str) -> Callable[[str], bool]:
    """Return whether a value, or a word of it, matches a term, in which `*` and `?` stand for other characters."""
    literal = {"*": "[*]", "?": "[?]", "[": "[[]"}
    pattern = re.sub(r"\\(.)", lambda match: literal.get(match[1], match[1]), term).lower()
    return lambda value: any(fnmatchcase(text, pattern) for text in (value, *_WORD.findall(value)))
