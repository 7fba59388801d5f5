"""Refusals of the lawful exceptions.

Refused
├── NotLater
├── NotUnderWay
├── PlaceIsTold
├── PostponedTooOften
├── BeyondTheDraw
├── DrawTooOld
├── BoothsTaken
├── BidsStillOpen
├── BidsNotCounted
├── EnoughBidders
├── MayNotBeAppointed
├── NotTheApplicant
├── NamedAlready
├── OnlyAtTheHost
├── NamedForOtherSeats
├── NamedExpertsBarred
├── NamedExpertsMissing
├── NamedExpertsUnfit
├── NoRecallKnown
├── RecallPlanned
├── OriginalMembersMissing
├── NotOneCommittee
├── SharesACommittee
├── OthersShareIt
├── NoCommitteeToShare
└── NotApprovedInTime
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class NotLater(Refused):
    code = "postpone.not_later"
    says = "新的开标时间{wanted}不晚于原定的{planned}；延期只能推后，提前开标须终止后重新申请"
    says_en = (
        "The new opening {wanted} is not later than {planned}; a postponement only moves back, for an earlier one give up and apply anew"
    )


class NotUnderWay(Refused):
    code = "exception.not_under_way"
    says = "项目标段{tender}当前状态为“{state}”，不能办理{act}；请核对项目编号和标段"
    says_en = "Tender {tender} is in state “{state}”: no {act_en} is possible; check number and section"


class PlaceIsTold(Refused):
    code = "postpone.place_is_told"
    says = "项目标段{tender}已告知专家报到地点，不得再延期；请终止项目，已到场者按规定补误工"
    says_en = "The experts of tender {tender} were told where to come; give the tender up, whoever came is paid for that by the rules"


class PostponedTooOften(Refused):
    code = "postpone.too_often"
    says = "项目标段{tender}已延期{times}次，达到规定的上限（{basis}）；请终止后重新申请，新的抽取须注明前次抽取"
    says_en = "Tender {tender} was postponed {times} times, the most allowed ({basis}); give it up and apply anew, naming the earlier draw"


class BeyondTheDraw(Refused):
    code = "postpone.beyond_the_draw"
    says = "新的评标结束时间晚于{latest}，已抽取的结果不能再沿用（抽取须在约定公布时间后三十日内终结）；请选更早的时间，或终止后重新申请"
    says_en = (
        "The evaluation would end after {latest}, when this draw must have ended (30 days after its agreed publication); "
        "choose an earlier time, or give up and apply anew"
    )


class DrawTooOld(Refused):
    code = "postpone.draw_too_old"
    says = "按本地规定（{basis}），抽取不得早于{earliest}，而本项目已于{drawn}抽取；请终止后重新申请，新的抽取须注明前次抽取"
    says_en = (
        "By the rules of this place ({basis}) the draw may not be before {earliest}, and it was on {drawn}; "
        "give up and apply anew, naming this draw"
    )


class BoothsTaken(Refused):
    code = "postpone.booths_taken"
    says = "已定的机位在新的时间不可用：{why}；机位清单随抽取一并冻结，不得更换，请另选时间"
    says_en = "The booths are not free at the new time ({rules}); their list is frozen with the draw, so choose another time"


class BidsStillOpen(Refused):
    code = "too_few.bids_still_open"
    says = "投标截止（{opening}）前不能认定投标人不足；请在截止后办理"
    says_en = "Before bids close at {opening} nobody can say that there are too few; come back then"


class BidsNotCounted(Refused):
    code = "too_few.not_counted"
    says = "项目标段{tender}尚未录入投标人名单；请先录入，或用 --bidders 写明投标人个数"
    says_en = "No bidder list was filed for tender {tender}; file it, or give the number of bidders as --bidders"


class EnoughBidders(Refused):
    code = "too_few.enough"
    says = "投标人{given}个，不少于{least}个（{rule}，{source}），应当开标；如需终止请用 `expert-dispatch tender cancel` 并说明理由"
    says_en = (
        "{given} bidders, at least {least} are enough ({rule}, {source}); to stop for another reason use `expert-dispatch tender cancel`"
    )


class MayNotBeAppointed(Refused):
    code = "appoint.not_lawful"
    says = "{why}（{rule}，{source}）；本申请没有相应情形或同意文号，请随机抽取，或补充 --ground、--consent-by、--consent-no"
    says_en = "{why_en} ({rule}, {source}); this application lacks ground or consent: draw at random, or give both"


class NotTheApplicant(Refused):
    code = "appoint.not_the_applicant"
    says = "自行选定是申请的一部分，只能由申请人“{by}”填报，再由他人审批；请由申请人办理"
    says_en = "Naming experts is part of the application: the applicant “{by}” does it, and another person approves"


class NamedAlready(Refused):
    code = "appoint.named_already"
    says = "项目标段{tender}的申请已写明所选专家，不得改写；请终止该申请并说明理由，再重新申请"
    says_en = "The application {tender} names its experts already and is not rewritten; give it up with a reason and apply anew"


class OnlyAtTheHost(Refused):
    code = "appoint.only_at_the_host"
    says = "远程异地评标的副场须随抽取一并选取，不能自行选定专家；请改为主场集中评标，或随机抽取"
    says_en = "Sub-venues are drawn together with the experts, so nobody can be named for a remote evaluation; sit at the host, or draw"


class NamedForOtherSeats(Refused):
    code = "appoint.other_seats"
    says = "须为全部{experts}个名额各写明一名不同的专家（现为{given}名）；不得部分抽取、部分选定"
    says_en = "Each of the {experts} seats needs one expert of its own ({given} given); a committee is drawn or named as a whole"


class NamedExpertsBarred(Refused):
    code = "appoint.barred"
    says = "所选专家不得参加本项目：{why}；请另选，监督人员可用 `expert-dispatch policy why` 查看全部理由"
    says_en = "Named experts may not serve here: {why}; name others; a supervisor sees every reason with `expert-dispatch policy why`"


class NamedExpertsMissing(Refused):
    code = "appoint.missing"
    says = "{missing}名经{mark}的专家不能参加；空缺不得由抽取填补，请重新申请并另行{mark}，或改为随机抽取"
    says_en = "{missing} of the named experts cannot come; a draw may not fill the gap: apply anew and name others, or have all drawn"


class NamedExpertsUnfit(Refused):
    """What is kept with the tender, where many may read it: no number of anybody, and no reason."""

    code = "appoint.unfit"
    says = "经{mark}的专家中有人不再符合参加本项目的条件；监督人员可用 `expert-dispatch policy why` 查看理由，请重新申请并另行{mark}"
    says_en = (
        "Among the named experts somebody may not serve here any more; a supervisor sees why with `expert-dispatch policy why`; "
        "apply anew and name others"
    )


class NoRecallKnown(Refused):
    code = "recall.not_known"
    says = "原评标委员会的召回只适用于主场集中评标的招标项目（{rule}，{source}）；政府采购和远程异地评标请按监督部门的意见办理"
    says_en = "A committee is recalled for tenders evaluated at the host only ({rule}, {source}); for others ask the supervisor"


class RecallPlanned(Refused):
    code = "recall.planned"
    says = "原评标委员会的复会{tender}正在进行；请待其结束，或先终止后再次召回"
    says_en = "The second sitting {tender} is under way; wait for its end, or cancel it first"


class OriginalMembersMissing(Refused):
    code = "recall.members_missing"
    says = (
        "原评标委员会{missing}名成员不能参加；须由原评标委员会审查确认，不得另行抽取或者更换（{rule}，{source}）；"
        "请另定时间召回，或报行政监督部门处理"
    )
    says_en = (
        "{missing} members of the original committee cannot come; nobody else may confirm ({rule}, {source}): "
        "recall them for another time, or report to the supervisor"
    )


class NotOneCommittee(Refused):
    code = "sections.not_one_committee"
    says = "本标段与{first}不能共用评标委员会，以下各项不一致：{what}；请改为一致，或分别抽取"
    says_en = "This section cannot share the committee of {first}; they differ in: {what}. Make them agree, or draw for each"


class SharesACommittee(Refused):
    code = "sections.shares"
    says = "本标段共用{first}的评标委员会；请对{first}办理{act}，其余标段随之"
    says_en = "This section has the committee of {first}; do the {act_en} there, and the others follow"


class OthersShareIt(Refused):
    code = "sections.others_share"
    says = "标段{others}共用本标段的评标委员会，本标段投标人不足时委员会仍须为其评标；请先办结这些标段，或终止全部标段"
    says_en = "Sections {others} have this committee, which still has to evaluate for them; end those first, or give all of them up"


class NoCommitteeToShare(Refused):
    code = "sections.no_committee"
    says = "本标段共用{first}的评标委员会，而该委员会未能组成（理由见{first}）；请另行申请，或与其他标段共用"
    says_en = "This section was to have the committee of {first}, which could not be formed (see there); apply anew, or share another's"


class NotApprovedInTime(Refused):
    code = "sections.not_approved"
    says = "至开标时本标段的申请未经他人审批，{first}的评标委员会不为其评标；请另行申请"
    says_en = "Nobody had approved this section when bids were opened, so the committee of {first} does not evaluate it; apply anew"
