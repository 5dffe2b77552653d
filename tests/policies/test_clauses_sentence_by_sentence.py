"""The notice, sentence by sentence: what each is in the pack, so that none is left out in silence."""

from __future__ import annotations

import pytest

from tests.policies.documents import EDITION

SENTENCES: dict[str, list[tuple[str, set[str]]]] = {
    "m01": [
        ("做好各类劳动者职业技能培训", set()),
        (
            "按就业技能培训1000元/人、创业培训1500元/人给予培训单位补贴",
            {
                "project-skills-training",
                "project-entrepreneurship-training",
                "training-projects",
                "project-quota",
                "project-scale",
                "recognised-in-register",
            },
        ),
        ("给予500-3000元/人培训补贴", {"skill-certificate"}),
        ("最高不超过2000元/人", {"differentiated-training", "cost-reference"}),
    ],
    "m02": [
        ("开展企业新型学徒制培训", set()),
        ("按4000-6000元/人标准给予补助", {"new-apprenticeship", "apprenticeship-unit", "apprenticeship-plans"}),
        ("总课时不低于150课时", {"graduate-apprenticeship", "undergraduate-rate"}),
        ("中职(中级工)3000元/人、高职(高级工)4000元/人", {"graduate-apprenticeship"}),
    ],
    "m03": [
        ("支持重点企业开展岗位技能培训", set()),
        ("统筹安排资金2000万元", {"key-enterprise-training-budget", "budget-hard"}),
        ("示范企业名单和培训规模由火炬管委会统筹安排确定", {"demonstration-enterprises", "enterprise-quota"}),
        ("线下课时占比不低于50%", {"key-enterprise-training", "offline-share", "enterprise-classes"}),
    ],
    "m04": [
        ("组织实施金砖+培训", set()),
        ("五大类示范性技能提升培训", {"brics-training", "brics-employees"}),
        (
            "不高于4000元/人的培训补贴;对厦门技师学院组织开展的培训项目,免收学员培训费",
            {"brics-training", "brics-projects", "institute-courses"},
        ),
        ("数字化课程资源库、师资库", {"training-resources"}),
        ("加强金砖及其他新兴市场国家间的技能人才交流", {"training-resources"}),
    ],
    "m05": [
        ("完善布设服务网络", set()),
        ("分档给予5万元、10万元、15万元补助", {"guidance-base", "guidance-bases", "tier-order"}),
        ("分档给予10万元、15万元、20万元补助", {"taiwan-youth-base", "taiwan-youth-bases"}),
        ("探索通过购买社会组织服务等方式", {"labour-relations-services"}),
    ],
    "m06": [
        ("丰富人力资源服务点", set()),
        ("同翔高新城人力资源服务产业园建设", {"park-construction"}),
        ("100万元一次性建园补贴", {"hr-park", "hr-parks", "park-award", "park-payee"}),
        (
            "给予5万元运营补贴",
            {
                "labour-cooperation",
                "labour-cooperation-operator",
                "labour-cooperation-operators",
                "operator-duties",
                "operator-services",
            },
        ),
    ],
    "m07": [
        ("加快零工市场建设", set()),
        ("最高100万元、30万元奖补", {"gig-market", "gig-markets", "gig-station", "gig-stations"}),
    ],
    "m08": [
        ("加强创业孵化基地建设", set()),
        ("给予80万元奖补", {"incubation-base", "incubation-bases", "tier-promotion"}),
    ],
    "m09": [
        ("吸引社会力量参与", set()),
        ("提供“131”就业服务", {"service-131", "service-agreements"}),
        ("最高5万元/年奖补", {"expert-team", "expert-teams", "expert-year"}),
        (
            "满3个月,奖励1000元/人;再满3个月,再奖励1000元/人",
            {
                "labour-introduction",
                "introduction-once",
                "key-enterprises",
                "employed-3-months",
                "employed-6-months",
                "stage-months",
                "stage-loss",
            },
        ),
        ("按规定给予招工招才奖励", {"recruitment-reward", "recruitment-once"}),
        ("按规定给予社保补贴、岗位补贴", {"hard-to-employ-insurance", "public-post", "public-posts", "no-overlap"}),
    ],
    "m10": [
        ("提升信息技术应用水平", set()),
        ("探索运用元宇宙等技术", {"information-systems"}),
        ("升级社区、村级信息服务终端", {"information-systems"}),
        ("深入大数据分析应用", {"information-systems"}),
    ],
    "m11": [
        ("加强服务队伍教育培训", set()),
        (
            "培训标准按每人最高不超过1万元",
            {"staff-training-local", "staff-training-away", "staff-training", "staff-classes"},
        ),
    ],
    "m12": [
        ("培育“厦字号”劳务品牌", set()),
        ("培育一批劳务品牌龙头企业", {"labour-brands"}),
        ("举办劳务品牌展示交流活动", {"labour-brands"}),
    ],
    "m13": [
        ("举办就业创业服务品牌活动", set()),
        ("组织开展两岸技能大赛", {"cross-strait-events"}),
        ("创业主题活动", {"events"}),
        ("专项招聘活动", {"job-fairs"}),
        ("公共就业服务质量提升和品牌宣传", {"quality-and-promotion"}),
    ],
    "m14": [
        ("探索灵活就业人员保障", set()),
        ("政府补贴50%,最高保额可达40万元", {"yilubao", "insurance-products"}),
        ("给予社保补贴", {"flexible-employment-insurance", "all-three-insurances"}),
    ],
    "closing-1": [
        ("优先使用中央财政就业补助资金", {"central", "funding-order"}),
        ("每人每年可享受不超过3次补贴", {"training-yearly", "training-no-repeat", "training-group", "year-of"}),
    ],
    "closing-2": [
        ("市级预下达70%的资金", {"torch", "district-paid", "payer", "balance-share"}),
    ],
    "closing-3": [
        ("政策受理实施期限至2024年12月31日", {"acceptance-window", "reference-window"}),
    ],
}
"""By clause and in its order: words of each sentence, and what implements it. A heading implements nothing."""

CLAUSES = {
    "m01",
    "m02",
    "m03",
    "m04",
    "m05",
    "m06",
    "m07",
    "m08",
    "m09",
    "m10",
    "m11",
    "m12",
    "m13",
    "m14",
    "closing-1",
    "closing-2",
    "closing-3",
}


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_no_sentence_of_a_clause_is_left_out(clause: str):
    sentences = [sentence for sentence in EDITION.clauses[clause].text.split("。") if sentence.strip()]
    assert len(sentences) == len(SENTENCES[clause])
    for sentence, (words, _) in zip(sentences, SENTENCES[clause], strict=True):
        assert words in sentence


@pytest.mark.parametrize("clause", SENTENCES)
def test_what_a_sentence_is_in_the_pack_is_there_and_stands_on_its_clause(clause: str):
    standing = {
        **{name: scheme.clause for name, scheme in EDITION.schemes.items()},
        **{name: limit.clause for name, limit in EDITION.limits.items()},
        **{name: register.source.clause for name, register in EDITION.registers.items()},
        **{name: milestone.source.clause for name, milestone in EDITION.milestones.items()},
        **{name: authority.source.clause for name, authority in EDITION.authorities.items()},
        **{fund.id: fund.source.clause for fund in EDITION.funding_order},
        **{name: part.clause for name, part in EDITION.pays_nobody.items()},
        **{name: interpretation.clause for name, interpretation in EDITION.interpretations.items()},
    }
    for _, names in SENTENCES[clause]:
        assert {name: standing.get(name) for name in names} == dict.fromkeys(names, clause)


def test_every_scheme_limit_register_and_part_that_pays_nobody_answers_a_sentence():
    named = {name for sentences in SENTENCES.values() for _, names in sentences for name in names}
    ours = {"certificate-once", "site-once", "project-once", "brics-quota"}
    """Limits that stand on an interpretation alone."""
    kept = EDITION.schemes.keys() | EDITION.limits.keys() | EDITION.registers.keys() | EDITION.pays_nobody.keys()
    assert kept - ours <= named


def test_what_pays_nobody_is_quoted_from_a_sentence_that_it_explains():
    for name, part in EDITION.pays_nobody.items():
        sentences = EDITION.clauses[part.clause].text.split("。")
        explained = [
            sentence
            for sentence in sentences
            for words, names in SENTENCES[part.clause]
            if name in names and words in sentence
        ]
        assert explained, name
        quoted = [quotation for quotation in part.quote.split("。") if quotation]
        assert all(any(quotation in sentence for sentence in explained) for quotation in quoted), name
        assert len(quoted) == len(explained), name
