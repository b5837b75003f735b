"""Write the JSON Schemas that the package carries: `python tools/schemas.py`. A test fails while they lag behind."""

from solidary.terms.schema import MODELS, schema_path, schema_text

for name in MODELS:
    schema_path(name).parent.mkdir(exist_ok=True)
    schema_path(name).write_text(schema_text(name), encoding="utf-8")
    print(schema_path(name))
