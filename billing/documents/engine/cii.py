"""The invoice as UN/CEFACT Cross Industry Invoice D16B, the form inside Factur-X. Element order is the schema's."""

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from o2c.billing.documents.engine.shapes import Invoice, Line, Party, Payment, Tax
from o2c.billing.documents.engine.tree import Tree

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
GUIDELINE = "urn:cen.eu:en16931:2017"


def cii(invoice: Invoice) -> bytes:
    """The XML as UTF-8. The invoice has passed its checks."""
    tree = Tree("rsm:CrossIndustryInvoice", NAMESPACES)
    tree.add(tree.root, "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", GUIDELINE)
    head = tree.branch(tree.root, "rsm:ExchangedDocument")
    tree.add(head, "ram:ID", invoice.number)
    tree.add(head, "ram:TypeCode", invoice.kind)
    _day(tree, head, "ram:IssueDateTime", invoice.issued_on)
    tree.add(head, "ram:IncludedNote/ram:Content", invoice.note)
    deal = tree.branch(tree.root, "rsm:SupplyChainTradeTransaction")
    for line in invoice.lines:
        _line(tree, deal, line)
    _agreement(tree, deal, invoice)
    _delivery(tree, deal, invoice)
    _settlement(tree, deal, invoice)
    return tree.content()


def _line(tree: Tree, deal: Element, line: Line) -> None:
    item = tree.branch(deal, "ram:IncludedSupplyChainTradeLineItem")
    tree.add(item, "ram:AssociatedDocumentLineDocument/ram:LineID", line.number)
    product = tree.branch(item, "ram:SpecifiedTradeProduct")
    tree.add(product, "ram:Name", line.name)
    tree.add(product, "ram:Description", line.description)
    if line.advertiser:
        said = tree.branch(product, "ram:ApplicableProductCharacteristic")
        tree.add(said, "ram:Description", "Advertiser")
        tree.add(said, "ram:Value", line.advertiser)
    agreed = tree.branch(item, "ram:SpecifiedLineTradeAgreement")
    tree.add(agreed, "ram:BuyerOrderReferencedDocument/ram:LineID", line.order_line)
    tree.add(agreed, "ram:NetPriceProductTradePrice/ram:ChargeAmount", _number(line.price))
    tree.add(item, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", _number(line.quantity), unitCode=line.unit)
    settled = tree.branch(item, "ram:SpecifiedLineTradeSettlement")
    taxed = tree.branch(settled, "ram:ApplicableTradeTax")
    tree.add(taxed, "ram:TypeCode", "VAT")
    tree.add(taxed, "ram:CategoryCode", line.category)
    tree.add(taxed, "ram:RateApplicablePercent", "" if line.category == "O" else _number(line.rate))
    _period(tree, settled, line.starts_on, line.ends_on)
    tree.add(settled, "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", line.net)


def _agreement(tree: Tree, deal: Element, invoice: Invoice) -> None:
    agreement = tree.branch(deal, "ram:ApplicableHeaderTradeAgreement")
    tree.add(agreement, "ram:BuyerReference", invoice.buyer_reference)
    _party(tree, agreement, "ram:SellerTradeParty", invoice.seller)
    _party(tree, agreement, "ram:BuyerTradeParty", invoice.buyer)
    tree.add(agreement, "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", invoice.order)
    tree.add(agreement, "ram:ContractReferencedDocument/ram:IssuerAssignedID", invoice.contract)


def _party(tree: Tree, parent: Element, name: str, party: Party) -> None:
    element = tree.branch(parent, name)
    tree.add(element, "ram:Name", party.name)
    tree.add(element, "ram:SpecifiedLegalOrganization/ram:ID", party.legal_id)
    if party.contact or party.email or party.phone:
        contact = tree.branch(element, "ram:DefinedTradeContact")
        tree.add(contact, "ram:PersonName", party.contact)
        tree.add(contact, "ram:TelephoneUniversalCommunication/ram:CompleteNumber", party.phone)
        tree.add(contact, "ram:EmailURIUniversalCommunication/ram:URIID", party.email)
    address = tree.branch(element, "ram:PostalTradeAddress")
    tree.add(address, "ram:PostcodeCode", party.postcode)
    tree.add(address, "ram:LineOne", party.street)
    tree.add(address, "ram:CityName", party.city)
    tree.add(address, "ram:CountryID", party.country)
    tree.add(element, "ram:URIUniversalCommunication/ram:URIID", party.endpoint, schemeID=party.endpoint_scheme)
    tree.add(element, "ram:SpecifiedTaxRegistration/ram:ID", party.tax_id, schemeID="VA")


def _delivery(tree: Tree, deal: Element, invoice: Invoice) -> None:
    delivery = tree.branch(deal, "ram:ApplicableHeaderTradeDelivery")
    tree.add(delivery, "ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID", invoice.delivered_to)


def _settlement(tree: Tree, deal: Element, invoice: Invoice) -> None:
    settlement = tree.branch(deal, "ram:ApplicableHeaderTradeSettlement")
    paid = invoice.payment
    tree.add(settlement, "ram:CreditorReferenceID", paid.creditor if paid else "")
    tree.add(settlement, "ram:PaymentReference", paid.reference if paid else "")
    tree.add(settlement, "ram:InvoiceCurrencyCode", invoice.currency)
    if paid:
        _means(tree, settlement, paid)
    for tax in invoice.taxes:
        _tax(tree, settlement, tax)
    _period(tree, settlement, invoice.starts_on, invoice.ends_on)
    _terms(tree, settlement, invoice)
    _sums(tree, settlement, invoice)
    for preceding in invoice.preceding:
        document = tree.branch(settlement, "ram:InvoiceReferencedDocument")
        tree.add(document, "ram:IssuerAssignedID", preceding.number)
        if preceding.issued_on:
            _day(tree, document, "ram:FormattedIssueDateTime", preceding.issued_on, prefix="qdt")


def _means(tree: Tree, settlement: Element, paid: Payment) -> None:
    means = tree.branch(settlement, "ram:SpecifiedTradeSettlementPaymentMeans")
    tree.add(means, "ram:TypeCode", paid.means)
    tree.add(means, "ram:PayerPartyDebtorFinancialAccount/ram:IBANID", paid.debited)
    if paid.iban:
        account = tree.branch(means, "ram:PayeePartyCreditorFinancialAccount")
        tree.add(account, "ram:IBANID", paid.iban)
        tree.add(account, "ram:AccountName", paid.holder)
        tree.add(means, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", paid.bic)


def _tax(tree: Tree, settlement: Element, tax: Tax) -> None:
    row = tree.branch(settlement, "ram:ApplicableTradeTax")
    tree.add(row, "ram:CalculatedAmount", tax.amount)
    tree.add(row, "ram:TypeCode", "VAT")
    tree.add(row, "ram:ExemptionReason", tax.reason)
    tree.add(row, "ram:BasisAmount", tax.base)
    tree.add(row, "ram:CategoryCode", tax.category)
    tree.add(row, "ram:ExemptionReasonCode", tax.reason_code)
    tree.add(row, "ram:RateApplicablePercent", "" if tax.category == "O" else _number(tax.rate))


def _terms(tree: Tree, settlement: Element, invoice: Invoice) -> None:
    mandate = invoice.payment.mandate if invoice.payment else ""
    if not (invoice.terms or invoice.due_on or mandate):
        return
    terms = tree.branch(settlement, "ram:SpecifiedTradePaymentTerms")
    tree.add(terms, "ram:Description", invoice.terms)
    if invoice.due_on:
        _day(tree, terms, "ram:DueDateDateTime", invoice.due_on)
    tree.add(terms, "ram:DirectDebitMandateID", mandate)


def _sums(tree: Tree, settlement: Element, invoice: Invoice) -> None:
    totals = invoice.totals
    sums = tree.branch(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    tree.add(sums, "ram:LineTotalAmount", totals.lines)
    tree.add(sums, "ram:TaxBasisTotalAmount", totals.net)
    tree.add(sums, "ram:TaxTotalAmount", totals.tax, currencyID=invoice.currency)
    tree.add(sums, "ram:GrandTotalAmount", totals.gross)
    tree.add(sums, "ram:TotalPrepaidAmount", totals.paid or "")
    tree.add(sums, "ram:DuePayableAmount", totals.due)


def _period(tree: Tree, parent: Element, starts_on: date | None, ends_on: date | None) -> None:
    if not (starts_on or ends_on):
        return
    period = tree.branch(parent, "ram:BillingSpecifiedPeriod")
    for name, day in (("ram:StartDateTime", starts_on), ("ram:EndDateTime", ends_on)):
        if day:
            _day(tree, period, name, day)


def _day(tree: Tree, parent: Element, name: str, day: date, prefix: str = "udt") -> None:
    tree.add(parent, f"{name}/{prefix}:DateTimeString", f"{day:%Y%m%d}", format="102")


def _number(value: Decimal) -> str:
    """A quantity, price or rate without idle zeros."""
    return format(value.normalize() if value else Decimal(0), "f")
