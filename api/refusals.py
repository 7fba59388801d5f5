"""Refusals of the web side.

Refused
├── NotSignedIn
├── RoleMayNot
├── BadParameters
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
    says = "请求参数有误：{names}；请对照 /api/v1/openapi.json 改正"
    says_en = "The parameters are wrong: {names}; compare /api/v1/openapi.json"


class RouteWithoutRoles(Refused):
    code = "web.route_without_roles"
    says = "路由{route}没有声明角色，服务不予启动；请用 @allowed 写明"
    says_en = "The route {route} declares no roles, the service does not start; name them by @allowed"
