"""The invoice as OASIS UBL 2.1 in the profile Peppol BIS Billing 3. A credit note is a document of its own there."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from o2c.billing.documents.engine.shapes import CREDIT_NOTE, Invoice, Line, Party, Payment, Tax
from o2c.billing.documents.engine.tree import Tree

COMMON = "urn:oasis:names:specification:ubl:schema:xsd:"
PARTS = {"cac": f"{COMMON}CommonAggregateComponents-2", "cbc": f"{COMMON}CommonBasicComponents-2"}
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def ubl(invoice: Invoice) -> bytes:
    """The XML as UTF-8. The invoice has passed its checks."""
    is_credit = invoice.kind == CREDIT_NOTE
    name = "CreditNote" if is_credit else "Invoice"
    tree = Tree(name, {**PARTS, "": f"{COMMON}{name}-2"})
    _head(tree, invoice, name)
    _references(tree, invoice)
    _party(tree, "cac:AccountingSupplierParty", invoice.seller)
    _party(tree, "cac:AccountingCustomerParty", invoice.buyer)
    tree.add(tree.root, "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode", invoice.delivered_to)
    if invoice.payment:
        _means(tree, invoice.payment)
    tree.add(tree.root, "cac:PaymentTerms/cbc:Note", invoice.terms)
    _taxes(tree, invoice)
    _totals(tree, invoice)
    for line in invoice.lines:
        _line(tree, invoice, line, name)
    return tree.content()


def _head(tree: Tree, invoice: Invoice, name: str) -> None:
    root = tree.root
    tree.add(root, "cbc:CustomizationID", CUSTOMIZATION)
    tree.add(root, "cbc:ProfileID", PROFILE)
    tree.add(root, "cbc:ID", invoice.number)
    tree.add(root, "cbc:IssueDate", invoice.issued_on)
    tree.add(root, "cbc:DueDate", invoice.due_on if name == "Invoice" else "")
    tree.add(root, f"cbc:{name}TypeCode", invoice.kind)
    tree.add(root, "cbc:Note", invoice.note)
    tree.add(root, "cbc:DocumentCurrencyCode", invoice.currency)
    tree.add(root, "cbc:BuyerReference", invoice.buyer_reference)
    if invoice.starts_on or invoice.ends_on:
        period = tree.branch(root, "cac:InvoicePeriod")
        tree.add(period, "cbc:StartDate", invoice.starts_on)
        tree.add(period, "cbc:EndDate", invoice.ends_on)


def _references(tree: Tree, invoice: Invoice) -> None:
    tree.add(tree.root, "cac:OrderReference/cbc:ID", invoice.order)
    for preceding in invoice.preceding:
        reference = tree.branch(tree.root, "cac:BillingReference/cac:InvoiceDocumentReference")
        tree.add(reference, "cbc:ID", preceding.number)
        tree.add(reference, "cbc:IssueDate", preceding.issued_on)
    tree.add(tree.root, "cac:ContractDocumentReference/cbc:ID", invoice.contract)


def _party(tree: Tree, name: str, party: Party) -> None:
    element = tree.branch(tree.root, f"{name}/cac:Party")
    tree.add(element, "cbc:EndpointID", party.endpoint, schemeID=party.endpoint_scheme)
    tree.add(element, "cac:PartyName/cbc:Name", party.name)
    address = tree.branch(element, "cac:PostalAddress")
    tree.add(address, "cbc:StreetName", party.street)
    tree.add(address, "cbc:CityName", party.city)
    tree.add(address, "cbc:PostalZone", party.postcode)
    tree.add(address, "cac:Country/cbc:IdentificationCode", party.country)
    if party.tax_id:
        taxed = tree.branch(element, "cac:PartyTaxScheme")
        tree.add(taxed, "cbc:CompanyID", party.tax_id)
        tree.add(taxed, "cac:TaxScheme/cbc:ID", "VAT")
    legal = tree.branch(element, "cac:PartyLegalEntity")
    tree.add(legal, "cbc:RegistrationName", party.name)
    tree.add(legal, "cbc:CompanyID", party.legal_id)
    if party.contact or party.email or party.phone:
        contact = tree.branch(element, "cac:Contact")
        tree.add(contact, "cbc:Name", party.contact)
        tree.add(contact, "cbc:Telephone", party.phone)
        tree.add(contact, "cbc:ElectronicMail", party.email)


def _means(tree: Tree, paid: Payment) -> None:
    means = tree.branch(tree.root, "cac:PaymentMeans")
    tree.add(means, "cbc:PaymentMeansCode", paid.means)
    tree.add(means, "cbc:PaymentID", paid.reference)
    if paid.iban:
        account = tree.branch(means, "cac:PayeeFinancialAccount")
        tree.add(account, "cbc:ID", paid.iban)
        tree.add(account, "cbc:Name", paid.holder)
        tree.add(account, "cac:FinancialInstitutionBranch/cbc:ID", paid.bic)
    if paid.mandate:
        mandate = tree.branch(means, "cac:PaymentMandate")
        tree.add(mandate, "cbc:ID", paid.mandate)
        tree.add(mandate, "cac:PayerFinancialAccount/cbc:ID", paid.debited)


def _taxes(tree: Tree, invoice: Invoice) -> None:
    total = tree.branch(tree.root, "cac:TaxTotal")
    tree.add(total, "cbc:TaxAmount", invoice.totals.tax, currencyID=invoice.currency)
    for tax in invoice.taxes:
        row = tree.branch(total, "cac:TaxSubtotal")
        tree.add(row, "cbc:TaxableAmount", tax.base, currencyID=invoice.currency)
        tree.add(row, "cbc:TaxAmount", tax.amount, currencyID=invoice.currency)
        _category(tree, tree.branch(row, "cac:TaxCategory"), tax)


def _category(tree: Tree, element: Element, tax: Tax | Line) -> None:
    tree.add(element, "cbc:ID", tax.category)
    tree.add(element, "cbc:Percent", "" if tax.category == "O" else _number(tax.rate))
    if isinstance(tax, Tax):
        tree.add(element, "cbc:TaxExemptionReasonCode", tax.reason_code)
        tree.add(element, "cbc:TaxExemptionReason", tax.reason)
    tree.add(element, "cac:TaxScheme/cbc:ID", "VAT")


def _totals(tree: Tree, invoice: Invoice) -> None:
    totals, sums = invoice.totals, tree.branch(tree.root, "cac:LegalMonetaryTotal")
    for name, amount in (
        ("cbc:LineExtensionAmount", totals.lines),
        ("cbc:TaxExclusiveAmount", totals.net),
        ("cbc:TaxInclusiveAmount", totals.gross),
        ("cbc:PrepaidAmount", totals.paid or ""),
        ("cbc:PayableAmount", totals.due),
    ):
        tree.add(sums, name, amount, currencyID=invoice.currency)


def _line(tree: Tree, invoice: Invoice, line: Line, name: str) -> None:
    element = tree.branch(tree.root, f"cac:{name}Line")
    quantity = "cbc:InvoicedQuantity" if name == "Invoice" else "cbc:CreditedQuantity"
    tree.add(element, "cbc:ID", line.number)
    tree.add(element, quantity, _number(line.quantity), unitCode=line.unit)
    tree.add(element, "cbc:LineExtensionAmount", line.net, currencyID=invoice.currency)
    if line.starts_on or line.ends_on:
        period = tree.branch(element, "cac:InvoicePeriod")
        tree.add(period, "cbc:StartDate", line.starts_on)
        tree.add(period, "cbc:EndDate", line.ends_on)
    tree.add(element, "cac:OrderLineReference/cbc:LineID", line.order_line)
    item = tree.branch(element, "cac:Item")
    tree.add(item, "cbc:Description", line.description)
    tree.add(item, "cbc:Name", line.name)
    _category(tree, tree.branch(item, "cac:ClassifiedTaxCategory"), line)
    if line.advertiser:
        said = tree.branch(item, "cac:AdditionalItemProperty")
        tree.add(said, "cbc:Name", "Advertiser")
        tree.add(said, "cbc:Value", line.advertiser)
    tree.add(element, "cac:Price/cbc:PriceAmount", _number(line.price), currencyID=invoice.currency)


def _number(value: Decimal) -> str:
    """A quantity, price or rate without idle zeros."""
    return format(value.normalize() if value else Decimal(0), "f")
