"""The seam is `store.disk`."""

from store.disk import NO_RIGHT, Disk

__all__ = ["NO_RIGHT", "Disk"]
