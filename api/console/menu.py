"""主菜单: which pages one role finds at the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, current_app, request

from api.console.hints import hint_for
from api.context import viewer
from api.roles import roles_of
from policies.vocabulary.roles import Role


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; `word` is translated where it is shown."""

    endpoint: str
    word: str
    icon: str

    @property
    def here(self) -> bool:
        return request.blueprint == self.endpoint.partition(".")[0]


ITEMS = (
    Item("today.page", "今日", "home"),
    Item("tenders.listed", "项目", "file-text"),
    Item("draws.listed", "抽取", "dice-5"),
    Item("rooms.page", "场地席位", "armchair"),
    Item("fees.page", "费用", "receipt"),
    Item("experts.listed", "专家管理", "user"),
    Item("bring.page", "专家库导入", "users"),
    Item("small.page", "文件导入", "download"),
    Item("log.page", "见证日志", "shield-check"),
    Item("denials.page", "被拒绝的查询", "eye-off"),
)


def menu() -> Iterator[Item]:
    """The entries whose route is for this viewer: there is no second list of roles."""
    for item in ITEMS:
        if may(item.endpoint):
            yield item


def may(endpoint: str) -> bool:
    """Whether this viewer's role may come to a page, so that no other page leads anybody in vain."""
    roles = roles_of(current_app.view_functions[endpoint])
    return viewer().role in roles or Role.PUBLIC in roles


def add_menu(app: Flask) -> None:
    app.jinja_env.globals.update(menu=menu, may=may, hint_for=hint_for)
