"""What people do to a case. Each act is a module here; this list is all that the rest of the store knows of them.

A new act is its module and a line in each of the two lists: a request that is not among them is no `AnyRequest` for
the type checker, and what it records is no `AnyAct`, so that nothing can record or read it.
"""

from typing import get_args

from store.acts.adjudicate import Adjudicate, Resolution
from store.acts.appeal import Appeal, Appealed
from store.acts.assign import Assign, Assigned
from store.acts.base import (
    Act,
    Remark,
    Request,
    Scene,
    Sight,
    incomplete,
    may,
    may_see_others,
    reason_problem,
    refusal,
    sees_others,
)
from store.acts.citing import Cite
from store.acts.close import Close, Closed
from store.acts.hearing import Hear, Hearing
from store.acts.hold import Held, Hold
from store.acts.note import Note, WriteNote
from store.acts.opened import Open, Opened
from store.acts.opinion import Draft, Opinion, carries
from store.acts.recuse import Recuse, Recused
from store.acts.refer import Refer, Referred
from store.acts.reopen import Reopen, Reopened
from store.acts.resume import Resume, Resumed
from store.acts.rule import Rule, Ruled
from store.acts.send_back import SendBack, SentBack
from store.acts.serve import Serve, Served
from store.acts.stay import Stay, Stayed
from store.acts.unmask import Unmask, Unmasked
from store.acts.vote import CastVote, Vote
from store.acts.withdraw import Withdraw, Withdrawal

AnyRequest = (
    CastVote
    | Adjudicate
    | Withdraw
    | WriteNote
    | Open
    | Unmask
    | Hold
    | Refer
    | Resume
    | Recuse
    | Hear
    | Serve
    | Appeal
    | Stay
    | Rule
    | Reopen
    | SendBack
    | Close
    | Assign
)
"""What a front end can ask for."""
ForMany = Assign | Close | Hold | Resume
"""What it can ask for on many cases at once: nothing of it gives an outcome, which takes who has read the case."""
AnyAct = (
    Vote
    | Resolution
    | Withdrawal
    | Note
    | Opened
    | Unmasked
    | Held
    | Referred
    | Resumed
    | Recused
    | Hearing
    | Served
    | Appealed
    | Stayed
    | Ruled
    | Reopened
    | SentBack
    | Closed
    | Assigned
)
"""What can be recorded on a case."""
ACTS: tuple[type[Act], ...] = get_args(AnyAct)
REQUESTS: tuple[type[Request], ...] = get_args(AnyRequest)
FOR_MANY: tuple[type[Request], ...] = get_args(ForMany)

__all__ = [
    "ACTS",
    "FOR_MANY",
    "REQUESTS",
    "Act",
    "Adjudicate",
    "AnyAct",
    "AnyRequest",
    "Appeal",
    "Appealed",
    "Assign",
    "Assigned",
    "CastVote",
    "Cite",
    "Close",
    "Closed",
    "Draft",
    "ForMany",
    "Hear",
    "Hearing",
    "Held",
    "Hold",
    "Note",
    "Open",
    "Opened",
    "Opinion",
    "Recuse",
    "Recused",
    "Refer",
    "Referred",
    "Remark",
    "Reopen",
    "Reopened",
    "Request",
    "Resolution",
    "Resume",
    "Resumed",
    "Rule",
    "Ruled",
    "Scene",
    "SendBack",
    "SentBack",
    "Serve",
    "Served",
    "Sight",
    "Stay",
    "Stayed",
    "Unmask",
    "Unmasked",
    "Vote",
    "Withdraw",
    "Withdrawal",
    "WriteNote",
    "carries",
    "incomplete",
    "may",
    "may_see_others",
    "reason_problem",
    "refusal",
    "sees_others",
]
