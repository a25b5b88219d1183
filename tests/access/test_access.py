"""Who is what, by the file and by what a log-in says; and for how long."""

from pathlib import Path

import pytest

from commscore.access import LOCAL, ROLES, Task, UserRole, Visitor
from commscore.access.attendance import Attendance
from commscore.access.people import read_people
from commscore.errors import AccessError
from commscore.types import Kind

FILE = """
ask = "Kim in IT"

[[people]]
name = "Ann@Trust.example"
roles = ["trainer"]
team = "north"

[[groups]]
name = "pals"
roles = ["complaints"]
team = "pals"

[[groups]]
name = "pals-and-more"
roles = ["researcher"]
team = "pals"

[[groups]]
name = "south"
roles = ["trainer"]
team = "south"
"""
TRAINER, OFFICER, RESEARCHER = UserRole.TRAINER, UserRole.COMPLAINTS, UserRole.RESEARCHER


def written(folder: Path, text: str = FILE) -> Path:
    path = folder / "access.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("role", "kinds", "tasks"),
    [
        ("trainer", {Kind.CONSULTATION}, {Task.REVIEW, Task.PROGRESS}),
        ("complaints", {Kind.LETTER}, {Task.LETTERS}),
        ("researcher", set(), {Task.CODE, Task.MODELS, Task.TRAIN}),
        ("admin", set(Kind), set(Task)),
    ],
)
def test_what_each_role_may(role: str, kinds: set[Kind], tasks: set[Task]) -> None:
    visitor = Visitor("a", frozenset({UserRole(role)}), "t")
    assert visitor.kinds == kinds
    assert {task for task in Task if visitor.may(task)} == tasks
    assert visitor.every_team is (role == "admin")


def test_each_role_is_in_the_table_and_nobody_may_nothing() -> None:
    assert set(ROLES) == set(UserRole)
    assert not any(Visitor("a").may(task) for task in Task)
    assert not Visitor("a").kinds
    assert all(LOCAL.may(task) for task in Task)


@pytest.mark.parametrize(
    ("claims", "roles", "team"),
    [
        ({"email": "ann@trust.example"}, {TRAINER}, "north"),
        ({"email": " ANN@trust.EXAMPLE "}, {TRAINER}, "north"),
        ({"email": "ann@trust.example", "email_verified": True}, {TRAINER}, "north"),
        ({"email": "ann@trust.example", "email_verified": False}, set(), ""),
        ({"email": "ann@trust.example", "groups": ["pals", "south"]}, {TRAINER}, "north"),  # as a person
        ({"email": "bo@trust.example", "groups": ["PALS", "other"]}, {OFFICER}, "pals"),
        ({"email": "bo@trust.example", "groups": "pals"}, {OFFICER}, "pals"),
        ({"email": "bo@trust.example", "groups": ["pals", "pals-and-more"]}, {OFFICER, RESEARCHER}, "pals"),
        ({"email": "bo@trust.example"}, set(), ""),
        ({"email": "bo@trust.example", "groups": None}, set(), ""),
        ({"email": "bo@trust.example", "groups": {"pals": True}}, set(), ""),
        ({"name": "ann@trust.example", "groups": ["pals"]}, set(), ""),  # nobody's name: nobody
        ({}, set(), ""),
    ],
)
def test_who_is_what(tmp_path: Path, claims: dict[str, object], roles: set[UserRole], team: str) -> None:
    found = read_people(written(tmp_path)).visitor(claims)
    assert (found.roles, found.team) == (roles, team)


def test_groups_of_two_teams_do_not_mix(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="ask Kim in IT to name you"):
        read_people(written(tmp_path)).visitor({"email": "bo@x", "groups": ["pals", "south"]})


def test_what_was_changed_in_the_file_counts_at_once(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert read_people(path).visitor({"email": "ann@trust.example"}).roles
    path.write_text('ask = "Kim in IT"', encoding="utf-8")
    assert not read_people(path).visitor({"email": "ann@trust.example"}).roles


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "ask: Field required"),
        ("ask = 1", "ask: Input should be a valid string"),
        ('ask = "Kim"\nwho = 1', "who: Extra inputs"),
        ('ask = "Kim"\n[[people]]\nname = "a"\nroles = ["boss"]\nteam = "t"', "people 1, roles"),
        ('ask = "Kim"\n[[people]]\nname = "a"\nroles = []\nteam = "t"', "people 1, roles"),
        ('ask = "Kim"\n[[people]]\nname = "a"\nroles = ["admin"]', "people 1, team: Field required"),
        ('ask = "Kim"\n[[people]]\nname = "a"\nroles = ["admin"]\nteam = " "', "people 1, team"),
        ('ask = "Kim"' + '\n[[people]]\nname = "a"\nroles = ["admin"]\nteam = "t"' * 2, "a: named twice"),
        ('ask = "Kim\nwho', "line 1"),
    ],
)
def test_a_wrong_file_is_named_with_the_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(AccessError) as problem:
        read_people(written(tmp_path, text))
    assert str(tmp_path / "access.toml") in str(problem.value)
    assert told in str(problem.value)


def test_a_file_that_is_not_there_lets_nobody_in(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="COMMSCORE_ACCESS"):
        read_people(tmp_path / "none.toml")
    with pytest.raises(AccessError, match="is a directory"):
        read_people(tmp_path)


def test_a_log_in_is_over_once_nothing_was_done_for_so_long() -> None:
    found, ann, bo = Attendance(), ("ann", 100.0), ("bo", 100.0)
    assert not found.over(ann, 160, limit=60)
    assert found.over(ann, 161, limit=60)  # a cookie of a log-in that was long ago, after a new start
    found.use(ann, 150, limit=60)
    assert not found.over(ann, 210, limit=60)
    assert found.over(ann, 211, limit=60)
    found.use(bo, 500, limit=60)  # forgets the first
    assert found.over(ann, 500, limit=60)


def test_who_logged_out_is_out() -> None:
    found, ann = Attendance(), ("ann", 100.0)
    found.use(ann, 110, limit=60)
    found.end(ann)
    assert found.over(ann, 111, limit=60)
    found.use(("bo", 100.0), 120, limit=60)
    assert found.over(ann, 121, limit=60)
