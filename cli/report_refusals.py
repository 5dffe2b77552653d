"""Reporting several refusals at once: the problems of a file, or several numbers of which some are declined."""

from __future__ import annotations

from collections.abc import Iterable

from cli.exit_codes import NO_SUCH_THING, REFUSED, USAGE, code_of
from cli.output import print_note
from domain.errors import Refusal
from presentation.language import _
from usecases.errors import AllRefused, FilesRefused, PackRefused, UsageError
from usecases.problems import Problem


def report(refused: FilesRefused | PackRefused | AllRefused | UsageError) -> int:
    """Print everything that is wrong, one sentence a problem; the exit code. Nothing was recorded."""
    match refused:
        case FilesRefused():
            return _report_files(refused)
        case PackRefused():
            return _report_pack(refused)
        case AllRefused():
            for refusal in refused.refusals:
                print_note(refusal_sentence(refusal))
            print_note(_("Nothing was recorded."))
            return worst(refused.refusals)
        case UsageError():
            print_note(refused.message)
            return USAGE


def refusal_sentence(refusal: Refusal) -> str:
    """Why a command was declined, in the officer's language."""
    from presentation.words.refusals import sentence

    return sentence(refusal.code, refusal.values)


def worst(refusals: Iterable[Refusal]) -> int:
    """The highest exit code: no permission weighs more than what does not exist, and that more than the rest."""
    return max(map(code_of, refusals), default=0)


def _report_files(refused: FilesRefused) -> int:
    from presentation.words.file_problems import sentence

    for path, problem in refused.problems:
        print_note(f"{path}: {sentence(problem, _)}")
    print_note(_("%(count)s problem(s). Nothing was recorded.") % {"count": len(refused.problems)})
    return NO_SUCH_THING if any(_missing(problem) for _path, problem in refused.problems) else REFUSED


def _missing(problem: Problem) -> bool:
    """Whether the file itself, or an application that one of its rows names, does not exist."""
    return problem.code == "row-no-application" or (problem.code == "file-missing" and not problem.where.path)


def _report_pack(refused: PackRefused) -> int:
    from presentation.words.pack_problems import problem_line

    for problem in refused.problems:
        print_note(problem_line(refused.file, problem))
    return REFUSED
