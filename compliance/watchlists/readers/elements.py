"""XML as a stream of records: one element at a time, no document types, no entities, with limits on depth and size."""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from .files import CHUNK, ListError, ListFile, stream

MAX_DEPTH = 32
MAX_RECORD = 4 * 1024 * 1024  # characters of text and attributes in one record


@dataclass(slots=True)
class Element:
    """One element by its local name, with its attributes, its own text and its children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, path: str) -> list["Element"]:
        """The elements at a path of local names below this one, in their order."""
        found = [self]
        for tag in path.split("/"):
            found = [child for element in found for child in element.children if child.tag == tag]
        return found

    def first(self, path: str) -> str:
        """The text of the first element at the path that has one; "" when there is none."""
        return next((element.text for element in self.all(path) if element.text), "")

    def get(self, name: str) -> str:
        """An attribute, blanks folded; "" when it is absent."""
        return " ".join(self.attributes.get(name, "").split())


class Records:
    """The elements called like one of `tags`, one after the other. `root` is known once the first was read."""

    def __init__(self, file: ListFile, root: Collection[str], tags: Collection[str]) -> None:
        self.file, self.roots, self.tags = file, root, tags
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._done: deque[Element] = deque()
        self._depth = self._size = 0

    def __iter__(self) -> Iterator[Element]:
        """Raises ListError "xml_broken", "xml_forbidden", "xml_root_unknown", "xml_too_deep", "record_too_long"."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._forbid
        content = stream(self.file)
        ended = False
        while not ended:
            piece = content.read(CHUNK)
            ended = not piece
            try:
                parser.Parse(piece, ended)
            except expat.ExpatError as error:
                raise ListError("xml_broken", file=self.file.name, row=error.lineno, why=expat.ErrorString(error.code)) from error
            while self._done:
                yield self._done.popleft()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition("}")[2]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ListError("xml_too_deep", file=self.file.name, limit=MAX_DEPTH)
        element = Element(tag, {key.rpartition("}")[2]: value for key, value in attributes.items()})
        if self.root is None:
            if tag not in self.roots:
                raise ListError("xml_root_unknown", file=self.file.name, root=tag)
            self.root = element
        elif self._open or tag in self.tags:
            self._count(sum(map(len, attributes.values())))
            if self._open:
                self._open[-1].children.append(element)
            self._open.append(element)
            self._texts.append([])

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            element.text = " ".join("".join(self._texts.pop()).split())
            if not self._open:
                self._done.append(element)
                self._size = 0

    def _characters(self, text: str) -> None:
        if self._open:
            self._count(len(text))
            self._texts[-1].append(text)

    def _count(self, characters: int) -> None:
        self._size += characters + 1
        if self._size > MAX_RECORD:
            raise ListError("record_too_long", file=self.file.name, limit=MAX_RECORD)

    def _forbid(self, *_declaration: object) -> None:
        raise ListError("xml_forbidden", file=self.file.name)
