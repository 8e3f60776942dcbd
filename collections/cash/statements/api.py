"""REST's door to bank files: send one, and read what became of it."""

import base64
import binascii
import io
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.collections.cash.receipts.queries import VIEW
from o2c.collections.cash.statements import queries
from o2c.collections.cash.statements.models import StatementFile
from o2c.collections.cash.statements.services import hand_over_file
from o2c.core.entities.models import OwnBankAccount
from o2c.core.errors import BusinessError
from o2c.core.files.storage import store_raw
from o2c.core.rest.endpoints import Endpoint, endpoints


class BankFileShape(serializers.Serializer[StatementFile]):
    """A bank file and its outcome; `findings` are what a person must know or answer."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    state = serializers.CharField()
    outcome = serializers.CharField()
    format = serializers.CharField()
    entries = serializers.IntegerField()
    new_entries = serializers.IntegerField()
    findings = serializers.SerializerMethodField()

    def get_findings(self, file: StatementFile) -> list[str]:
        return [file.sentence_of(found) for found in file.findings]


class BankFileReceive(Endpoint):
    """Send a bank file as the bank made it; a worker imports it. The same bytes again give the first file back."""

    permission = "collections.hand_over_file"
    Output = BankFileShape

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=200)
        content = serializers.CharField(help_text="The bytes of the file in base64.")
        account = serializers.CharField(
            max_length=80,
            required=False,
            help_text="Our account (IBAN or name) where the file does not name it; tables are read by its mappings.",
        )

    def post(self) -> Response:
        given = self.input()
        try:
            decoded = base64.b64decode(given["content"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise BusinessError("bank_file_not_base64", field="content") from error
        blob = store_raw(io.BytesIO(decoded), given["name"])
        return self.created(hand_over_file(blob, source="api", account=self._account(given.get("account", "")), actor=self.actor))

    def _account(self, called: str) -> OwnBankAccount | None:
        """Raises BusinessError "bank_file_account_not_ours"."""
        if not called:
            return None
        found = queries.own_accounts(self.actor, "collections.hand_over_file").filter(queries.is_called(called)).first()
        if found is None:
            raise BusinessError("bank_file_account_not_ours", field="account", account=called)
        return found


class BankFileDetail(Endpoint):
    """One bank file with its outcome."""

    permission, Output = VIEW, BankFileShape

    def get(self, public_id: UUID) -> Response:
        return self.shown(self.one(queries.files(self.actor), public_id))


urlpatterns = [
    endpoints("bank-files", BankFileReceive, name="api_bank_files"),
    endpoints("bank-files/<uuid:public_id>", BankFileDetail, name="api_bank_file"),
]
