"""What people do to a case. Each act is a module here; this list is all that the rest of the store knows of them.

A new act is its module and a line in each of the two lists: a request that is not among them is no `AnyRequest` for
the type checker, and what it records is no `AnyAct`, so that nothing can record or read it.
"""

from typing import get_args

from store.acts.adjudicate import Adjudicate, Resolution
from store.acts.base import Act, Remark, Request, Scene, Sight, may, may_see_others, refusal, sees_others, text_problem
from store.acts.citing import Cite
from store.acts.note import Note, WriteNote
from store.acts.opened import Open, Opened
from store.acts.opinion import Draft, Opinion, carries
from store.acts.unmask import Unmask, Unmasked
from store.acts.vote import CastVote, Vote
from store.acts.withdraw import Withdraw, Withdrawal

AnyRequest = CastVote | Adjudicate | Withdraw | WriteNote | Open | Unmask
"""What a front end can ask for."""
AnyAct = Vote | Resolution | Withdrawal | Note | Opened | Unmasked
"""What can be recorded on a case."""
ACTS: tuple[type[Act], ...] = get_args(AnyAct)
REQUESTS: tuple[type[Request], ...] = get_args(AnyRequest)

__all__ = [
    "ACTS",
    "REQUESTS",
    "Act",
    "Adjudicate",
    "AnyAct",
    "AnyRequest",
    "CastVote",
    "Cite",
    "Draft",
    "Note",
    "Open",
    "Opened",
    "Opinion",
    "Remark",
    "Request",
    "Resolution",
    "Scene",
    "Sight",
    "Unmask",
    "Unmasked",
    "Vote",
    "Withdraw",
    "Withdrawal",
    "WriteNote",
    "carries",
    "may",
    "may_see_others",
    "refusal",
    "sees_others",
    "text_problem",
]
