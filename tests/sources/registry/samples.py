"""What the services say, in small."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.sources.registry.server import Behaviour, Handler, Site, whole

XML = '<?xml version="1.0"?><iati-activities version="2.03"><iati-activity><iati-identifier>{}</iati-identifier>'
SDMX = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
END = "</iati-activity></iati-activities>\n"


def xml(identifier: str) -> bytes:
    return f"{XML.format(identifier)}{END}".encode()


def index_record(site: Site, publisher: str, name: str, mark: str = "", **more: Any) -> dict[str, Any]:
    """A dataset as the index of the bulk data service has it."""
    address = site.url(f"/{publisher}/{name}.xml")
    good = {
        "cached_dataset_url_xml": address,
        "cached_dataset_xml_url": address,
        "cached_dataset_zip_url": address.replace(".xml", ".zip"),
        "downloaded": "2026-10-01T00:00:00Z",
        "hash": mark or None,
        "source_url": f"https://{publisher}.example/{name}.xml",
    }
    return {
        "id": "4a5b",
        "short_name": name,
        "reporting_org_id": "1a2b",
        "reporting_org_short_name": publisher,
        "licence_id": "cc-by",
        "source_url": f"https://{publisher}.example/{name}.xml",
        "last_known_good_dataset": good,
        **more,
    }


def lay_out(site: Site, *records: dict[str, Any]) -> None:
    """Put an index there."""
    index = {"index_created": "2026-10-01T00:00:00Z", "datasets": list(records)}
    site.put("/datasets-minimal", json.dumps(index).encode())


def lay_out_datasets(site: Site) -> None:
    """Two publishers with three datasets."""
    lay_out(
        site,
        index_record(site, "kr-gov", "kr-gov-2021"),
        index_record(site, "kr-gov", "kr-gov-2022"),
        index_record(site, "jica", "jica-th"),
    )
    for path in ("/kr-gov/kr-gov-2021.xml", "/kr-gov/kr-gov-2022.xml", "/jica/jica-th.xml"):
        site.put(path, xml(path))


def package(publisher: str, name: str, *urls: str, country: str = "") -> dict[str, Any]:
    """A dataset as the registry has it."""
    return {
        "name": name,
        "title": name.upper(),
        "license_id": "odc-by",
        "license_title": "Open Data Commons Attribution License",
        "organization": {"name": publisher, "title": publisher.upper()},
        "resources": [{"url": url, "format": "IATI-XML", "position": place} for place, url in enumerate(urls)],
        "extras": [{"key": "filetype", "value": "activity"}, {"key": "country", "value": country}],
    }


def searching(*packages: dict[str, Any], most: int = 2) -> Behaviour:
    """A registry that gives at most so many at once, whatever is asked for."""

    def matches(one: dict[str, Any], query: str) -> bool:
        field, _, value = query.partition(":")
        extras = {extra["key"]: extra["value"] for extra in one["extras"]}
        found: str = one["organization"]["name"] if field == "organization" else extras[field.removeprefix("extras_")]
        return value == found

    def behave(handler: Handler) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()}
        found = [one for one in packages if matches(one, asked["fq"])]
        start = int(asked["start"])
        page = found[start : start + min(most, int(asked["rows"]))]
        whole(answer({"count": len(found), "sort": asked["sort"], "facets": {}, "results": page}))(handler)

    return behave


def answer(result: Any) -> bytes:
    """An answer of CKAN."""
    return json.dumps({"help": "...", "success": True, "result": result}).encode()


def dataflow(**files: str) -> bytes:
    """The description of a dataflow that names files; ``_`` in a label stands for a blank."""
    texts = "".join(
        f"<common:Annotation><common:AnnotationType>EXT_RESOURCE</common:AnnotationType>"
        f'<common:AnnotationText xml:lang="en">{label.replace("_", " ")}|{address}</common:AnnotationText>'
        f'<common:AnnotationText xml:lang="fr">{label}|https://fr.example/</common:AnnotationText></common:Annotation>'
        for label, address in files.items()
    )
    return (
        f'<?xml version="1.0"?><message:Structure xmlns:message="{SDMX}/message" xmlns:common="{SDMX}/common">'
        f"<common:Annotations>{texts}</common:Annotations></message:Structure>"
    ).encode()
