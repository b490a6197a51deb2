"""Requests that nobody means well: hostile texts, numbers, days, bodies and headers, and good ones bent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import strategies as st

from dashboards import parameters
from dashboards.question import NAMES
from tests.untrusted.values import (
    BODIES,
    FORM,
    GOOD,
    HEADERS,
    HOSTILE,
    LIBRARIES_READ,
    LONG_NUMBER,
    METHODS,
    NUMBERS,
    RAW,
    TYPES,
    VALUES,
)

_LOOKED_UP = re.compile(
    r"(?:GET|POST|FILES|query|said|posted|data|read)\s*(?:\.(?:get|getlist|pop|one|several|flag|instant|day)\(|\[)"
    r'\s*f?"([A-Za-z_.]+)',
)
_FIELD = re.compile(r"^    (\w+) = forms\.\w+Field\(", re.MULTILINE)


@cache
def names_read() -> tuple[str, ...]:
    """Every name by which our code looks something up in an address or a form, and those of the libraries' pages."""
    top = Path(__file__).parents[2]
    found = set(LIBRARIES_READ.split())
    found |= set(NAMES.values())
    for value in vars(parameters).values():
        parts = value if isinstance(value, tuple) else (value,)
        found |= {part.name for part in parts if isinstance(part, parameters.Parameter)}
    for path in [*(top / "programmes").rglob("*.py"), *(top / "dashboards").rglob("*.py")]:
        source = path.read_text()
        found |= {*_LOOKED_UP.findall(source), *_FIELD.findall(source)}
    return tuple(sorted(found))


@dataclass(frozen=True, repr=False)
class Asked:
    """One request: who sends it, how, where to, with what."""

    role: str
    method: str
    address: str
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """So that it can be sent again by hand."""
        said = f"{self.role}: {self.method} {self.address[:300]}"
        if self.content_type or self.body:
            said += f"\n  {self.content_type[:80]}: {self.body[:600]!r} ({len(self.body)} bytes)"
        return "\n  ".join([said, *(f"{name}: {value[:100]!r}" for name, value in self.headers.items())])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


def texts(known: Iterable[str]) -> st.SearchStrategy[str]:
    """Texts: hostile ones, any, good ones, and good ones with something hostile in them."""
    good = st.sampled_from(tuple(dict.fromkeys((*known, *GOOD))))
    hostile = st.sampled_from(HOSTILE)
    bent = st.builds("{}{}".format, good, hostile)
    return st.one_of(hostile, good, bent, st.text(max_size=12), st.builds("{},{}".format, good, hostile))


@st.composite
def requests(
    draw: st.DrawFn, route: str, values: Mapping[str, str], forms: Mapping[str, Any], roles: Sequence[str]
) -> Asked:
    """One request to an address; `values` are good in its places, and `forms` by method what is good there."""
    text = texts(values.values())
    names = st.one_of(st.sampled_from(names_read()), st.sampled_from(names_read()), text)
    method = draw(st.sampled_from(METHODS))
    where = draw(_places(route, values, text))
    query = draw(_queries(names, text))
    body, content_type = b"", ""
    if method not in ("GET", "HEAD") or draw(st.integers(0, 9)) == 0:
        body, content_type = draw(_bodies(forms, names, text))
    chosen = (
        draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True))
        if draw(st.booleans())
        else []
    )
    headers = {name: draw(st.sampled_from(HEADERS[name])) for name in chosen}
    return Asked(draw(st.sampled_from(roles)), method, f"{where}{query}", body, content_type, headers)


@st.composite
def _places(draw: st.DrawFn, route: str, values: Mapping[str, str], text: st.SearchStrategy[str]) -> str:
    """The address with something in each of its places: good ones more often than not."""
    pattern = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", route)
    parts = re.split(r"<(?:\w+:)?(\w+)>", re.sub(r"[\^$]", "", pattern))
    many = len(parts) // 2
    for at in range(1, len(parts), 2):
        good = values[parts[at]]
        kind = draw(st.integers(0, 3 if many == 1 else 4 + many))
        if kind == 0:
            parts[at] = draw(st.sampled_from(RAW))
        elif kind in (1, 2):
            parts[at] = quote(draw(st.one_of(st.sampled_from(NUMBERS), text)), safe="")
        else:
            parts[at] = quote(good)
    return "".join(parts)


@st.composite
def _queries(draw: st.DrawFn, names: st.SearchStrategy[str], text: st.SearchStrategy[str]) -> str:
    """What stands behind the address."""
    kind = draw(st.integers(0, 19))
    if kind == 0:
        return "?" + draw(
            st.sampled_from(("a=1&" * 10_001, "&" * 3000, "=", "a[]=b;c", "%00=%00", "?", "x" * 50_000))
        )
    given = draw(st.lists(st.tuples(names, st.one_of(text, st.sampled_from(RAW).map(_Raw))), max_size=3))
    said = [
        f"{quote(name, safe='')}={value if isinstance(value, _Raw) else quote(value, safe='')}"
        for name, value in given
    ]
    if draw(st.booleans()):
        said.append(f"area={draw(st.sampled_from(('QAA', 'QBB', 'qaa', 'ENG')))}")
    return f"?{'&'.join(said)}" if said else ""


class _Raw(str):
    """What is not to be quoted."""


@st.composite
def _bodies(
    draw: st.DrawFn, forms: Mapping[str, Any], names: st.SearchStrategy[str], text: st.SearchStrategy[str]
) -> tuple[bytes, str]:
    """What is sent: broken, a good form or object bent out of shape, or some fields."""
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return draw(st.sampled_from(BODIES)), draw(st.sampled_from(TYPES))
    good = dict(draw(st.sampled_from(tuple(forms.values())))) if forms else {}
    if kind in (1, 2) and good:
        return _as_json(draw, good, text), draw(st.sampled_from(("application/json", *TYPES[:1], *TYPES)))
    said = {**good, **{draw(names): draw(text) for _ in range(draw(st.integers(0, 2)))}}
    touched = draw(st.lists(st.sampled_from(sorted(map(str, said)) or ["a"]), max_size=3))
    said |= {name: draw(text) for name in touched}
    for name in [name for name in said if "." in name][:2]:
        kin = draw(
            st.sampled_from(
                ("numerator", "denominator", "note", "explanation", "reason", "was", "version", "comment")
            )
        )
        said[f"{kin}.{name.partition('.')[2]}"] = draw(text)
    if draw(st.integers(0, 7)) == 0:
        said[f"{draw(st.sampled_from(('comment', 'target', 'version', 'numerator')))}.{draw(text)}"] = draw(
            text
        )
    if draw(st.booleans()):
        return urlencode(said, errors="replace").encode(), FORM
    return encode_multipart(BOUNDARY, said), MULTIPART_CONTENT


def _as_json(draw: st.DrawFn, good: dict[str, Any], text: st.SearchStrategy[str]) -> bytes:
    said = dict(good)
    for name in draw(
        st.lists(st.sampled_from((*sorted(said), "numerator", "note", "x")), min_size=1, max_size=2)
    ):
        said[name] = draw(st.one_of(st.sampled_from(VALUES), text))
    if draw(st.integers(0, 5)) == 0:
        said.pop(draw(st.sampled_from(sorted(said))))
    written = json.dumps(said, ensure_ascii=draw(st.booleans()))
    if draw(st.integers(0, 5)) == 0:
        written = re.sub(
            r": (\d+)",
            lambda _: ": " + draw(st.sampled_from(("1e999", LONG_NUMBER, "[" * 9000, "-"))),
            written,
        )
    return written.encode(errors="surrogatepass")
