"""Writing XML with namespaces, element by element, without a line for every empty one."""

from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring


class Tree:
    """A document under construction. `add` gives the new element; empty text adds nothing and gives None."""

    def __init__(self, root: str, namespaces: dict[str, str]) -> None:
        self.namespaces = namespaces
        for prefix, name in namespaces.items():
            register_namespace(prefix, name)
        self.root = Element(self._name(root))

    def _name(self, prefixed: str) -> str:
        prefix, _, local = prefixed.rpartition(":")
        return f"{{{self.namespaces[prefix]}}}{local}"

    def branch(self, parent: Element, path: str) -> Element:
        """New elements down a path such as "cac:Party/cac:PartyName"; gives the last."""
        for step in path.split("/"):
            parent = SubElement(parent, self._name(step))
        return parent

    def add(self, parent: Element, path: str, text: object, **attributes: str) -> Element | None:
        """A new element with text at the end of a path; nothing when the text is empty."""
        written = "" if text is None else str(text)
        if not written:
            return None
        end = self.branch(parent, path)
        end.text = written
        end.attrib.update(attributes)
        return end

    def content(self) -> bytes:
        written: bytes = tostring(self.root, encoding="UTF-8", xml_declaration=True)
        return written
