"""`expert-dispatch tender appoint`, `postpone`, `no-opening`: what may lawfully happen to a tender besides its ordinary course."""

from __future__ import annotations

from datetime import datetime, timedelta

import typer

from api.cli.output import JsonFlag, print_json, refusals_exit, say
from api.cli.tender_shown import TenderNumber, at_work, facts_of_record, tell
from dispatch.workflow.exceptions.appointed import Named
from dispatch.workflow.exceptions.name_experts import name_experts
from dispatch.workflow.exceptions.postpone import postpone as postpone_tender
from dispatch.workflow.exceptions.recall_committee import recall_committee
from dispatch.workflow.exceptions.share_committee import share_committee
from dispatch.workflow.exceptions.too_few import stop_for_too_few
from policies.calendar import LOCAL

NamedExpert = typer.Option(..., "--expert", help="“名额序号:专家编号”，序号从1起，每个名额一次 · seat:number, seats from 1")
Ground = typer.Option(..., "--ground", help="情形：complex 技术复杂或专业性强；state 国家有特殊要求 · ground")
ConsentBy = typer.Option(..., "--consent-by", help="同意（核准）的机关 · whose consent")
ConsentNo = typer.Option(..., "--consent-no", help="同意文号 · its number")
BeginsAt = typer.Option(..., "--at", formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"], help="复会开始时间（北京时间） · when it begins")
Hours = typer.Option(2, "--hours", min=1, max=24, help="预计时长（小时） · expected hours")
WhyRecalled = typer.Option(..., "--why", help="召回理由，写入记录 · the reason, kept with the record")
First = typer.Option(..., "--with", help="第一个标段（由其抽取委员会） · the section that draws")
TIMES = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
OpeningAt = typer.Option(..., "--opening-at", formats=TIMES, help="新的开标时间（北京时间） · the new opening, Beijing time")
CheckinAt = typer.Option(None, "--checkin-at", formats=TIMES, help="新的签到时间；不填则与开标间隔不变 · the new check-in")
WhyMoved = typer.Option(..., "--why", help="延期理由，写入记录 · the reason, kept with the tender")
By = typer.Option("经办人", "--by", help="谁办理 · who does it")
Bidders = typer.Option(None, "--bidders", min=0, help="投标人个数；已录入名单的以名单为准 · how many bid, where no list was filed")


@refusals_exit
def postpone(
    tender_id: str = TenderNumber,
    *,
    opening_at: datetime = OpeningAt,
    checkin_at: datetime | None = CheckinAt,
    why: str = WhyMoved,
    by: str = By,
    as_json: bool = JsonFlag,
) -> None:
    """延期开标：沿用同一抽取和同一委员会，已通知者另行询问 · a later opening with the same draw; who was called is asked again."""
    checkin = checkin_at.replace(tzinfo=LOCAL) if checkin_at else None
    with at_work() as work:
        record = postpone_tender(tender_id, opening_at=opening_at.replace(tzinfo=LOCAL), checkin_at=checkin, why=why, by=by, work=work)
    if as_json:
        print_json(facts_of_record(record))
        return
    tell(record)
    if record.draw:
        say(
            "抽取不变；已通知的专家将收到新的半日时间并再次确认，不能参加的由同一抽取补抽",
            "the draw stands; whoever was called is asked about the new half-day, and who cannot come is replaced by the same draw",
        )


@refusals_exit
def no_opening(tender_id: str = TenderNumber, bidders: int | None = Bidders, by: str = By, as_json: bool = JsonFlag) -> None:
    """投标人不足，不得开标：委员会解散，已到场者按规定补误工 · too few bidders: no opening, the committee goes home."""
    with at_work() as work:
        record = stop_for_too_few(tender_id, bidders=bidders, by=by, work=work)
    if as_json:
        print_json(facts_of_record(record))
    else:
        tell(record)


@refusals_exit
def appoint(
    tender_id: str = TenderNumber,
    *,
    expert: list[str] = NamedExpert,
    ground: str = Ground,
    consent_by: str = ConsentBy,
    consent_no: str = ConsentNo,
    by: str = By,
    as_json: bool = JsonFlag,
) -> None:
    """自行选定（直接确定）专家：待审的申请按法定情形并经同意写明专家 · name experts instead of drawing them."""
    named = tuple(_named(text) for text in expert)
    with at_work() as work:
        record = name_experts(tender_id, named, ground=ground, consent_by=consent_by, consent_no=consent_no, by=by, work=work)
    if as_json:
        print_json(facts_of_record(record))
    else:
        tell(record)
        say("所选专家已封存；仍须他人审批", "the names are sealed; another person still has to approve")


@refusals_exit
def recall(
    tender_id: str = TenderNumber,
    *,
    at: datetime = BeginsAt,
    hours: int = Hours,
    why: str = WhyRecalled,
    by: str = By,
    as_json: bool = JsonFlag,
) -> None:
    """召回原评标委员会（条例第五十六条）：成员不变，不抽取 · the original committee sits once more; nobody is drawn."""
    begins = at.replace(tzinfo=LOCAL)
    with at_work() as work:
        record = recall_committee(tender_id, begins_at=begins, duration=timedelta(hours=hours), why=why, by=by, work=work)
    if as_json:
        print_json(facts_of_record(record))
    else:
        tell(record)


@refusals_exit
def share(tender_id: str = TenderNumber, *, first: str = First, by: str = By, as_json: bool = JsonFlag) -> None:
    """与同一项目的另一标段共用评标委员会：一次抽取，本标段不另抽 · one committee, one draw for several sections."""
    with at_work() as work:
        record = share_committee(tender_id, first, by=by, work=work)
    if as_json:
        print_json(facts_of_record(record))
    else:
        tell(record)


def _named(text: str) -> Named:
    seat, _, no = text.partition(":")
    if not (seat.isascii() and seat.isdigit()) or int(seat) < 1 or not no.strip():
        raise typer.BadParameter(f"{text}: 应写作 1:SL000001 · write 1:SL000001")
    return Named(int(seat) - 1, no.strip())
