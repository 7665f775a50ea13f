"""What a further revision of a case changed, and whether a vote could rest on it."""

from msgspec.structs import replace

from store.model import Case

_PLAIN = ("title", "subject", "flags", "due", "priority")


def substantial(old: Case, new: Case) -> bool:
    """Whether a vote could rest on what changed: anything but the due date, the priority and the title."""
    return replace(old, title=new.title, due=new.due, priority=new.priority) != new


def changes(old: Case, new: Case) -> tuple[str, ...]:
    """The names of the parts that differ: `title`, `field.NAME`, `evidence ID` ..."""
    names = [name for name in _PLAIN if getattr(old, name) != getattr(new, name)]
    fields = [key for key in {**old.fields, **new.fields} if _field(old, key) != _field(new, key)]
    items = {item.id: item for item in old.evidence}
    evidence = [item.id for item in new.evidence if items.pop(item.id, None) != item]
    return (*names, *(f"field.{key}" for key in fields), *(f"evidence {key}" for key in [*evidence, *items]))


def _field(case: Case, key: str) -> tuple[bool, object]:
    return key in case.fields, case.fields.get(key)
