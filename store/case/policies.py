"""Which policy holds for what: a round ends under the policy it began with, roles and masks hold at once."""

from collections.abc import Callable

from msgspec.structs import replace

from store.model import Body, Refusal
from store.names import looks, same_letters, skeleton
from store.policy import Outcome, Policy
from store.text import visible


class Policies:
    """The policies of a docket, by the number of the record that put each in force; the newest is in force."""

    def __init__(self) -> None:
        self._by_seq: dict[int, Policy] = {}
        self.seq = -1
        """The record that put the policy in force there; -1 before there is one."""

    def __bool__(self) -> bool:
        return self.seq >= 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policies) and self._by_seq == other._by_seq

    @property
    def current(self) -> Policy:
        """The policy in force."""
        return self._by_seq[self.seq]

    def ids(self, part: str) -> list[str]:
        """The ids of each "outcome" or each "ground" that a round here can have been decided with, each once."""
        return list(dict.fromkeys(one.id for policy in self._by_seq.values() for one in getattr(policy, part)))

    def put_in_force(self, seq: int, policy: Policy) -> None:
        """From record `seq` on this one holds."""
        self._by_seq[seq] = policy
        self.seq = seq

    def at(self, seq: int) -> Policy:
        """The policy that was in force when record `seq` was made: the first one for what came before it."""
        return self._by_seq[max((one for one in self._by_seq if one <= seq), default=min(self._by_seq))]

    def numbered(self, seq: int) -> Policy | None:
        """The policy that record `seq` put in force; None if it put none."""
        return self._by_seq.get(seq)

    def worded(self, seq: int, body: Body) -> Policy:
        """The policy in whose words record `seq` was made: what somebody stood for is told in no others."""
        return self.numbered(body.worded_by) or self.at(seq)

    def lookalike(self, reviewer: str, known: Callable[[str], str | None]) -> Refusal | None:
        """Why nobody may go by this name: it looks like another's. One in the roles always belongs to its holder.

        `known` gives the first reviewer recorded whose name looks the same.
        """
        holder = self.current.holder_like(reviewer) if self else None
        alike = holder or known(reviewer)
        if alike in (None, reviewer):
            return None
        return Refusal("lookalike", f"The name {reviewer} looks like {alike}, who works on this docket.")

    def misnamed(self, asked: str, known: Callable[[str], str | None]) -> Refusal | None:
        """Why nobody can be asked to do something by this name: it looks like that of somebody else who is known here.

        `known` is as for `lookalike`; empty: nobody is asked.
        """
        named = next((one for one in self.current.people if skeleton(one) == skeleton(asked)), asked)
        if named != asked:
            return Refusal("lookalike", f"The name {asked} looks like {named}, whom the policy names.")
        return self.lookalike(asked, known) if asked else None

    def loosened_by(self, policy: Policy) -> Refusal | None:
        """Why a policy may not replace the one in force: it would let one person do alone what takes two.

        What was adverse here once stays so, by the letters of its id and of its label, it needs no shorter reasons, and
        who is who does not become a matter of what people say.
        """
        known = self._by_seq.values()
        adverse = [one for each in known for one in each.outcome if one.adverse]
        for new in (one for one in policy.outcome if not one.adverse):
            if old := next((one for one in adverse if _is_same(one, new)), None):
                return Refusal("adverse", f"{_adverse_as(old, new)}, and stays adverse.")
        if self.current.review.blind_queue and not policy.review.blind_queue:
            return Refusal("blind_queue", "The queue of this docket is blind, and stays so.")
        if policy.review.shortest_reason < (least := self.current.review.shortest_reason):
            return Refusal("shortest_reason", f"An adverse reason has at least {least} characters here: it stays so.")
        if self.current.identity == "login" and policy.identity != "login":
            return Refusal("identity", "Reviewers go by their logins on this docket, and go on doing so.")
        return None

    def seq_of_round(self, began_under: int | None) -> int:
        """The record that put in force what decides in a round: see `of_round`."""
        return self.seq if began_under is None else began_under

    def of_round(self, began_under: int | None) -> Policy:
        """The policy of a round that began under the one of record `began_under`; None where nobody has voted yet.

        What can be decided and what it takes stay as they were. Who may act, whose names are shown and what is hidden
        follow the policy in force: a person who lost a role, or a field that is masked now, cannot wait for a round.
        """
        now = self.current
        if began_under is None or began_under == self.seq:
            return now
        then = self._by_seq[began_under]
        people = {"identity": now.identity, "roles": now.roles, "people": now.people}
        review = replace(then.review, blind_queue=now.review.blind_queue)
        return replace(then, **people, case=now.case, masking=now.masking, review=review)


def _is_same(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes have one id or one label, for whoever looks at letters and digits."""
    return same_letters(one.id, other.id) or same_letters(one.label, other.label)


def _adverse_as(old: Outcome, new: Outcome) -> str:
    """How an outcome is known as adverse."""
    told = f"“{visible(new.label)}”"
    if old.id == new.id or looks(old.label) == looks(new.label):
        return f"{told} is adverse on this docket"
    return f"{told} ({new.id}) cannot be told from “{visible(old.label)}” ({old.id}), which is adverse on this docket"
