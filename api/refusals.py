"""Refusals of the web side.

Refused
├── NotSignedIn
├── RoleMayNot
├── BadParameters
├── NothingBrought
├── ColumnChosenTwice
└── RouteWithoutRoles
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class NotSignedIn(Refused):
    code = "web.not_signed_in"
    says = "请先登录；登录超时后也须重新登录"
    says_en = "Sign in first; after a time-out you have to sign in again"


class RoleMayNot(Refused):
    code = "web.role_may_not"
    says = "您的角色不使用此页面；如确有需要，请联系系统管理员按三权分立要求核定角色"
    says_en = "Your role does not use this page; ask the administrator if it should"


class BadParameters(Refused):
    code = "web.bad_parameters"
    says = "请求参数有误：{names}；请返回上一页改正（程序请对照 /api/v1/openapi.json）"
    says_en = "The parameters are wrong: {names}; go back and correct them (a program: compare /api/v1/openapi.json)"


class NothingBrought(Refused):
    code = "web.nothing_brought"
    says = "没有这次导入，或已超过两小时被清除；请重新选择文件"
    says_en = "There is no such import, or it was removed after two hours; choose the file again"


class ColumnChosenTwice(Refused):
    code = "web.column_twice"
    says = "有两列都对应“{column}”；请返回上一页，只给其中一列选它"
    says_en = "Two columns are matched with {column}; go back and choose it for one of them only"


class RouteWithoutRoles(Refused):
    code = "web.route_without_roles"
    says = "路由{route}没有声明角色，服务不予启动；请用 @allowed 写明"
    says_en = "The route {route} declares no roles, the service does not start; name them by @allowed"
