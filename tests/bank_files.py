"""Small bank files of our own, one of each kind."""

IBAN = "DE89370400440532013000"


def camt(*paid: tuple[str, str], opening: str = "0.00", closing: str = "119.00") -> str:
    """A camt.053 with these (amount, bank reference) credits."""
    rows = "".join(_entry(amount, reference) for amount, reference in paid)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>MSG</MsgId></GrpHdr><Stmt><Id>S1</Id><ElctrncSeqNb>1</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_balance('OPBD', opening)}{_balance('CLBD', closing)}{rows}</Stmt></BkToCstmrStmt></Document>"
    )


def _balance(code: str, amount: str) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f'<Bal>{kind}<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>'


def _entry(amount: str, reference: str, direction: str = "CRDT", details: str = "") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><Dt>2026-03-02</Dt></BookgDt>"
        f"<ValDt><Dt>2026-03-02</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>{details}</Ntry>"
    )


def end_of_day(*paid: tuple[str, str, str], day: str, closing: str) -> str:
    """A camt.053 of one day with these (amount, payer, purpose) credits."""
    rows = "".join(
        _entry(amount, f"REF{number}", details=_paid_by(payer, purpose)) for number, (amount, payer, purpose) in enumerate(paid, start=1)
    )
    return camt(closing=closing).replace("</Stmt>", f"{rows}</Stmt>").replace("2026-03-02", day)


def _paid_by(payer: str, purpose: str) -> str:
    party = f"<RltdPties><Dbtr><Pty><Nm>{payer}</Nm></Pty></Dbtr></RltdPties>"
    return f"<NtryDtls><TxDtls>{party}<RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls></NtryDtls>"


DETAILS = (
    "<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Muster &amp; S\u00f6hne</Nm></Pty></Dbtr>"
    "<DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>RE-2026-</Ustrd><Ustrd>100\u200b123</Ustrd>"
    "<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>"
)

CAMT = camt(closing="115.50").replace("</Stmt>", _entry("119.00", "REF1", details=DETAILS) + _entry("3.50", "REF2", "DBIT") + "</Stmt>")

MT940 = """:20:STARTUMS
:25:37040044/0532013000
:28C:00001/001
:60F:C251230EUR0,00
:61:2512310102CR119,00NTRFNONREF//0000000000000001
:86:166?00GUTSCHRIFT?109248?20EREF+E2E-100123SVWZ+Rechnun?21g RE-2026-100123?32Muster & Soehne
:61:2601020102RCR19,00NTRFNONREF
:86:899?00STORNO?20Rueckbuchung
:62F:C260102EUR100,00
-
"""

BAI2 = """01,122099999,123456789,260301,0200,1,80,,2/
02,123456789,122099999,1,260228,2359,JPY,2/
03,777,JPY,010,50000,,,015,130300,,/
16,195,80300,V,260302,,REF1,,WIRE IN/INV 12,34/
88,MORE / TEXT, WITH COMMAS
49,260600,4/
98,260600,1,6/
99,260600,1,8/
"""

OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
CHARSET:NONE

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>123456789<ACCTID>0000123456</BANKACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260302120000[-5:EST]<TRNAMT>+ 1006.60<FITID>1<NAME>A & B<MEMO>INV 1</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-10,00<FITID>2<NAME>Fee</STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>996.60<DTASOF>20260302</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
