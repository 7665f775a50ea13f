"""Which rows are asked for, and by whom."""

from datetime import UTC, date, datetime

from msgspec import Struct

from store.filters import Filter


class Choice(Struct, frozen=True):
    """Who exports, which cases, from which day on (UTC), and whether masked and restricted content goes along."""

    reviewer: str
    chosen: Filter
    since: date | None
    restricted: bool

    def includes(self, at: datetime) -> bool:
        """Whether a time is on or after the first day."""
        return self.since is None or at.astimezone(UTC).date() >= self.since
