"""The bank of the demo: end-of-day statements as it would send them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: negative went out. `code`: the bank's transaction code; `returned`: why a payment came back."""

    day: date
    amount: Decimal
    who: str = ""
    text: str = ""
    end_to_end: str = ""
    code: str = "PMNT/RCDT/ESCT"
    returned: str = ""
    paid: str = ""  # what the payer instructed, such as "USD 1000.00"


def statement(iban: str, number: int, first: date, last: date, opening: Decimal, entries: list[Told]) -> tuple[str, Decimal]:
    """A camt.053 of these days, and the balance it ends with."""
    closing = opening + sum((entry.amount for entry in entries), Decimal(0))
    rows = "".join(_entry(entry, f"{last:%y%m%d}{number:02}{place:03}") for place, entry in enumerate(entries, start=1))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M{last:%Y%m%d}</MsgId></GrpHdr><Stmt><Id>{last:%Y}-{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        f"<FrToDt><FrDtTm>{first}T00:00:00</FrDtTm><ToDtTm>{last}T23:59:59</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>{_balance('OPBD', opening, first)}{_balance('CLBD', closing, last)}{rows}"
        "</Stmt></BkToCstmrStmt></Document>"
    )
    return text, closing


def _balance(code: str, amount: Decimal, day: date) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{abs(amount):.2f}</Amt>'
        f"<CdtDbtInd>{_side(amount)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _side(amount: Decimal) -> str:
    return "DBIT" if amount < 0 else "CRDT"


def _entry(entry: Told, reference: str) -> str:
    domain, family, kind = entry.code.split("/")
    party = "Cdtr" if entry.amount < 0 else "Dbtr"
    currency, _blank, instructed = entry.paid.partition(" ")
    original = f'<AmtDtls><InstdAmt><Amt Ccy="{currency}">{instructed}</Amt></InstdAmt></AmtDtls>' if entry.paid else ""
    back = f"<RtrInf><Rsn><Cd>{entry.returned}</Cd></Rsn></RtrInf>" if entry.returned else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(entry.amount):.2f}</Amt><CdtDbtInd>{_side(entry.amount)}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{entry.day}</Dt></BookgDt><ValDt><Dt>{entry.day}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{kind}</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{entry.end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>{original}"
        f"<RltdPties><{party}><Pty><Nm>{escape(entry.who)}</Nm></Pty></{party}></RltdPties>"
        f"<RmtInf><Ustrd>{escape(entry.text)}</Ustrd></RmtInf>{back}</TxDtls></NtryDtls></Ntry>"
    )
