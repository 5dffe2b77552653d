"""The names of proposals, and which one is meant."""

from __future__ import annotations

import pytest

from domain.errors import NoSuchThing, NotAllowed
from domain.proposals import ProposalId, meant, parse


@pytest.mark.parametrize(
    "text", ["application-350203-2024-000001/p1", "register-key-enterprises/p3", "batch-torch-2024-0001/p2"]
)
def test_a_name_is_its_stream_and_its_number(text: str) -> None:
    proposal = parse(text)
    assert str(proposal) == text
    assert proposal.kind in ("application", "batch", "register")
    assert proposal.subject == text.partition("-")[2].partition("/")[0]


@pytest.mark.parametrize(
    "text",
    [
        "", "p1", "/p1", "application-", "application-/p1", "register-a/", "fund-1/p1", "register-a/1",
        "register-a/p0", "register-a/p1/p2", "register-a b/p1", "register-a/p１", "register-a/p1\n",
    ],
)  # fmt: skip
def test_anything_else_is_no_name(text: str) -> None:
    with pytest.raises(NotAllowed) as error:
        parse(text)
    assert error.value.code == "proposal-id-form"


def test_the_one_that_is_meant() -> None:
    both = {"p1": "one", "p2": "other"}
    assert meant(both, "p2", "x") == "other"
    assert meant({"p1": "one"}, None, "x") == "one"
    for proposals, wanted, code in ((both, None, "proposals-open"), ({}, None, "nothing-proposed")):
        with pytest.raises(NotAllowed) as error:
            meant(proposals, wanted, "x")
        assert error.value.code == code
    with pytest.raises(NoSuchThing) as missing:
        meant(both, "p3", "x")
    assert missing.value.code == "no-such-proposal"


def test_a_stream_alone_means_its_only_open_proposal() -> None:
    assert parse("register-a") == ProposalId(stream="register-a", name=None)
    assert str(parse("register-a")) == "register-a"
