"""The page behind a message: one size whatever it says, no word without the secret, one answer that counts."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api.routes.link import SIZE
from dispatch.notify.call_out import CallState
from tests.api.towns import an_app, calling_town, ended_town


@pytest.fixture(scope="module")
def app() -> Flask:
    return an_app(calling_town().embedded.services)


def a_link(number: int) -> tuple[str, str]:
    _, locator, secret = calling_town().texts[number]
    return locator, secret


def post(app: Flask, locator: str, secret: str, answer: str = "", words: str = "") -> TestResponse:
    return app.test_client().post(f"/c/{locator}", data={"secret": secret, "answer": answer, "words": words})


def state_behind(locator: str) -> CallState:
    with calling_town().embedded.services.work(reads_only=True) as work:
        link = work.uow.calls.link(locator)
        call = work.uow.calls.get(link.capability) if link else None
        assert call is not None
        return call.state


def test_the_page_that_opens_says_the_same_for_every_locator(app: Flask) -> None:
    locator, _ = a_link(0)
    known, unknown = (app.test_client().get(f"/c/{each}").text.replace(each, "") for each in (locator, "a" * 22))
    assert known == unknown and "link.js" in known


def test_the_secret_opens_half_day_and_area_and_nothing_of_the_tender(app: Flask) -> None:
    text = post(app, *a_link(0)).text
    assert "2026年12月16日上午" in text and "长沙市" in text and "我能参加" in text
    assert "示例第一小学" not in text and "DEMO-2026" not in text and "09:00" not in text


def test_yes_is_taken_once_and_shown(app: Flask) -> None:
    locator, secret = a_link(1)
    first, second = post(app, locator, secret, "accept"), post(app, locator, secret, "decline", "RF3")
    assert "已记录：您能参加" in first.text and "已记录：您能参加" in second.text
    assert state_behind(locator) is CallState.ACCEPTED


def test_no_needs_a_reason_of_the_list(app: Flask) -> None:
    locator, secret = a_link(2)
    refused = post(app, locator, secret, "decline", "because")
    assert refused.status_code == 422 and "没有这个拒绝理由代码" in refused.text
    assert "已记录：您不参加" in post(app, locator, secret, "decline", "RF1").text


def test_leave_can_be_asked_for_after_yes(app: Flask) -> None:
    locator, secret = a_link(3)
    post(app, locator, secret, "accept")
    assert "已记录：您请假" in post(app, locator, secret, "leave", "RF2").text


def test_a_false_secret_and_an_unknown_locator_are_one_answer(app: Flask) -> None:
    locator, secret = a_link(4)
    false, unknown = post(app, locator, "A" * 22), post(app, "b" * 22, secret)
    assert false.status_code == unknown.status_code == 404
    assert false.text.replace(locator, "") == unknown.text.replace("b" * 22, "")


def test_every_answer_has_one_size(app: Flask) -> None:
    locator, secret = a_link(4)
    answers = [app.test_client().get(f"/c/{locator}"), post(app, locator, secret), post(app, locator, "A" * 22), post(app, locator, "")]
    answers += [post(app, locator, secret, "decline", "?"), post(app, locator, secret, "accept"), post(app, *a_link(2))]
    assert {len(answer.data) for answer in answers} == {SIZE}


def test_the_secret_is_in_no_address_and_no_referrer_leaves(app: Flask) -> None:
    locator, secret = a_link(4)
    answer = post(app, locator, secret)
    assert answer.headers["Referrer-Policy"] == "no-referrer" and answer.headers["Cache-Control"] == "no-store"
    assert f"#{secret}" not in answer.text and f"{locator}?" not in answer.text


def test_whoever_has_never_told_his_relations_may_tell_them_where_he_says_yes(app: Flask) -> None:
    locator, secret = a_link(1)
    post(app, locator, secret, "accept")
    shown = post(app, locator, secret).text
    assert "请申报一般情况" in shown and "不宜同组" not in shown and "示例第一小学" not in shown
    told = {"secret": secret, "answer": "declare", "kind": "持股", "other": "示例第9001号施工有限公司", "share": "5%"}
    assert "已登记1项" in app.test_client().post(f"/c/{locator}", data=told).text
    assert "请申报一般情况" not in post(app, locator, secret, "declare").text


def test_the_questions_name_no_party_and_are_over_with_the_report() -> None:
    app, (locator, secret) = an_app(ended_town().embedded.services), ended_town().asked[0]
    shown = post(app, locator, secret)
    assert "监督部门的人员" in shown.text and "示例" not in shown.text and "以上情形都没有" not in shown.text


def test_an_expert_confirms_his_own_fee() -> None:
    app, (locator, secret) = an_app(ended_town().embedded.services), ended_town().fees[0]
    shown = post(app, locator, secret).text
    assert "实发（元）" in shown and "金额无误" in shown and "示例新区" not in shown
    assert "专家确认" in post(app, locator, secret, "accept").text
