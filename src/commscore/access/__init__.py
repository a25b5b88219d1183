"""Who may see and do what: the roles, and the visitor who has some of them in a team."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final

from commscore.types import Kind


class UserRole(StrEnum):
    """What somebody works as."""

    TRAINER = "trainer"
    COMPLAINTS = "complaints"
    RESEARCHER = "researcher"
    ADMIN = "admin"


class Task(StrEnum):
    """What can be done in the app; a page and an export each belong to one."""

    REVIEW = "review consultations"
    PROGRESS = "see learners' progress"
    LETTERS = "work through letters"
    CODE = "code consultations and compare codings"
    MODELS = "look at models and compare them"
    USE = "choose the model that everybody works with"
    TRAIN = "train models"
    STORE = "export all that is kept, and remove it"
    AUDIT = "see who did what"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a role may see of its team, or of every team, and what it may do."""

    kinds: frozenset[Kind] = frozenset()
    tasks: frozenset[Task] = frozenset()
    every_team: bool = False


ROLES: Final[Mapping[UserRole, Allowed]] = MappingProxyType(
    {
        UserRole.TRAINER: Allowed(frozenset({Kind.CONSULTATION}), frozenset({Task.REVIEW, Task.PROGRESS})),
        UserRole.COMPLAINTS: Allowed(frozenset({Kind.LETTER}), frozenset({Task.LETTERS})),
        # codings are the coder's own; who needs a team's consultations is a trainer of that team too
        UserRole.RESEARCHER: Allowed(frozenset(), frozenset({Task.CODE, Task.MODELS, Task.TRAIN})),
        UserRole.ADMIN: Allowed(frozenset(Kind), frozenset(Task), every_team=True),
    }
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at work: `name` signs what they do, and no two have the same; no roles may do nothing."""

    name: str
    roles: frozenset[UserRole] = frozenset()
    team: str = ""

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of document that the visitor may see."""
        return frozenset(kind for role in self.roles for kind in ROLES[role].kinds)

    @property
    def every_team(self) -> bool:
        """Whether the documents of every team may be seen, and not those of the visitor's alone."""
        return any(ROLES[role].every_team for role in self.roles)

    def may(self, task: Task) -> bool:
        """Tell whether the visitor may do this.

        >>> Visitor("ann", frozenset({UserRole.TRAINER}), "north").may(Task.LETTERS)
        False
        """
        return any(task in ROLES[role].tasks for role in self.roles)


LOCAL: Final = Visitor("", frozenset(UserRole))  # whoever sits at this machine


def local(address: str) -> bool:
    """Tell whether an address can be reached from this machine alone.

    >>> [local(each) for each in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.1.2.3", "box.example", "")]
    [True, True, True, False, False, False, False]
    """
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
