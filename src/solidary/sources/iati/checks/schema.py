"""The structural check: the notation made into an XML Schema, compiled, and asked about a tree.

The schema is made in memory; no file of the standard is shipped. Who has the official ones can name their folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from lxml import etree

from solidary.errors import UnknownName, WrongUse
from solidary.sources.iati.checks.notation import LINEAGE, OTHERS, Element, filled, shapes
from solidary.sources.iati.checks.sentences import plain

VERSIONS: Final = tuple(sorted(LINEAGE))
# The root of a file, what it is made of, and the shape that lists what else is checked inside elements of others.
RECORDS: Final = {
    "iati-activities": ("iati-activity", "elsewhere-activities"),
    "iati-organisations": ("iati-organisation", "elsewhere-organisations"),
}
ROOTS: Final = tuple(RECORDS)
TIMES: Final = {
    "": "",
    "?": ' minOccurs="0"',
    "*": ' minOccurs="0" maxOccurs="unbounded"',
    "+": ' maxOccurs="unbounded"',
}
FOREIGN: Final = f'<xs:any namespace="##other" processContents="lax"{TIMES["*"]}/>'
FOREIGN_ATTRIBUTES: Final = '<xs:anyAttribute namespace="##other" processContents="lax"/>'
XML: Final = "http://www.w3.org/XML/1998/namespace"
HEAD: Final = (
    f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="{XML}" schemaLocation="xml"/>'
)
# The attributes that the XML namespace itself has: they are checked wherever attributes of others are welcome.
XML_ATTRIBUTES: Final = f"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{XML}">
  <xs:attribute name="lang"><xs:simpleType><xs:union memberTypes="xs:language">
    <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value=""/></xs:restriction></xs:simpleType>
  </xs:union></xs:simpleType></xs:attribute>
  <xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName">
    <xs:enumeration value="default"/><xs:enumeration value="preserve"/>
  </xs:restriction></xs:simpleType></xs:attribute>
  <xs:attribute name="base" type="xs:anyURI"/>
  <xs:attribute name="id" type="xs:ID"/>
</xs:schema>"""


class Fault(NamedTuple):
    """One place where a file is not built as its version asks.

    Args:
        line: of the element, from 1.
        column: 0, not known: a tree keeps lines only.
        path: from the root to the element, with numbers where several of the name stand side by side.
        message: which element or attribute, what was read, what was expected.
    """

    line: int
    column: int
    path: str
    message: str


class _OwnXmlAttributes(etree.Resolver):  # type: ignore[misc]
    """Answers the import of the XML namespace from memory."""

    def resolve(self, url: str, public_id: str, context: Any) -> Any:
        return self.resolve_string(XML_ATTRIBUTES, context)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def written(version: str, root: str) -> str:
    """Return the XML Schema of a version for one of the two kinds of file, as text.

    >>> '<xs:element name="iati-identifier">' in written("2.03", "iati-activities")
    True

    Raises:
        UnknownName: no such version or root.
    """
    if version not in LINEAGE:
        raise UnknownName("version of IATI", version, VERSIONS)
    if root not in ROOTS:
        raise UnknownName("root element", root, ROOTS)
    known = shapes(version)
    record, elsewhere = RECORDS[root]
    top = {child.name: child for child in known[record].children if "local" not in child.flags}
    top |= {child.name: child for child in (known[root], known[record], *known[elsewhere].children)}
    elements = "".join(_declared(filled(child, known), counted=False) for child in top.values())
    attributes = "".join(_attribute(name, kind) for name, kind in known[elsewhere].attributes.items())
    return f"{HEAD}{elements}{attributes}</xs:schema>"


def _declared(element: Element, *, counted: bool = True) -> str:
    """Write one element; ``counted`` is False where no number may stand: at the top."""
    if element.name == OTHERS:
        return FOREIGN
    start = f"<xs:element name={quoteattr(element.name)}{TIMES[element.mark] if counted else ''}"
    attributes = "".join(_attribute(name, kind) for name, kind in element.attributes.items())
    if "closed" not in element.flags:
        attributes += FOREIGN_ATTRIBUTES
    if element.kind and not attributes:
        return f'{start} type="xs:{element.kind}"/>'
    if element.kind:
        text = f'<xs:extension base="xs:{element.kind}">{attributes}</xs:extension>'
        return f"{start}><xs:complexType><xs:simpleContent>{text}</xs:simpleContent></xs:complexType></xs:element>"
    mixed = ' mixed="true"' if "mixed" in element.flags else ""
    return f"{start}><xs:complexType{mixed}>{_content(element)}{attributes}</xs:complexType></xs:element>"


def _content(element: Element) -> str:
    inside = "".join(_declared(child) for child in element.children)
    if "flat" in element.flags:
        return ""
    if element.children and element.flags & {"loose", "loose+"}:
        times = TIMES["+"] if "loose+" in element.flags else TIMES["*"]
        # Once, not any number: the choice around it is repeated already.
        return f"<xs:choice{times}>{inside}{FOREIGN.replace(TIMES['*'], '')}</xs:choice>"
    last = "" if any(child.name == OTHERS for child in element.children) else FOREIGN
    return f"<xs:sequence>{inside}{last}</xs:sequence>"


def _attribute(name: str, kind: str) -> str:
    use = ' use="required"' if kind.endswith("!") else ""
    if name.startswith("xml:"):
        return f'<xs:attribute ref="{name}"{use}/>'
    return f'<xs:attribute name="{name}" type="xs:{kind.rstrip("!")}"{use}/>'


@cache
def compiled(version: str, root: str) -> etree.XMLSchema:
    """Return the schema of a version for one of the two kinds of file, made from our notation.

    One schema must not be asked by two threads at once: it keeps the errors of its last answer.

    >>> tree = etree.ElementTree(etree.fromstring('<iati-organisations version="2.03"/>'))
    >>> compiled("2.03", "iati-organisations").validate(tree)
    False

    Raises:
        UnknownName: no such version or root.
    """
    parser = _parser()
    parser.resolvers.add(_OwnXmlAttributes())
    return etree.XMLSchema(etree.fromstring(written(version, root), parser))


@cache
def official(folder: Path, version: str, root: str) -> etree.XMLSchema:
    """Return the official schema of a version from a folder: ``2.03/iati-activities-schema.xsd``, or without ``2.03/``.

    >>> official(Path("nowhere"), "2.03", "iati-activities")
    Traceback (most recent call last):
    solidary.errors.WrongUse: nowhere has neither 2.03/iati-activities-schema.xsd nor iati-activities-schema.xsd

    Raises:
        WrongUse: no such file, a file that is no schema, or one of another version.
    """
    name = f"{root}-schema.xsd"
    places = [place for place in (folder / version / name, folder / name) if place.is_file()]
    if not places:
        raise WrongUse(f"{folder} has neither {version}/{name} nor {name}")
    try:
        tree = etree.parse(str(places[0]), _parser())
        schema = etree.XMLSchema(tree)
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise WrongUse(f"{places[0]} cannot be used as a schema: {error}") from error
    stated = tree.getroot().get("version", version)  # 1.01 and 1.02 do not state theirs
    if stated != version:
        raise WrongUse(f"{places[0]} is the schema of version {stated}, the file is checked against {version}")
    return schema


def faults(tree: etree._ElementTree, version: str, folder: Path | None = None) -> Iterator[Fault]:
    """Answer where a file is not built as its version of IATI asks: one fault per error, in the order of the file.

    Entities come first: they are not opened, and their elements are checked without them.

    ``folder`` holds official schemas, to be asked instead of our own. The tree must come from a parser that opens
    nothing: ``resolve_entities=False, no_network=True, load_dtd=False``.

    >>> tree = etree.ElementTree(etree.fromstring('<iati-organisations version="2.03" date="1999"/>'))
    >>> [(fault.line, fault.message) for fault in faults(tree, "2.03")]
    [(1, 'iati-organisations: the attribute date is not part of the standard here'),
     (1, 'iati-organisations: something is missing at its end; expected iati-organisation')]

    Raises:
        UnknownName: no such version.
        WrongUse: the folder cannot be used.
    """
    if version not in LINEAGE:
        raise UnknownName("version of IATI", version, VERSIONS)
    root = tree.getroot()
    if root.tag not in ROOTS:
        expected = f"not the root of an IATI file; expected {' or '.join(ROOTS)}"
        yield Fault(root.sourceline or 1, 0, tree.getpath(root), f"{root.tag}: {expected}")
        return
    schema = official(folder, version, root.tag) if folder else compiled(version, root.tag)
    if next(root.iter(etree.Entity), None) is not None:
        yield from _unread(tree)
        tree = _without_entities(tree)
    if schema.validate(tree):
        return
    for error in schema.error_log:
        yield Fault(error.line, error.column, error.path or "", plain(error.message))


def _unread(tree: etree._ElementTree) -> Iterator[Fault]:
    """Tell the entities, which nobody opened: what they stand for was not checked."""
    for entity in tree.iter(etree.Entity):
        holder = entity.getparent()
        message = f"{holder.tag}: read {entity.text}, expected the text itself; entities are not opened"
        yield Fault(entity.sourceline or holder.sourceline or 1, 0, tree.getpath(holder), message)


def _without_entities(tree: etree._ElementTree) -> etree._ElementTree:
    """Copy a tree without its entities: libxml2 gives up on a tree that has any."""
    whole = deepcopy(tree)
    etree.strip_tags(whole, etree.Entity)
    return whole
