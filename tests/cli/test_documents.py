"""Documents: named in the application file, attached later, and still the ones that were handed in."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.application_files import ACCEPTED, SUBMITTED, submitted, training, written
from tests.cli.conftest import Bailu

ROSTER, PHOTO = b"roster", b"photo" * 50_000


@pytest.fixture
def papers(bureau: Bailu) -> Path:
    """What an applicant hands in beside the application file."""
    folder = bureau.folder / "材料"
    folder.mkdir()
    (bureau.folder / "花名册.pdf").write_bytes(ROSTER)
    (folder / "照片.jpg").write_bytes(PHOTO)
    return folder


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def handed_in(bureau: Bailu) -> str:
    documents = [
        {"file": "花名册.pdf", "number": "HMC-1"},
        {"name": "培训照片", "file": "材料/照片.jpg"},
        {"name": "纸质承诺书"},
    ]
    return submitted(bureau, training(documents=documents))[0]


def opened(bureau: Bailu, number: str) -> list[tuple[dict[str, str], str | None, str | None]]:
    session = bureau.session("lin", ACCEPTED)
    with session.repository() as repository:
        case = repository.case(number)
    documents = [
        (session.unseal(case.applicant.party, document.sealed), document.sha256, document.number)
        for document in case.documents
    ]
    session.close()
    return documents


# In the application file


@pytest.mark.usefixtures("papers")
def test_the_digest_of_a_document_that_names_a_file_is_computed_when_it_is_handed_in(bureau: Bailu) -> None:
    number = handed_in(bureau)
    assert opened(bureau, number) == [
        ({"name": "花名册.pdf", "file": "花名册.pdf"}, digest(ROSTER), "HMC-1"),
        ({"name": "培训照片", "file": "照片.jpg"}, digest(PHOTO), None),
        ({"name": "纸质承诺书"}, None, None),
    ]
    assert all("花名册" not in str(line) for line in bureau.log()), "names of documents are sealed"


@pytest.mark.on_sqlite
@pytest.mark.usefixtures("papers")
def test_the_same_file_with_the_same_documents_is_the_same_application(bureau: Bailu) -> None:
    number = handed_in(bureau)
    again = bureau("application", "submit", "file.json", "-o", "json", officer="lin", clock=SUBMITTED).json
    assert (again["number"], again["repeated"]) == (number, True)
    (bureau.folder / "花名册.pdf").write_bytes(b"another roster")
    other = bureau("application", "submit", "file.json", "-o", "json", officer="lin", clock=SUBMITTED).json
    assert other["number"] != number


@pytest.mark.on_sqlite
@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize(
    ("document", "phrase"),
    [
        ({"name": "花名册", "file": "nowhere.pdf"}, "documents[0].file"),
        ({"name": "花名册", "file": "材料"}, "cannot be read"),
        ({"name": "花名册", "file": "../花名册.pdf"}, "in the folder of the application file"),
        ({"name": "花名册", "file": "材料/../../x"}, "in the folder of the application file"),
        ({"name": "花名册", "file": "/etc/hostname"}, "in the folder of the application file"),
        ({"name": "花名册", "file": "link.pdf"}, "in the folder of the application file"),
        ({"name": "花名册", "file": "花名册.pdf", "sha256": "ab" * 32}, "another SHA-256"),
        ({"number": "HMC-1"}, "“name” is missing"),
    ],
)
def test_a_document_that_is_not_as_the_file_says_stands_in_the_way(
    bureau: Bailu, tmp_path_factory: pytest.TempPathFactory, document: dict[str, str], phrase: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.pdf"
    elsewhere.write_bytes(b"secret")
    (bureau.folder / "link.pdf").symlink_to(elsewhere)
    before = len(bureau.log())
    ran = bureau(
        "application", "submit", written(bureau, training(documents=[document])), officer="lin", clock=SUBMITTED
    )
    assert ran.code == 65
    assert phrase in ran.err
    assert len(bureau.log()) == before


@pytest.mark.on_sqlite
@pytest.mark.usefixtures("papers")
def test_a_digest_that_agrees_with_its_file_may_be_given_besides(bureau: Bailu) -> None:
    document = {"name": "花名册", "file": "花名册.pdf", "sha256": digest(ROSTER)}
    (number,) = submitted(bureau, training(documents=[document]))
    assert opened(bureau, number) == [({"name": "花名册", "file": "花名册.pdf"}, digest(ROSTER), None)]


# Attached later


@pytest.mark.usefixtures("papers")
def test_documents_that_come_later_are_attached_under_seal(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(documents=[]))
    ran = bureau(
        "application", "attach", number, "材料/照片.jpg", "--name", "王小1的照片", "--number", "Z-1", "-o", "json",
        officer="lin", clock=ACCEPTED,
    )  # fmt: skip
    (row,) = ran.json
    assert row == {
        "application": number,
        "name": "王小1的照片",
        "number": "Z-1",
        "file": "照片.jpg",
        "sha256": digest(PHOTO),
        "attached": True,
    }
    assert opened(bureau, number) == [({"name": "王小1的照片", "file": "照片.jpg"}, digest(PHOTO), "Z-1")]
    assert "王小1" not in str(bureau.log()[-1])


@pytest.mark.usefixtures("papers")
def test_a_document_that_the_case_has_is_not_recorded_again(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(documents=[]))
    files = ("花名册.pdf", "花名册.pdf", "材料/照片.jpg")
    assert bureau("application", "attach", number, *files, officer="lin", clock=ACCEPTED).code == 0
    assert len(opened(bureau, number)) == 2
    before = len(bureau.log())
    ran = bureau("application", "attach", number, "花名册.pdf", officer="lin", clock=ACCEPTED)
    assert ran.out == f"{number} has 花名册.pdf already (SHA-256 {digest(ROSTER)}): nothing was recorded of it.\n"
    renamed = bureau(
        "application", "attach", number, "花名册.pdf", "--name", "另一名称", "-o", "json", officer="lin", clock=ACCEPTED
    )
    assert (renamed.json[0]["name"], renamed.json[0]["attached"]) == ("花名册.pdf", False)
    assert len(bureau.log()) == before


@pytest.mark.on_sqlite
@pytest.mark.usefixtures("papers")
def test_attaching_is_refused_as_a_whole(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(documents=[]))
    before = len(bureau.log())
    for code, *argv in (
        (66, number, "花名册.pdf", "nowhere.pdf"),
        (65, number, "花名册.pdf", "材料"),
        (2, number, "花名册.pdf", "材料/照片.jpg", "--name", "照片"),
        (66, "350203-2024-000099", "花名册.pdf"),
        (2, number),
    ):
        assert bureau("application", "attach", *argv, officer="lin", clock=ACCEPTED).code == code
    assert bureau("application", "attach", number, "花名册.pdf", officer="gao", clock=ACCEPTED).code == 77
    assert bureau("application", "attach", number, "花名册.pdf", "--dry-run", officer="lin", clock=ACCEPTED).code == 0
    assert len(bureau.log()) == before


# Checked again


def doctor(bureau: Bailu, folder: object, *options: str) -> tuple[int, list[str]]:
    ran = bureau("doctor", "--documents", folder, *options, "-o", "csv", officer="lin", clock=ACCEPTED)
    return ran.code, [line for line in ran.out.splitlines() if line.startswith("documents,")]


@pytest.mark.usefixtures("papers")
def test_documents_that_match_and_those_not_at_hand_are_counted(bureau: Bailu) -> None:
    handed_in(bureau)
    (bureau.folder / "材料" / "另外.txt").write_bytes(b"something else")
    counts = "match; {} not at hand, 1 without a digest; {} file(s) that no application and no run names."
    assert doctor(bureau, "材料") == (0, [f'documents,ok,"1 document(s) {counts.format(1, 1)}"'])
    os.rename("花名册.pdf", "材料/renamed.bin")
    assert doctor(bureau, "材料") == (0, [f'documents,ok,"2 document(s) {counts.format(0, 1)}"'])


def test_an_altered_document_is_a_trouble_with_its_path_and_its_case(bureau: Bailu, papers: Path) -> None:
    number = handed_in(bureau)
    os.rename("花名册.pdf", papers / "花名册.pdf")
    (papers / "照片.jpg").write_bytes(PHOTO[:-1] + b"!")
    code, (trouble, counted) = doctor(bureau, "材料")
    assert code == 65
    phrase = f"材料/照片.jpg is not what was handed in under this name with {number}"
    assert trouble == f"documents,trouble,{phrase}"
    assert "1 document(s) match; 0 not at hand" in counted


def test_a_file_of_the_same_name_that_another_case_handed_in_accuses_nobody(bureau: Bailu, papers: Path) -> None:
    handed_in(bureau)
    (bureau.folder / "花名册.pdf").write_bytes(b"the roster of another class")
    submitted(bureau, training(documents=[{"file": "花名册.pdf"}], facts={"entry": "XM-2"}))
    os.rename("花名册.pdf", papers / "花名册.pdf")
    code, (counted,) = doctor(bureau, "材料")
    assert code == 0
    assert "2 document(s) match; 1 not at hand" in counted


@pytest.mark.on_sqlite
def test_a_link_is_not_followed(bureau: Bailu, papers: Path) -> None:
    handed_in(bureau)
    (papers / "link.pdf").symlink_to(bureau.folder / "花名册.pdf")
    assert "1 document(s) match; 1 not at hand" in doctor(bureau, "材料")[1][0]


@pytest.mark.on_sqlite
def test_a_folder_that_is_not_there_is_no_folder(bureau: Bailu) -> None:
    assert bureau("doctor", "--documents", "nowhere", officer="lin", clock=ACCEPTED).code == 66
