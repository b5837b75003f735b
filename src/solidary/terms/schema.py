"""JSON Schemas of the files that people write, for their editors; made from the models, never by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from solidary.terms.definition import DefinitionFile
from solidary.terms.dossier import DossierFile

FOLDER: Final = Path(__file__).parent / "schemas"
MODELS: Final[dict[str, type[BaseModel]]] = {"dossier": DossierFile, "definitions": DefinitionFile}


def schema_text(name: str) -> str:
    """Return the JSON Schema of one kind of file.

    >>> '"promises"' in schema_text("dossier")
    True
    """
    return json.dumps(MODELS[name].model_json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def schema_path(name: str) -> Path:
    """Say where the package carries a schema."""
    return FOLDER / f"{name}.schema.json"
