"""Where the QR code of a document leads: to the draw's page, and once it is published to the transcript of this very hash."""

from __future__ import annotations

import hashlib
from typing import Any

from dispatch.documents.paper import Link
from dispatch.kernel.addresses import site_of
from dispatch.kernel.canonical import canonical
from dispatch.workflow.documents_view import View
from dispatch.workflow.refusals import UnknownDraw
from dispatch.workflow.shown import Viewer
from dispatch.workflow.shown_draws import draw_transcript
from dispatch.workflow.work import Work

_MOST_KNOWN = 1024
_KNOWN: dict[str, str] = {}


def page_of(m: str, work: Work) -> str:
    return f"{site_of(work.means.host)}/draws/{m}"


def link_of(view: View) -> Link | None:
    """None where no draw is planned, or where its reader may not know which draw is this tender's."""
    try:
        shown = view.draw_shown()
    except UnknownDraw:
        return None
    page = page_of(shown.line.m, view.work)
    if shown.published:
        if shown.line.m not in view.digests:
            view.digests[shown.line.m] = digest(draw_transcript(shown.line.m, view.sights.viewer, view.work))
        return Link(f"{page}?sha256={view.digests[shown.line.m]}", "扫码核验抽取记录")
    return Link(page, "扫码查看抽取进度") if view.is_named else None


def transcript_digest(m: str, viewer: Viewer, work: Work) -> str:
    """The hash of a published transcript, which never changes; kept, since anybody may ask. Raises as `draw_transcript`."""
    if m not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[m] = digest(draw_transcript(m, viewer, work))
    return _KNOWN[m]


def digest(transcript: dict[str, Any]) -> str:
    """SHA-256 of the transcript's canonical bytes: of the file that the verification page hands out."""
    return hashlib.sha256(canonical(transcript)).hexdigest()
