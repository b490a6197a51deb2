"""A question out of the fields of a form, or out of the query string that a kept file carries: read strictly.

Whoever asks for a file that will be cited must get just what was asked for, so nothing is guessed or left aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from dashboards.filters import read_question
from dashboards.parameters import AS_AT, QUESTION, WHOLE_AS_AT, Refusal
from dashboards.query_strings import QueryString
from dashboards.question import NAMES, Question
from programmes.queries.areas import known_codes
from programmes.queries.programmes import all_programmes

MOST_VALUES = 1000
"""Of one field."""
KEPT = [WHOLE_AS_AT if parameter is AS_AT else parameter for parameter in QUESTION]


def question_of(fields: Mapping[str, str]) -> Question:
    """The question that the fields ask; names that are none of a question's are left to others. Raises Refusal.

    Whether codes of programmes, indicators and areas are known is not looked up: see `check_known`.
    """
    given = {name: fields.get(name, "").strip() for name in NAMES.values()}
    for name, text in given.items():
        if not text.isprintable():
            raise Refusal(f"{name} holds something that nobody sees.", name)
        if text.count(",") >= MOST_VALUES:
            raise Refusal(f"{name} has more than {MOST_VALUES} values: ask for fewer at a time.", name)
    return read_question(QueryString({name: [text] for name, text in given.items() if text}, KEPT))


def read_back(query: str) -> Question:
    """The question whose canonical query string this is."""
    return question_of(dict(parse_qsl(query)))


def check_known(question: Question) -> None:
    """Raises Refusal for codes that nothing ever had. One statement, and the programmes' own."""
    asked = QueryString({name: [text] for name, text in question.parameters().items()}, QUESTION)
    codes = {*question.area, *question.within}
    read_question(asked, programmes=all_programmes(), areas=known_codes(codes) if codes else ())
