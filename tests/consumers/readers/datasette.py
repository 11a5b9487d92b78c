"""Report every table as Datasette serves it, by `datasette --get`: what SQL says, and what the table's page says."""

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

(DATABASE,) = Path().glob("*.sqlite")
(METADATA,) = Path().glob("*.datasette.json")
DATASETTE = [str(Path(sys.executable).with_name("datasette")), str(DATABASE), "--metadata", str(METADATA)]
TYPES = {"INTEGER": "integer", "REAL": "number", "BOOLEAN": "boolean", "TEXT": "string", "DATE": "date"}


class Page(HTMLParser):
    """A page's descriptions of columns, its links and its words."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.links, self.words, self.open = {"dt": [], "dd": []}, [], "", ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.open = tag
        if tag in self.texts:
            self.texts[tag].append("")
        self.links += [value for name, value in attributes if name == "href"]

    def handle_endtag(self, tag):
        self.open = ""

    def handle_data(self, data):
        self.words += data
        if self.open in self.texts:
            self.texts[self.open][-1] += data


def get(path):
    """Return what Datasette answers; it warns of nothing."""
    done = subprocess.run([*DATASETTE, "--get", path], text=True, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout


def ask(sql):
    """Return the rows that a query gives, as a user of the JSON interface has them."""
    return json.loads(get(f"/{DATABASE.stem}.json?{urlencode({'sql': sql, '_shape': 'arrays', '_size': 'max'})}"))["rows"]


descriptor = json.loads(Path("datapackage.json").read_text(encoding="utf-8"))
licence = descriptor["licenses"][0]
front = Page(get("/")).words
assert descriptor["title"] in front and licence["title"] in front
report = {}
for resource in descriptor["resources"]:
    table, fields = resource["name"], resource["schema"]["fields"]
    page = Page(get(f"/{DATABASE.stem}/{table}?_size=0"))
    assert resource["schema"]["description"] in page.words, f"{table}: not described"
    assert licence["path"] in page.links and f"(version {descriptor['version']})" in page.words, (
        f"{table}: no licence or source"
    )
    described = dict(zip(page.texts["dt"], page.texts["dd"]))
    for field in fields:
        assert field["description"] in described[field["name"]], f"{table}.{field['name']}: not described"
        assert field.get("unit", "") in described[field["name"]], f"{table}.{field['name']}: no unit"
    types = dict(ask(f"SELECT name, type FROM pragma_table_info('{table}')"))
    counts = ", ".join(f'count(*) - count("{field["name"]}")' for field in fields)
    ((rows, *empty),) = ask(f'SELECT count(*), {counts} FROM "{table}"')
    labels = {}
    for field in fields:
        codes = [code for code in field.get("categories", []) if f"• {code['value']}: {code['label']}".casefold()
                 in described[field["name"]].casefold()]  # fmt: skip
        if codes:
            found = dict(ask(f'SELECT "{field["name"]}", count(*) FROM "{table}" GROUP BY 1'))
            labels[field["name"]] = {code["label"]: found.get(code["value"], 0) for code in codes}
    columns = {field["name"]: [TYPES[types[field["name"]]], number] for field, number in zip(fields, empty)}
    report[table] = {"rows": rows, "columns": columns, "labels": labels}
print(json.dumps(report))
