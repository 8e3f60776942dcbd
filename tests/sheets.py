"""A list that goes out to Excel, is edited and comes back in, as a browser does it."""

import io
import re
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

Edit = Callable[[Any, dict[str, int]], None]


class RoundTrip:
    """The list `<name>_list` and its import `<name>_import`, for one person."""

    def __init__(self, client: Client, name: str) -> None:
        self.client, self.list, self.door = client, reverse(f"{name}_list"), reverse(f"{name}_import")

    def edited(self, edit: Edit, **filters: str) -> SimpleUploadedFile:
        """The list as Excel, with `edit(sheet, column of each header)` applied."""
        answer = self.client.get(self.list, {"export": "xlsx", **filters})
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        sheet = book.worksheets[-1]
        edit(sheet, {str(cell.value): cell.column for cell in sheet[1]})
        file = io.BytesIO()
        book.save(file)
        return SimpleUploadedFile("sheet.xlsx", file.getvalue())

    def preview(self, file: SimpleUploadedFile) -> str:
        return self.client.post(self.door, {"file": file}).content.decode()

    def agree(self, preview: str) -> str:
        found = re.search(r'name="agreed" value="([^"]+)"', preview)
        assert found
        return self.client.post(self.door, {"agreed": found[1]}, follow=True).content.decode()
