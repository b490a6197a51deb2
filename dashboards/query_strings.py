"""A query string read against the descriptions of its parameters: strictly, or forgivingly for the pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from dashboards.parameters import Parameter, Refusal
from programmes.untrusted import quoted

MOST_VALUES = 300
"""Values of one parameter that a page uses; what comes after is left aside."""


class QueryString:
    """The values that a query string gives to parameters.

    Strictly, whatever is not understood raises Refusal. With a list of `notices` it falls back, and a sentence about it
    is added to the list; names that are none of the parameters' are left to others.
    """

    def __init__(
        self,
        given: Mapping[str, Sequence[str]],
        parameters: Iterable[Parameter],
        notices: list[str] | None = None,
    ) -> None:
        self.parameters = {parameter.name: parameter for parameter in parameters}
        self.notices = notices
        self._values: dict[str, tuple[Any, ...]] = {}
        for name, texts in given.items():
            if name in self.parameters:
                self._values[name] = tuple(dict.fromkeys(self._read(self.parameters[name], texts)))
            elif self.is_strict:
                raise Refusal(f"There is no parameter {quoted(name)} here.", name, sorted(self.parameters))

    @property
    def is_strict(self) -> bool:
        """Whether anything that is not understood is refused."""
        return self.notices is None

    def one(self, name: str, default: Any = None) -> Any:
        """The value of a parameter; of several the last."""
        values = self._values.get(name)
        return values[-1] if values else default

    def several(self, name: str) -> tuple[Any, ...]:
        """The values of a parameter, each once."""
        return self._values.get(name, ())

    def known(
        self, name: str, values: Collection[str], near: Callable[[str], Iterable[str]] | None = None
    ) -> tuple[str, ...]:
        """The values of a parameter that are among these; others are refused, with all of these or those `near`."""
        for value in self.several(name):
            if value not in values:
                allowed = near(value) if near and self.is_strict else values
                self.refuse(self.parameters[name].refusal(value, allowed))
        return tuple(value for value in self.several(name) if value in values)

    def refuse(self, refusal: Refusal) -> None:
        """Raise the refusal, or note what is shown instead."""
        if self.notices is None:
            raise refusal
        instead = self.parameters[refusal.parameter].instead
        detail = refusal.detail
        self.notices.append(
            f"{detail} {instead}" if instead else f"{detail.removesuffix('.')}; it is left aside."
        )

    def _read(self, parameter: Parameter, given: Sequence[str]) -> Iterable[Any]:
        for text in self._texts(parameter, given):
            try:
                yield parameter.read(text, strict=self.is_strict)
            except Refusal as refusal:
                self.refuse(refusal)

    def _texts(self, parameter: Parameter, given: Sequence[str]) -> list[str]:
        """The texts of single values."""
        name = parameter.name
        if self.is_strict and len(given) > 1 and not parameter.several:
            raise Refusal(f"{name} can be given once only.", name, parameter.allowed)
        texts = [part for text in given for part in text.split(",")] if parameter.several else list(given)
        if self.notices is None:
            if name == "as_at":
                # A plus that was not written as %2B arrives as a blank.
                texts = [text.replace(" ", "+") for text in texts]
            if not all(texts):
                raise Refusal(f"{name} is empty: give it a value, or leave it out.", name, parameter.allowed)
            return texts
        texts = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
        if len(texts) > MOST_VALUES:
            self.notices.append(f"Only the first {MOST_VALUES} values of one filter are used.")
        return texts[:MOST_VALUES]
