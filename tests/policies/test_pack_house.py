"""The house rules for packs: everything is cited, everything that is cited is there, and every clause has a test."""

from __future__ import annotations

import importlib
import json
import pkgutil
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import tests.policies
from domain.base import Struct, field_names
from domain.entitlement.determined import Determined
from domain.entitlement.recognition import ENTRY_KEY
from domain.entitlement.rules import Rule, Source
from domain.errors import NoSuchThing
from policies import proofs, schema, shipped, shipped_ids, shipped_refs
from policies.loader import load
from policies.places import Places
from tests.policies.proofs import KEPT, written

EDITION = load(shipped("xiamen-2023-187"))
SCHEMES = [
    *("project-skills-training", "project-entrepreneurship-training", "skill-certificate", "differentiated-training"),
    *("new-apprenticeship", "graduate-apprenticeship", "key-enterprise-training"),
    *("brics-training", "guidance-base", "taiwan-youth-base", "hr-park", "labour-cooperation-operator"),
    *("gig-market", "gig-station", "incubation-base", "service-131", "expert-team", "labour-introduction"),
    *("recruitment-reward", "hard-to-employ-insurance", "public-post", "staff-training-local"),
    *("staff-training-away", "yilubao", "flexible-employment-insurance"),
]
"""In the order of the notice."""


def cited(thing: object) -> Iterator[Source]:
    """Every source within an edition."""
    if isinstance(thing, Source | Rule):
        yield Source(clause=thing.clause, interpretation=thing.interpretation)
    if isinstance(thing, dict):
        for element in thing.values():
            yield from cited(element)
    elif isinstance(thing, tuple):
        for element in thing:
            yield from cited(element)
    elif isinstance(thing, Struct):
        for name in field_names(thing):
            yield from cited(getattr(thing, name))


def clauses_with_tests() -> set[str]:
    """The clauses that the test modules of this room say they test."""
    names = [
        module.name for module in pkgutil.iter_modules(tests.policies.__path__) if module.name.startswith("test_clause")
    ]
    modules = [importlib.import_module(f"tests.policies.{name}") for name in names]
    return {clause for module in modules for clause in module.CLAUSES}


def test_every_cited_clause_and_interpretation_is_in_the_edition():
    sources = set(cited(EDITION))
    assert len(sources) > 20
    assert {source.clause for source in sources} <= EDITION.clauses.keys()
    assert {source.interpretation for source in sources if source.interpretation} <= EDITION.interpretations.keys()


def test_every_cited_clause_has_a_test():
    paying_nobody = {part.clause for part in EDITION.pays_nobody.values()}
    assert {source.clause for source in cited(EDITION)} | paying_nobody == clauses_with_tests() == set(EDITION.clauses)


def test_the_list_of_tests_that_prove_clauses_is_that_of_the_tests():
    assert KEPT.read_text("utf-8") == written(), "run `make docs`"
    kept = proofs("xiamen-2023-187")
    assert {clause: [*tests.behaviour, *tests.wording] for clause, tests in kept.items()} == {
        clause: [*tests["behaviour"], *tests["wording"]] for clause, tests in json.loads(written()).items()
    }
    assert set(kept) == set(EDITION.clauses)


def test_what_only_reads_the_pack_proves_no_behaviour():
    m09 = proofs("xiamen-2023-187")["m09"]
    by_helper, by_table = (
        "test_months_of_employment_count_from_the_day_of_hiring_and_are_never_chained",
        "test_only_organisations_apply_under_measure_nine",
    )
    assert any(test.endswith(by_helper) for test in m09.behaviour)
    assert any(test.endswith(by_table) for test in m09.wording)


def test_an_interpretation_says_what_is_asked_what_is_read_what_else_could_be_and_who_settles_it():
    for interpretation in EDITION.interpretations.values():
        assert interpretation.clause in EDITION.clauses
        texts = [
            interpretation.question,
            interpretation.reading,
            interpretation.settled_by,
            *interpretation.other_readings,
        ]
        assert len(interpretation.other_readings) >= 1
        assert all(text.zh and text.en for text in texts)


def test_every_word_of_the_notice_s_clauses_is_quoted_in_chinese():
    assert set(EDITION.clauses) == {
        *(f"m{number:02d}" for number in range(1, 15)),
        "closing-1",
        "closing-2",
        "closing-3",
    }
    assert "线下课时占比不低于50%" in EDITION.clauses["m03"].text
    assert "原则上每人每年可享受不超过3次补贴" in EDITION.clauses["closing-1"].text
    assert all(len(clause.text) > 30 for clause in EDITION.clauses.values())


@pytest.mark.parametrize(
    ("scheme", "quoted"),
    [
        ("project-skills-training", "就业技能培训1000元/人"),
        ("project-entrepreneurship-training", "创业培训1500元/人"),
        ("skill-certificate", "给予500-3000元/人培训补贴"),
        ("differentiated-training", "最高不超过2000元/人"),
        ("new-apprenticeship", "按4000-6000元/人标准给予补助"),
        ("graduate-apprenticeship", "中职(中级工)3000元/人、高职(高级工)4000元/人"),
        ("key-enterprise-training", "按1200元/人的标准给予企业补贴"),
        ("labour-introduction", "最高2000元/人分批次奖励"),
        ("brics-training", "给予企业不高于4000元/人的培训补贴"),
        ("staff-training-away", "培训标准按每人最高不超过1万元"),
        ("guidance-base", "分档给予5万元、10万元、15万元补助"),
        ("taiwan-youth-base", "分档给予10万元、15万元、20万元补助"),
        ("hr-park", "给予所属园区150万元一次性建园补贴"),
        ("labour-cooperation-operator", "给予5万元运营补贴"),
        ("gig-market", "对经人社部门认定的零工市场、零工驿站,分别给予最高100万元"),
        ("gig-station", "分别给予最高100万元、30万元奖补"),
        ("incubation-base", "给予80万元奖补"),
        ("expert-team", "给予专家团队最高5万元/年奖补"),
    ],
)
def test_the_most_that_a_line_is_worth_stands_in_the_clause_that_is_cited(scheme: str, quoted: str):
    amount = EDITION.schemes[scheme].amount
    assert quoted in EDITION.clauses[amount.clause].text
    most_yuan = (amount.most_fen or 0) // 100
    assert str(most_yuan) in quoted or f"{most_yuan // 10_000}万元" in quoted
    if isinstance(amount, Determined) and amount.floor_fen > 1:
        assert str(amount.floor_fen // 100) in quoted


def test_the_edition_has_all_25_schemes_and_speaks_all_words_of_the_notice():
    assert sorted(EDITION.schemes) == sorted(SCHEMES)
    assert len(SCHEMES) == 25
    assert len(EDITION.vocabulary) == 69
    headings = [kind.zh for kind in EDITION.vocabulary.values()]
    assert len(set(headings)) == len(headings)
    assert all(kind.zh and kind.en for kind in EDITION.vocabulary.values())


def test_an_edition_is_named_by_policy_and_number_and_by_the_digest_of_its_file():
    content = shipped("xiamen-2023-187@1")
    assert (EDITION.ref, EDITION.digest) == ("xiamen-2023-187@1", f"sha256:{sha256(content).hexdigest()}")
    assert load(content + b"\n").digest != EDITION.digest


def test_the_notice_is_public_for_five_working_days_by_interpretation():
    assert (EDITION.notice_working_days, EDITION.notice_source.interpretation) == (5, "notice-term")


def test_the_schema_for_editors_is_that_of_the_tables_and_fits_every_shipped_pack():
    assert schema.SCHEMA_FILE.read_text("utf-8") == schema.written(), "run `make docs`"
    judge = editor()
    judge.check_schema(judge.schema)
    for reference in shipped_refs():
        pack = as_json(tomllib.loads(shipped(reference).decode()))
        assert [error.message for error in judge.iter_errors(pack)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("number = 1\n", 'number = "1"\n'),
        ('rule = "flat", yuan = 1_000', 'rule = "flatt", yuan = 1_000'),
        ('rule = "flat", yuan = 1_000', 'rule = "flat", yuan = 0'),
        ('about = "person"', 'about = "people"'),
        ('yuan = 1_000, clause = "m01"', "yuan = 1_000"),
        ('over = "person"\nat_most = 3', 'over = "person"\nat_mosst = 3'),
    ],
)
def test_the_schema_tells_an_editor_about_keys_types_and_values_without_a_source(old: str, new: str):
    pack = shipped("xiamen-2023-187").decode()
    assert old in pack
    wrong = as_json(tomllib.loads(pack.replace(old, new, 1)))
    assert list(editor().iter_errors(wrong))


@cache
def editor() -> Draft202012Validator:
    """What an editor tells an author by the schema."""
    return Draft202012Validator(json.loads(schema.written()))


def as_json(value: Any) -> Any:
    """A value of TOML as an editor gives it to a validator: days as text."""
    if isinstance(value, dict):
        return {key: as_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [as_json(element) for element in value]
    return value.isoformat() if isinstance(value, date) else value


def test_what_is_shipped_is_found_by_policy_and_by_edition():
    assert shipped_ids() == ("xiamen-2023-187",)
    assert shipped("xiamen-2023-187") == shipped("xiamen-2023-187@1")


@pytest.mark.parametrize("reference", ["xiamen-2023-187@3", "xiamen", "", "../tables", "xiamen-2023-187@x"])
def test_what_is_not_shipped_is_no_such_thing(reference: str):
    with pytest.raises(NoSuchThing, match="policy-not-shipped"):
        shipped(reference)


def test_nobody_but_the_register_states_what_an_entry_states():
    for scheme in EDITION.schemes.values():
        assert scheme.read.isdisjoint({*scheme.application_facts, *scheme.line_facts, *scheme.verify})
    read = {name: set(scheme.read) for name, scheme in EDITION.schemes.items() if scheme.read}
    training = {"project_no", "occupation", "level", "certificate_on"}
    assert read == {
        "project-skills-training": {*training, "project_kind"},
        "project-entrepreneurship-training": {*training, "project_kind"},
        "differentiated-training": {*training, "project_kind", "cost_fen", "standard_fen"},
        "new-apprenticeship": {*training, "plan_kind"},
        "graduate-apprenticeship": {*training, "plan_kind", "hours_total", "skill_post"},
        "key-enterprise-training": {*training, "hours_total", "hours_offline"},
        "brics-training": {*training, "field", "hours_total", "hours_practical_at_base"},
        "guidance-base": {"site", "tier"},
        "taiwan-youth-base": {"site", "tier"},
        "hr-park": {"site", "park_status", "district_policy_issued"},
        "gig-market": {"site"},
        "gig-station": {"site"},
        "incubation-base": {"site", "rating"},
        "expert-team": {"site"},
        "staff-training-local": {"project_no", "class_place", "class_type", "class_days", "certificate_on"},
        "staff-training-away": {"project_no", "class_place", "certificate_on"},
        "yilubao": {"insured_amount_fen", "daily_premium_fen"},
    }


def test_what_an_entry_must_state_for_a_scheme_to_pay_is_among_the_attributes_of_its_register():
    for scheme in EDITION.schemes.values():
        for one in (*scheme.application_entries, *scheme.line_entries):
            attributes = EDITION.registers[one.asking.register].attributes
            assert set(one.reads.values()) - {ENTRY_KEY} <= set(attributes)


def test_what_the_entries_of_a_register_state_is_what_the_recognition_names():
    trained = ("occupation", "level", "starts_on", "completed_on")
    assert {name: kind.attributes for name, kind in EDITION.registers.items() if kind.attributes} == {
        "training-projects": (
            *("project_kind", "occupation", "level", "course_type", "industry", "starts_on", "completed_on"),
            *("cost_fen", "standard_fen", "organiser"),
        ),
        "apprenticeship-plans": ("plan_kind", "occupation", "level", "hours_total", "skill_post", *trained[2:]),
        "enterprise-classes": ("hours_total", "hours_offline", *trained),
        "brics-projects": ("field", "hours_total", "hours_practical_at_base", *trained),
        "labour-cooperation-operators": ("sending_place",),
        "guidance-bases": ("tier", "rated_on"),
        "taiwan-youth-bases": ("tier", "rated_on"),
        "hr-parks": ("park_status", "rated_on", "district_policy_issued", "district_policy"),
        "incubation-bases": ("rating", "rated_on"),
        "public-posts": ("posts",),
        "staff-classes": ("class_place", "class_type", "class_days", "starts_on", "completed_on"),
        "insurance-products": ("insured_amount_fen", "daily_premium_fen"),
    }


def test_whose_an_entry_is_and_what_a_register_lists_is_said_for_every_register():
    kinds = {name: register.kind.value for name, register in EDITION.registers.items()}
    assert kinds == {
        **dict.fromkeys(("demonstration-enterprises", "labour-cooperation-operators", "key-enterprises"), "body"),
        **dict.fromkeys(("training-projects", "apprenticeship-plans", "enterprise-classes"), "project"),
        **dict.fromkeys(("brics-projects", "staff-classes"), "project"),
        **dict.fromkeys(("guidance-bases", "taiwan-youth-bases", "hr-parks", "gig-markets", "gig-stations"), "site"),
        "incubation-bases": "site",
        "service-agreements": "body",
        "expert-teams": "team",
        "public-posts": "post",
        "insurance-products": "product",
    }
    ownerless = {name for name, register in EDITION.registers.items() if not register.owned}
    assert ownerless == {name for name, kind in kinds.items() if kind == "body"} | {"staff-classes"}
    with_quota = {name for name, register in EDITION.registers.items() if register.quota}
    assert with_quota == {"training-projects", "demonstration-enterprises", "brics-projects"}


def test_facts_that_must_be_verified_say_which_clause_needs_them():
    verified = {name: set(scheme.verify) for name, scheme in EDITION.schemes.items()}
    assert verified == {
        "project-skills-training": {"category"},
        "project-entrepreneurship-training": {"category"},
        "skill-certificate": {
            *("certificate_kind", "certificate_no", "certificate_on", "occupation", "level", "local_worker"),
        },
        "differentiated-training": set(),
        "new-apprenticeship": {"employee"},
        "graduate-apprenticeship": {"graduated", "school_track", "insured_months"},
        "key-enterprise-training": {"employee"},
        "brics-training": set(),
        "guidance-base": set(),
        "taiwan-youth-base": set(),
        "hr-park": set(),
        "labour-cooperation-operator": set(),
        "gig-market": {"score"},
        "gig-station": {"score"},
        "incubation-base": set(),
        "service-131": {"category", "period_from", "period_to", "service_kind", "service_result"},
        "expert-team": {"services"},
        "labour-introduction": {
            *("employer_uscc", "hired_on", "from_outside_city", "first_time_in_city", "dispatched"),
        },
        "recruitment-reward": {"first_time_in_city", "new_local_worker", "hired_on", "category"},
        "hard-to-employ-insurance": {"category", "benefit", "period_from", "period_to", "employer_paid_fen"},
        "public-post": {"category", "benefit", "period_from", "period_to", "employer_paid_fen"},
        "staff-training-local": set(),
        "staff-training-away": set(),
        "yilubao": {"flexible_worker", "premium_fen", "period_from", "period_to"},
        "flexible-employment-insurance": {
            *("category", "insured_as_individual", "pension_paid", "medical_paid", "unemployment_paid"),
            *("period_from", "period_to", "contribution_base_fen", "contribution_paid_fen"),
        },
    }
    assert {source.interpretation for scheme in EDITION.schemes.values() for source in scheme.verify.values()} == {
        "verification"
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("t", "b"), 4),
        (("t", "b", 0), 5),
        (("t", "b", 1), 4),
        (("t", "c"), 3),
        (("t", "u"), 10),
        (("t", "u", "x.y"), 11),
        (("t", "u", "z", "w"), 12),
        (("t", "u", "v", 1), 15),
        (("t", "u", "last"), 17),
        (("t", "u", "end"), 19),
        (("unknown",), 1),
    ],
)
def test_the_place_of_a_key_is_its_line_or_the_nearest_that_is_known(path: tuple[str | int, ...], line: int):
    text = "a = 1\n\n[t]\nb = [\n  1,\n]\nd = '''\nc = 1'''\n\n[ t . \"u\" ] # end\n\"x.y\" = 1\nz.w = 2\n"
    text += 'v = [ # two\n  { s = "]" },\n  { s = "[" },\n]\n'
    text += "last = '''[\nu = 1'''\nend = 1\n"
    assert Places(text).line(path) == line
