"""One page, one moment: see `programmes.snapshot`."""

from programmes.snapshot import one_snapshot

__all__ = ["one_snapshot"]
