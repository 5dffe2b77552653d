"""The worked examples of the design, as an officer would tell them."""

from __future__ import annotations

from tests.policies.documents import answer, application, assessed, finding, line, listed


def test_of_30_trainees_27_with_a_certificate_and_1_of_them_of_no_group_26_are_paid():
    scheme = "project-skills-training"
    lines = [line(scheme, number) for number in range(1, 27)]
    lines += [line(scheme, 27, category="general")]
    lines += [line(scheme, number, certificate_kind=None) for number in (28, 29, 30)]
    evaluation = answer(application(scheme, *lines))
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (True, 2_600_000)
    assert [one["line"] for one in evaluation["lines"] if one["eligible"]] == list(range(1, 27))


def test_40_hours_of_which_20_offline_are_paid_1200_yuan():
    evaluation = answer(application("key-enterprise-training"))
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (True, 120_000)
    assert evaluation["lines"][0]["instalments"] == [{"instalment": 1, "amount_fen": 120_000, "payable": "on-approval"}]


def test_41_hours_of_which_20_offline_are_refused_under_measure_three():
    registers = listed("key-enterprise-training", hours_total=41, hours_offline=20)
    evaluation = answer(application("key-enterprise-training", registers=registers))
    verdict = finding(evaluation["lines"][0], "offline-share")
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (False, 0)
    assert (verdict["clause"], verdict["outcome"], verdict["values"]["percent"]) == ("m03", "not_met", "48.8")


def test_a_cost_of_2350_yuan_with_a_standard_of_2000_is_paid_2000_yuan():
    assert assessed("differentiated-training", cost_fen=235_000, standard_fen=200_000)["amount_fen"] == 200_000


def test_a_cost_of_2350_yuan_with_a_standard_of_2350_is_refused_and_not_clipped():
    one = assessed("differentiated-training", cost_fen=235_000, standard_fen=235_000)
    assert (one["eligible"], one["amount_fen"]) == (False, 0)


def test_a_certificate_with_3100_yuan_determined_is_refused_under_measure_one():
    one = assessed("skill-certificate", determined_fen=310_000)
    verdict = finding(one, "amount")
    assert (verdict["clause"], verdict["code"]) == ("m01", "determined-outside")
    assert (verdict["values"]["floor_fen"], verdict["values"]["cap_fen"]) == (50_000, 300_000)


def test_a_fourth_training_in_2024_is_refused_under_the_closing_paragraph():
    used = [{"limit": "training-yearly", "line": 1, "count": 3}]
    evaluation = answer(application("skill-certificate", used=used))
    verdict = finding(evaluation["lines"][0], "training-yearly")
    assert (verdict["clause"], verdict["outcome"], evaluation["amount_fen"]) == ("closing-1", "not_met", 0)


def test_an_application_received_on_the_second_of_january_2025_is_found_against():
    evaluation = answer(application("key-enterprise-training", received_on="2025-01-02"))
    verdict = finding(evaluation, "acceptance-window")
    assert (verdict["clause"], verdict["outcome"]) == ("closing-3", "not_met")
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (False, 0)


def test_a_worker_who_is_introduced_is_worth_1000_yuan_twice():
    one = assessed("labour-introduction")
    assert [part["amount_fen"] for part in one["instalments"]] == [100_000, 100_000]
    assert [part["payable"] for part in one["instalments"]] == ["employed-3-months", "employed-6-months"]
