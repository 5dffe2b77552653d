"""What a pack can get wrong: every mistake is found, with its place, its line, a code and values, and all at once."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import shipped
from policies.loader import load, load_adopted
from policies.places import Places
from policies.problems import PackInvalid, PackProblem
from presentation.words.pack_problems import sentence

PACK = shipped("xiamen-2023-187").decode()
KEY = "schemes.key-enterprise-training"
ZONE = "schemes.hr-park"
HOURS = f"{KEY}.line_conditions.hours-total"
SHARE = f"{KEY}.line_conditions.offline-share"
CERTIFICATE = "schemes.skill-certificate"
GRADUATE = "schemes.graduate-apprenticeship"
COURSE = "schemes.differentiated-training"
LABOUR = "schemes.labour-introduction"
PARTICULARS = f"{CERTIFICATE}.line_conditions.particulars"
SKILLS = "schemes.project-skills-training"
CLASS = f"{KEY}.line_conditions.class"
BASE = "schemes.guidance-base.line_conditions.guidance-base"


places = lru_cache(maxsize=2)(Places)


def edited(pack: str, place: str, old: str, new: str) -> str:
    """`pack` with `old` replaced in the line where `place` stands, or with `new` added below it when `old` is empty."""
    lines = pack.split("\n")
    index = places(pack).line(tuple(place.split("."))) - 1
    assert old in lines[index], (place, lines[index])
    lines[index] = lines[index].replace(old, new, 1) if old else f"{lines[index]}\n{new}"
    return "\n".join(lines)


def problems(pack: str | bytes) -> tuple[PackProblem, ...]:
    with pytest.raises(PackInvalid) as invalid:
        load(pack.encode() if isinstance(pack, str) else pack)
    return invalid.value.problems


NAMES_THAT_NOTHING_DEFINES = [
    (HOURS, "hours_total", "hours_totl", f"{HOURS}.fact", "unknown-fact"),
    (HOURS, "m03", "m99", f"{HOURS}.clause", "unknown-clause"),
    (HOURS, "at-least", "at-lest", HOURS, "unknown-rule"),
    (SHARE, '"offline-share"', '"offline"', f"{SHARE}.interpretation", "unknown-interpretation"),
    (f"{LABOUR}.limits", "once", "twice", f"{LABOUR}.limits.0", "unknown-limit"),
    (f"{LABOUR}.line_conditions.key-enterprise", "key-enterprises", "firms", None, "unknown-register"),
    (f"{SKILLS}.line_conditions.priority-group", "migrant", "emigrant", None, "unknown-choice"),
    (f"{GRADUATE}.amount.unsettled", '"undergraduate-rate"', '"rate"', None, "unknown-interpretation"),
    (f"{GRADUATE}.amount.yuan", "secondary", "primary", f"{GRADUATE}.amount.yuan", "unknown-choice"),
    ("interpretations.offline-share.clause", "m03", "m3", None, "unknown-clause"),
    ("limits.enterprise-quota.register", "demonstration", "model", None, "unknown-register"),
    ("limits.introduction-once.day", "hired_on", "hired", None, "unknown-fact"),
    ("limits.training-no-repeat.alike.level", "level", "rung", "limits.training-no-repeat.alike.rung", "unknown-fact"),
    ("milestones.employed-3-months", "hired_on", "hired", "milestones.employed-3-months.fact", "unknown-fact"),
    (f"{KEY}.verify.employee", "employee", "staff", f"{KEY}.verify.staff", "unknown-fact"),
    (f"{KEY}.line_facts.optional", "certificate_no", "trade", f"{KEY}.line_facts", "unknown-fact"),
    ("registers.hr-parks.attributes", "rated_on", "rated", "registers.hr-parks.attributes.1", "unknown-fact"),
    (f"{CLASS}.reads", "hours_total =", "hours =", f"{CLASS}.reads.hours", "unknown-fact"),
    (f"{CLASS}.reads", '= "hours_total"', '= "field"', f"{CLASS}.reads.hours_total", "unknown-attribute"),
    (f"{BASE}.reads", '= "tier"', '= "rating"', f"{BASE}.reads.tier", "unknown-attribute"),
    ("registers.guidance-bases.attributes", '"tier", ', "", f"{BASE}.reads.tier", "unknown-attribute"),
    (BASE, '"guidance-bases"', '"bases"', f"{BASE}.register", "unknown-register"),
]
VALUES_WITHOUT_A_SOURCE = [
    (HOURS, ', clause = "m03"', "", HOURS, "no-source"),
    (f"{KEY}.amount", ', clause = "m03"', "", f"{KEY}.amount", "no-source"),
    (f"{KEY}.verify.employee", 'clause = "m03", interpretation = "verification"', "", None, "no-source"),
    (f"{COURSE}.amount.clause", 'clause = "m01"', "", f"{COURSE}.amount", "no-source"),
    ("interpreter.clause", 'clause = "closing-3"', "", "interpreter", "no-source"),
    ("public_notice.interpretation", 'interpretation = "notice-term"', "", "public_notice", "no-source"),
    ("limits.training-yearly.yearly", 'clause = "closing-1", interpretation = "year-of"', "", None, "no-source"),
    ("authorities.350203", ', clause = "closing-2"', "", None, "no-source"),
]
WHO_PAYS = [
    ("authorities.350200", ', government = "city"', "", f"{CERTIFICATE}.paid_by", "no-city"),
    ("authorities.350203", "clause", 'government = "city", clause', "authorities.350203.government", "second-city"),
    ("authorities.350203", "clause", 'government = "town", clause', "authorities.350203.government", "not-one-of"),
    (f"{ZONE}.paid_by", 'fact = "park_status", ', "", f"{ZONE}.paid_by", "payer-without-fact"),
    (f"{KEY}.paid_by", "clause", 'fact = "rating", clause', f"{KEY}.paid_by", "payer-without-fact"),
    (f"{ZONE}.paid_by", '"park_status"', '"rating"', f"{ZONE}.paid_by.fact", "fact-not-asked"),
    (f"{ZONE}.paid_by", '"park_status"', '"status"', f"{ZONE}.paid_by.fact", "unknown-fact"),
    (f"{ZONE}.paid_by", "{ district = {", "{ zone = {", f"{ZONE}.paid_by.among", "unknown-choice"),
]
BOUNDS_AND_DATES = [
    (f"{CERTIFICATE}.amount", "= 500", "= 3_001", f"{CERTIFICATE}.amount", "cap-below-floor"),
    ("received.to", "2024", "2022", "received.to", "dates-out-of-order"),
    ("issued_on", "2023", "2025", "received.to", "dates-out-of-order"),
    (HOURS, "minimum = 40", "minimum = 0", f"{HOURS}.minimum", "out-of-range"),
    (SHARE, "percent = 50", "percent = 101", f"{SHARE}.percent", "out-of-range"),
    ("advance.percent", "70", "70.5", "advance.percent", "wrong-type"),
    *((f"{KEY}.amount", "1_200", wrong, f"{KEY}.amount.yuan", "not-an-amount")
      for wrong in ("0", "-1", "1_200.005", "1e999999", "nan", "true", '"1200"', "2000-01-01")),
]  # fmt: skip
MILESTONES_AND_LIMITS = [
    ("milestones.employed-6-months", "months = 6", "months = 3", f"{LABOUR}.amount.stages", "stages-out-of-order"),
    ("milestones.employed-3-months", "hired_on", "period_to", f"{LABOUR}.amount.stages.0", "milestone-unreachable"),
    ("milestones", "", 'half = { zh = "半", en = "h", fact = "hired_on", months = 1, clause = "m09" }',
     "milestones.half", "milestone-unreachable"),
    (f"{LABOUR}.limits", '"introduction-once"', "", "limits.introduction-once", "limit-over-nothing"),
    ("limits.introduction-once.over", "person", "site", f"{LABOUR}.limits.0", "limit-over-nothing"),
    (f"{LABOUR}.limits", "introduction-once", "certificate-once", f"{LABOUR}.limits.0", "fact-not-asked"),
    (f"{LABOUR}.limits", "introduction-once", "enterprise-quota", f"{LABOUR}.limits.0", "quota-without-register"),
    ("limits.enterprise-quota.register", "demonstration", "key", "limits.enterprise-quota.register",
     "register-without-quota"),
    ("limits.training-yearly.waivable", "true", "1", "limits.training-yearly.waivable", "wrong-type"),
    ("limits.training-yearly.day", "certificate_on", "occupation", None, "wrong-fact-type"),
]  # fmt: skip
ASKED_AND_EXAMINED = [
    (HOURS, "hours_total", "insured_months", f"{HOURS}.fact", "fact-not-asked"),
    (HOURS, "hours_total", "exam_passed", f"{HOURS}.fact", "wrong-fact-type"),
    (f"{KEY}.line_facts.required", "[", '["graduated", ', None, "fact-not-examined"),
    (f"{KEY}.line_facts.required", "[", '["employee", ', f"{KEY}.line_facts", "fact-twice"),
    (f"{KEY}.verify.employee", "employee", "certificate_no", f"{KEY}.verify.certificate_no", "fact-not-examined"),
    (f"{COURSE}.application_conditions.project.key", "entry", "industry", None, "fact-not-asked"),
    (
        f"{COURSE}.application_conditions.project.reads",
        'cost_fen = "cost_fen", ',
        "",
        f"{COURSE}.amount.not_above.fact",
        "fact-not-asked",
    ),
    (
        f"{COURSE}.application_conditions.project.reads",
        ', standard_fen = "standard_fen"',
        "",
        f"{COURSE}.amount.fact",
        "fact-not-asked",
    ),
    (f"{COURSE}.amount.fact", "standard_fen", "standard", f"{COURSE}.amount.fact", "unknown-fact"),
    (f"{COURSE}.amount.fact", "standard_fen", "premium_fen", f"{COURSE}.amount.fact", "fact-not-asked"),
    (f"{COURSE}.amount.fact", "standard_fen", "occupation", f"{COURSE}.amount.fact", "wrong-fact-type"),
    (f"{COURSE}.amount.not_above", "cost_fen", "premium_fen", f"{COURSE}.amount.not_above.fact", "fact-not-asked"),
    (f"{COURSE}.amount.not_above", "cost_fen", "level", f"{COURSE}.amount.not_above.fact", "wrong-fact-type"),
    (f"{GRADUATE}.amount.yuan", ", higher = 4_000", "", f"{GRADUATE}.amount", "choice-without-amount"),
    (
        f"{GRADUATE}.amount.yuan",
        "{",
        "{ undergraduate = 1,",
        f"{GRADUATE}.amount.unsettled.undergraduate",
        "choice-twice",
    ),
]
READ_FROM_ENTRIES = [
    (f"{KEY}.line_facts.optional", "[", '["hours_total", ', KEY, "fact-read-and-asked"),
    (f"{KEY}.application_facts.optional", "[", '["level", ', KEY, "fact-read-and-asked"),
    (f"{KEY}.verify.employee", "employee", "hours_total", KEY, "fact-read-and-asked"),
    ("schemes.guidance-base.line_facts.required", "[", '["tier", ', "schemes.guidance-base", "fact-read-and-asked"),
    (f"{KEY}.application_conditions.demonstration-enterprise", 'on = "received_on"',
     'on = "received_on", reads = { project_no = "key" }', KEY, "fact-twice"),
    (f"{CLASS}.reads", '= "hours_total"', '= "completed_on"', f"{CLASS}.reads.hours_total", "wrong-fact-type"),
    (f"{CLASS}.reads", 'occupation = "occupation"', 'occupation = "level"', f"{CLASS}.reads.occupation",
     "wrong-fact-type"),
    (f"{CLASS}.reads", 'project_no = "key"', 'certificate_no = "key"', f"{CLASS}.reads.certificate_no",
     "wrong-fact-type"),
    (f"{BASE}.reads", '= "tier"', '= "key"', f"{BASE}.reads.tier", "wrong-fact-type"),
    (f"{CLASS}.key", "entry", "certificate_kind", f"{CLASS}.key", "wrong-fact-type"),
    (f"{BASE}.reads", 'site = "key"', 'entry = "key"', "schemes.guidance-base", "fact-asks"),
    ("registers.guidance-bases.attributes", "[", '["entry", ', "registers.guidance-bases.attributes.0",
     "attribute-of-applications"),
    ("registers.guidance-bases.attributes", "[", '["certificate_no", ', "registers.guidance-bases.attributes.0",
     "attribute-of-applications"),
    ("schemes.differentiated-training.application_conditions.project.reads", ', standard_fen = "standard_fen"', "",
     "schemes.differentiated-training.amount.fact", "fact-not-read"),
    ("registers.guidance-bases.kind", "site", "body", f"{BASE}.key", "body-without-code"),
    (f"{LABOUR}.line_conditions.key-enterprise", '"employer_uscc"', '"entry"',
     f"{LABOUR}.line_conditions.key-enterprise.key", "body-without-code"),
    ("registers.guidance-bases.kind", "site", "place", "registers.guidance-bases.kind", "not-one-of"),
    ("registers.labour-cooperation-operators.documents", "2", "0", None, "out-of-range"),
    (f"{SKILLS}.application_conditions.project.key", "entry", "applicant", f"{SKILLS}.limits.0",
     "quota-without-register"),
    ("limits.project-quota.key", "entry", "applicant", f"{SKILLS}.limits.0", "quota-without-register"),
    ("registers.training-projects.quota", "quota =", "quotient =", "registers.training-projects.quotient",
     "unknown-key"),
    (f"{SKILLS}.application_conditions.project.reads", 'project_no = "key", ', "", f"{SKILLS}.limits.3",
     "fact-not-asked"),
    (PARTICULARS, '"level"', '"rung"', f"{PARTICULARS}.facts",
     "unknown-fact"),
    (PARTICULARS, '"level"', '"field"', f"{PARTICULARS}.facts",
     "fact-not-asked"),
    (PARTICULARS, '["certificate_no", "certificate_on", "occupation", "level"]',
     '["level"]', f"{PARTICULARS}.facts", "too-few"),
]  # fmt: skip
VOCABULARY_OF_25 = [
    ("schemes.skill-certificate.amount", 'standard = "skill-certificate", ', "", None, "determined-by-nobody"),
    ("schemes.skill-certificate.amount", '"skill-certificate"', '"skills"', "schemes.skill-certificate.amount.standard",
     "unknown-standard"),
    ("schemes.gig-market.amount", "at_most_yuan = 1_000_000, ", "", None, "amount-unbounded"),
    ("schemes.yilubao.amount", ", per_day = { fact = \"daily_premium_fen\", first = \"period_from\", "
     "last = \"period_to\", clause = \"m14\", interpretation = \"premium-a-day\" }", "", None, "amount-unbounded"),
    ("schemes.differentiated-training.amount", "", 'standard = "skill-certificate"', None, "determined-twice"),
    ("schemes.public-post.verify.benefit", "benefit = { clause", "district_policy = { clause",
     "schemes.public-post.amount.standard", "standard-fact-declared"),
    ("standards.hard-to-employ.first", 'first = "period_from"', "", "standards.hard-to-employ",
     "standard-without-period"),
    ("standards.expert-team.quantity", 'quantity = "services"', "", "standards.expert-team",
     "standard-without-quantity"),
    ("standards.hard-to-employ.keys", "", 'on = "period_from"', "standards.hard-to-employ.on", "standard-by-months"),
    ("limits.expert-year.clip", "clip = true", "clip = 1", "limits.expert-year.clip", "wrong-type"),
    ("schemes.hr-park.line_conditions.district-policy", '"municipal", "upgraded"', '"municpal"',
     "schemes.hr-park.line_conditions.district-policy.when", "unknown-choice"),
    ("schemes.hr-park.line_conditions.district-policy", "{ fact = \"park_status\"", "{ fact = \"park\"", None,
     "unknown-fact"),
    ("schemes.hr-park.line_conditions.hr-park", 'park_status = "park_status", ', "", "schemes.hr-park.amount.fact",
     "fact-not-asked"),
    ("schemes.gig-market.line_facts.required", "[", '["district_policy", ', "schemes.gig-market.line_facts.required",
     "fact-not-examined"),
    ("schemes.gig-market.line_conditions.gig-market", 'reads = { site = "key" }, ', "", "schemes.gig-market.limits.0",
     "limit-over-nothing"),
    ("schemes.yilubao.about", '"person"', '"site"', "schemes.yilubao.limits.0", "limit-over-nothing"),
    ("limits.no-overlap.alike.benefit", "flexible-employment-insurance", "flexible", None, "unknown-scheme"),
    ("limits.no-overlap.alike.benefit", '"insurance"', '"pension"', "limits.no-overlap.alike.benefit.taken_as",
     "unknown-choice"),
    ("limits.park-award.excluded_by", "", 'closed = ["district"]', "limits.park-award.excluded_by.closed",
     "unknown-choice"),
    ("limits.training-yearly.waivable", "", 'also = ["yearly"]', "limits.training-yearly.also.0", "unknown-limit"),
    ("limits.training-yearly.waivable", "", 'also = ["introduction-once"]', "limits.training-yearly.also",
     "also-with-alike"),
    ("limits.training-yearly.waivable", "", "within = { from = 2025-01-01, to = 2024-01-01 }",
     "limits.training-yearly.within", "dates-out-of-order"),
    ("limits.introduction-once.day", "", 'also = ["site-once"]', "limits.introduction-once.also.0", "also-over-other"),
    ("issued_on", "", "applies_from = 2025-01-01", "applies_from", "dates-out-of-order"),
    ("pays_nobody.events.quote", "创新创业大赛", "创业大赛", "pays_nobody.events.quote", "not-in-clause"),
    ("pays_nobody.labour-brands.clause", "m12", "m13", "clauses.m12", "clause-unused"),
    ("pays_nobody.events.clause", "m13", "m31", "pays_nobody.events.clause", "unknown-clause"),
]  # fmt: skip
BANDS = [
    ("{ from = 1, to = 40, yuan = 100, clause = 'm01' }, { from = 40, yuan = 200, clause = 'm01' }", "bands-overlap"),
    ("{ from = 1, yuan = 100, clause = 'm01' }, { from = 41, yuan = 200, clause = 'm01' }", "bands-overlap"),
    ("{ from = 50, yuan = 100, clause = 'm01' }, { from = 1, to = 9, yuan = 2, clause = 'm01' }", "bands-overlap"),
    ("{ from = 9, to = 8, yuan = 100, clause = 'm01' }", "cap-below-floor"),
    ("{ from = 1, to = 40, yuan = 100 }", "no-source"),
    ("{ from = -1, to = 40, yuan = 100, clause = 'm01' }", "out-of-range"),
]
WORDS = [
    ("facts.occupation", '"text"', '"choice"', "facts.occupation", "choices-missing"),
    ("facts.level.type", '"choice"', '"text"', "facts.level", "choices-not-allowed"),
    ("facts.tier.choices.1", "1", "first", "facts.tier.choices.first", "not-a-rank"),
    ("facts.occupation", '"text"', '"txt"', "facts.occupation.type", "not-one-of"),
]
FORM = [
    ("id", "xiamen-2023-187", "Xiamen 2023", "id", "not-a-name"),
    ("number", "number = 1", "", "(file)", "missing-key"),
    ("number", "", "numbr = 2", "numbr", "unknown-key"),
    ("number", "1", "0x" + "f" * 5000, "number", "out-of-range"),
    (f"{CERTIFICATE}.clause", "", 'colour = "red"', f"{CERTIFICATE}.colour", "unknown-key"),
    (f"{CERTIFICATE}.clause", 'clause = "m01"', "", CERTIFICATE, "missing-key"),
    (f"{CERTIFICATE}.en", "Skill certificate subsidy", " ", f"{CERTIFICATE}.en", "empty-text"),
    (f"{CERTIFICATE}.en", '"Skill certificate subsidy"', "7", f"{CERTIFICATE}.en", "wrong-type"),
    (HOURS, 'rule = "at-least", ', "", HOURS, "missing-key"),
    (f"{KEY}.about", "person", "people", f"{KEY}.about", "not-one-of"),
    (f"{KEY}.applicant", '["organisation"]', "[]", f"{KEY}.applicant.kinds", "too-few"),
    (f"{KEY}.limits", '"enterprise-quota"', "7", f"{KEY}.limits.0", "wrong-type"),
    ("issued_on", "2023-08-24", '"2023-08-24"', "issued_on", "wrong-type"),
    ("issued_on", "2023-08-24", "2023-08-24T00:00:00", "issued_on", "wrong-type"),
]
PARK, BRICS = "limits.park-award.excluded_by", "schemes.brics-training"
SENSE = [
    (f"{SKILLS}.limits", '"certificate-once"', '"certificate-once", "certificate-once"', None, "listed-twice"),
    (f"{KEY}.line_conditions.internal-certificate", '"internal"', '"internal", "internal"', None, "listed-twice"),
    (f"{KEY}.applicant", '"organisation"', '"organisation", "organisation"', f"{KEY}.applicant.kinds", "listed-twice"),
    (f"{PARK}.district", '"municipal"', '"municipal", "municipal"', f"{PARK}.district", "listed-twice"),
    (f"{PARK}.upgraded", 'upgraded = ["municipal", "upgraded"]', "", PARK, "choice-not-excluded"),
    (HOURS, "", 'most = { rule = "at-most", fact = "hours_total", maximum = 39, clause = "m03" }',
     f"{KEY}.line_conditions.most", "never-met"),
    (f"{KEY}.line_conditions.internal-certificate", "",
     'other = { rule = "one-of", fact = "certificate_kind", accepted = ["institute"], clause = "m03" }',
     f"{KEY}.line_conditions.other", "never-met"),
    (f"{KEY}.budget", "20_000_000", "1_199", f"{KEY}.budget", "nothing-fits"),
    (SHARE, '"hours_offline"', '"hours_total"', SHARE, "compared-with-itself"),
    ("schemes.yilubao.line_conditions.period-in-order", "period_to", "period_from", None, "compared-with-itself"),
    ("facts.hours_offline", "线下课时", "培训总课时", "facts.hours_offline", "called-alike"),
    ("facts.category.choices.unemployed", "Unemployed person", "Migrant worker", None, "called-alike"),
    ("schemes.project-entrepreneurship-training.zh", "项目制创业培训补贴", "项目制就业技能培训补贴",
     "schemes.project-entrepreneurship-training", "called-alike"),
    ("funding_order.provincial", "Provincial funds", "Municipal funds", "funding_order.municipal", "called-alike"),
    ("schemes.yilubao.amount", "percent = 50", 'percent = "50%"', "schemes.yilubao.amount.percent", "wrong-type"),
    ("registers.gig-markets", "[", "[registers.idle]\nzh = '空'\nen = 'Idle'\nclause = 'm07'\n[", "registers.idle",
     "register-unasked"),
    ("clauses.m12", "m12", '"m 12"', "clauses.m 12", "not-an-id"),
    (f"{BRICS}.line_conditions.field", "field", "training-yearly",
     f"{BRICS}.line_conditions.training-yearly", "name-taken"),
    (f"{BRICS}.line_conditions.field", "field", "amount", f"{BRICS}.line_conditions.amount", "name-taken"),
    ("facts.determined_fen", "determined_fen", "set_fen", f"{CERTIFICATE}.amount", "determined-unnamed"),
    ("facts.premium_fen", "premium_fen", "premium", "facts.premium", "fen-misnamed"),
    ("facts.hours_total", "hours_total", "hours_fen", "facts.hours_fen", "fen-misnamed"),
]  # fmt: skip
ALL = [
    *NAMES_THAT_NOTHING_DEFINES,
    *VALUES_WITHOUT_A_SOURCE,
    *WHO_PAYS,
    *BOUNDS_AND_DATES,
    *MILESTONES_AND_LIMITS,
    *ASKED_AND_EXAMINED,
    *READ_FROM_ENTRIES,
    *VOCABULARY_OF_25,
    *WORDS,
    *FORM,
    *SENSE,
]


@pytest.mark.parametrize(("place", "old", "new", "where", "code"), ALL, ids=lambda parameter: str(parameter)[:40])
def test_a_mistake_is_found_where_it_stands(place: str, old: str, new: str, where: str | None, code: str):
    told = problems(edited(PACK, place, old, new))
    assert all(sentence(problem) for problem in told)
    pairs = {(problem.where, problem.code) for problem in told}
    if where is None:
        assert {at for at, noted_code in pairs if noted_code == code and at.startswith(place)}, pairs
    else:
        assert (where, code) in pairs


@pytest.mark.parametrize(("bands", "code"), BANDS)
def test_tiers_by_a_number_do_not_overlap(bands: str, code: str):
    amount = f'{{ rule = "by-band", fact = "hours_total", clause = "m03", bands = [{bands}] }}'
    told = problems(edited(PACK, f"{KEY}.amount", '{ rule = "flat", yuan = 1_200, clause = "m03" }', amount))
    assert code in {problem.code for problem in told if problem.where.startswith(f"{KEY}.amount")}
    assert all(sentence(problem) for problem in told)


@pytest.mark.parametrize(
    ("place", "old", "new", "where", "code"),
    [
        (
            f"{BRICS}.line_conditions.hours-practical",
            "hours-practical",
            '"Hours|Practical"',
            f"{BRICS}.line_conditions.Hours|Practical",
            "not-an-id",
        ),
        (
            f"{BRICS}.line_conditions.field",
            "field",
            "institute-approved",
            f"{BRICS}.line_conditions.institute-approved",
            "name-taken",
        ),
    ],
)
def test_a_name_that_others_could_be_mistaken_for_is_no_name(place: str, old: str, new: str, where: str, code: str):
    assert (where, code) in {(problem.where, problem.code) for problem in problems(edited(PACK, place, old, new))}


def test_a_limit_on_a_sum_that_no_single_line_fits_pays_nobody():
    pack = edited(PACK, "schemes.labour-cooperation-operator.limits", '"site-once"', '"site-once", "expert-year"')
    load(pack.encode())
    pack = edited(pack, "limits.expert-year.at_most_yuan", "50_000", "49_999")
    (problem,) = problems(pack)
    assert (problem.where, problem.code) == ("schemes.labour-cooperation-operator.limits.1", "nothing-fits")
    assert sentence(problem) == ("At most 49999 yuan: a single line is worth 50000 yuan, so that nobody could be paid.")


def test_a_bound_that_is_asked_only_sometimes_excludes_nothing():
    condition = (
        'most = { rule = "at-most", fact = "hours_total", maximum = 39, clause = "m03", '
        'when = { fact = "certificate_kind", among = ["internal"] } }'
    )
    load(edited(PACK, HOURS, "", condition).encode())


def test_the_mark_that_some_editors_put_before_a_file_is_no_mistake():
    assert load(b"\xef\xbb\xbf" + PACK.encode()).policy == "xiamen-2023-187"


def test_tiers_that_do_not_overlap_are_in_order():
    bands = "{ from = 1, to = 40, yuan = 100, clause = 'm03' }, { from = 41, yuan = 200, clause = 'm03' }"
    amount = f'{{ rule = "by-band", fact = "hours_total", clause = "m03", bands = [{bands}] }}'
    pack = edited(PACK, f"{KEY}.amount", '{ rule = "flat", yuan = 1_200, clause = "m03" }', amount)
    assert load(pack.encode()).schemes["key-enterprise-training"].amount.most_fen == 20_000


@pytest.mark.parametrize(
    ("place", "old", "new", "code"),
    [
        (HOURS, "m03", "m99", "unknown-clause"),
        (f"{KEY}.amount", "1_200", "0", "not-an-amount"),
        ("milestones.employed-6-months", "months = 6", "months = 0", "out-of-range"),
        (f"{GRADUATE}.amount.unsettled", '"undergraduate-rate"', '"rate"', "unknown-interpretation"),
        (
            f"{LABOUR}.amount.stages",
            "[",
            '[{ milestone = "first-day", yuan = 1, clause = "m09" },',
            "unknown-milestone",
        ),
    ],
)
def test_a_mistake_is_found_at_its_line(place: str, old: str, new: str, code: str):
    expected = Places(PACK).line(tuple(place.split(".")))
    complaints = problems(edited(PACK, place, old, new))
    assert [problem.line for problem in complaints if problem.code == code] == [expected]


def test_a_mistake_in_an_element_of_an_array_is_found_at_the_element_s_line():
    stages = Places(PACK).line((*LABOUR.split("."), "amount", "stages"))
    complaints = problems(
        PACK.replace('milestone = "employed-6-months", yuan', 'milestone = "employed-9-months", yuan')
    )
    assert [problem.line for problem in complaints if problem.code == "unknown-milestone"] == [stages + 2]


def test_all_mistakes_are_found_at_once_in_the_order_of_the_file():
    pack = PACK
    for place, old, new in [
        (HOURS, "hours_total", "hours_totl"),
        (SHARE, '"m03"', '"m99"'),
        (f"{CERTIFICATE}.amount", "= 500", "= 3_001"),
        ("number", "1", "0"),
        ("milestones.employed-6-months", "months = 6", 'months = "six"'),
    ]:
        pack = edited(pack, place, old, new)
    complaints = problems(pack)
    assert [problem.code for problem in complaints] == [
        "out-of-range",
        "wrong-type",
        "cap-below-floor",
        "unknown-fact",
        "unknown-clause",
    ]
    assert [problem.line for problem in complaints] == sorted(problem.line for problem in complaints)


def test_a_notice_without_schemes_is_told_so_and_not_what_follows_from_it():
    head, tail = PACK.split("[schemes.project-skills-training]")[0], PACK.split("# 四、用语")[1]
    codes = [problem.code for problem in problems(f"{head}#{tail}")]
    assert "missing-key" in codes
    assert "register-unasked" not in codes


def test_a_mistake_in_one_table_is_not_told_of_the_tables_that_name_it():
    complaints = problems(edited(PACK, "milestones.employed-6-months", "months = 6", 'months = "six"'))
    assert [(problem.where, problem.code) for problem in complaints] == [
        ("milestones.employed-6-months.months", "wrong-type")
    ]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "missing-key", 1),
        (b"\xff\xfe", "not-utf8", 1),
        (b"a = 1\nb = \xff", "not-utf8", 2),
        (b"a = 1\nb = [", "not-toml", 1),
        (b"a = 1\na = 2\n", "not-toml", 2),
        (b"a = " + b"[" * 5000, "not-toml", 1),
        (b"a = " + b"9" * 5000, "not-toml", 1),
        ("a = 1\nzh = “项目”\n".encode(), "wide-sign", 2),
        ("a = 1\nb ＝ 2\n".encode(), "wide-sign", 2),
        ("a = [1，2]\n".encode(), "wide-sign", 1),
        ('a = "“好”" 2 # ＝\n'.encode(), "not-toml", 1),
        (b"schemes = 3", "wrong-type", 1),
        (b"[schemes]\nx = 0x" + b"f" * 5000, "wrong-type", 2),
    ],
)
def test_a_file_that_is_no_pack_is_told_so(content: bytes, code: str, line: int):
    assert (code, line) in {(problem.code, problem.line) for problem in problems(content)}


def lost_or_moved(data: st.DataObject) -> str:
    """The pack with a few of its lines taken away or put elsewhere."""
    lines = PACK.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        line = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
        if data.draw(st.booleans()):
            lines.insert(data.draw(st.integers(0, len(lines))), line)
    return "\n".join(lines)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_pack_with_any_lines_lost_or_moved_is_loaded_or_refused_with_sentences(data: st.DataObject):
    assert all(sentence(problem) for problem in _told(lost_or_moved(data)))


@pytest.mark.campaign
@given(st.data())
@settings(max_examples=3_000, deadline=None)
def test_no_pack_of_a_campaign_crashes_the_check(data: st.DataObject):
    assert all(sentence(problem) for problem in _told(lost_or_moved(data)))


def _told(pack: str) -> tuple[PackProblem, ...]:
    try:
        load(pack.encode())
    except PackInvalid as invalid:
        return invalid.problems
    return ()


def test_a_problem_reads_as_a_line_of_text():
    (problem,) = problems(edited(PACK, HOURS, "hours_total", "hours_totl"))
    assert str(problem).endswith(f"{HOURS}.fact: unknown-fact (found=hours_totl)")


def test_what_was_loaded_once_is_loaded_again_without_being_checked():
    content = shipped("xiamen-2023-187")
    assert load_adopted(content) == load(content)
