"""What a bank says about payments we sent: pain.002, any version. Pure; document types and entities are refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

LARGEST = 5 * 1024 * 1024


class ReportError(Exception):
    """Why the file is no report: "report_too_large", "report_forbidden", "report_broken", "report_other"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """One payment by our end-to-end id: the bank's status, its reason, the day it names."""

    end_to_end: str
    status: str
    reason: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`original_id`: the message id of our file; `group_status`: what is said about all of it; "" when nothing is."""

    message_id: str
    original_id: str
    group_status: str
    created_on: date | None
    answers: tuple[Answer, ...]


def read_report(content: bytes) -> Report:
    """Raises ReportError."""
    if len(content) > LARGEST:
        raise ReportError("report_too_large")
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as hostile:
        raise ReportError("report_forbidden") from hostile
    except (ParseError, ValueError) as broken:
        raise ReportError("report_broken") from broken
    report = _child(root, "CstmrPmtStsRpt")
    if report is None:
        raise ReportError("report_other")
    group = _child(report, "OrgnlGrpInfAndSts")
    batches = _children(report, "OrgnlPmtInfAndSts")
    statuses = {_text(batch, "PmtInfSts") for batch in batches} - {""}
    group_status = _text(group, "GrpSts") or (statuses.pop() if len(statuses) == 1 else "")
    return Report(
        message_id=_text(report, "GrpHdr", "MsgId"),
        original_id=_text(group, "OrgnlMsgId"),
        group_status=group_status,
        created_on=_day(_text(report, "GrpHdr", "CreDtTm")),
        answers=tuple(answer for batch in batches for answer in _answers(batch)),
    )


def _answers(batch: Element) -> Iterator[Answer]:
    for each in _children(batch, "TxInfAndSts"):
        reason = _text(each, "StsRsnInf", "Rsn", "Cd") or _text(each, "StsRsnInf", "Rsn", "Prtry")
        words = _text(each, "StsRsnInf", "AddtlInf")
        on = _day(_text(each, "AccptncDtTm")) or _day(_text(each, "FctvIntrBkSttlmDt", "Dt"))
        yield Answer(_text(each, "OrgnlEndToEndId"), _text(each, "TxSts"), " ".join(filter(None, [reason, words])), on)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: Element | None, name: str) -> list[Element]:
    return [child for child in element if _local(child) == name] if element is not None else []


def _child(element: Element | None, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _text(element: Element | None, *path: str) -> str:
    for name in path:
        element = _child(element, name)
    return (element.text or "").strip() if element is not None else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
