"""Layers of figures: what is published or was entered, and beside it what is made up for demonstration.

The official layer is read unless somebody asks for the other. It never depends on a made-up figure: whatever reads
figures, plans or services reads only rows of the layers that belong to the one in hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.conf import settings

from programmes.choices import Layer

Item = TypeVar("Item")

_in_hand: ContextVar[Layer] = ContextVar("layer", default=Layer.OFFICIAL)


def layer_in_hand() -> Layer:
    """The layer that is read and computed now."""
    return _in_hand.get()


def layers_read() -> list[str]:
    """The layers whose rows count in the one in hand: the demonstration is made of both, the official of itself.

    >>> with reading(Layer.DEMONSTRATION): layers_read()
    ['official', 'demonstration']
    """
    layer = layer_in_hand()
    return [Layer.OFFICIAL.value] if layer == Layer.OFFICIAL else [each.value for each in Layer]


def kept_layers() -> tuple[Layer, ...]:
    """The layers that this installation has: there are made-up figures in a demonstration only."""
    return tuple(Layer) if settings.DEMONSTRATION_LAYER else (Layer.OFFICIAL,)


def layer_entered_by(user: object) -> Layer:
    """The layer of what somebody enters: what a demonstration account does is made up."""
    return Layer.DEMONSTRATION if getattr(user, "is_demonstration", False) else Layer.OFFICIAL


def changed_with(layer: Layer) -> tuple[Layer, ...]:
    """The layers whose results change when a figure of this one does."""
    return kept_layers() if layer == Layer.OFFICIAL else (layer,)


@contextmanager
def reading(layer: Layer) -> Iterator[None]:
    """Read and compute inside in this layer; usable as a decorator too."""
    outer = _in_hand.get()
    _in_hand.set(layer)
    try:
        yield
    finally:
        # Not by a token: a stream that nobody read to its end may be closed from elsewhere.
        _in_hand.set(outer)


def read_in(layer: Layer, items: Iterable[Item]) -> Iterator[Item]:
    """The items of a stream, each made in this layer, whenever it is asked for."""
    each = iter(items)
    while True:
        with reading(layer):
            try:
                item = next(each)
            except StopIteration:
                return
        yield item
