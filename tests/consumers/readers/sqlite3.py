"""Report every table of the database as Python's own sqlite3 reads it."""

import json
import sys
from pathlib import Path

sys.path.pop(0)  # this file's folder, in which it would find itself

import sqlite3

TYPES = {"INTEGER": "integer", "REAL": "number", "BOOLEAN": "boolean", "TEXT": "string", "DATE": "date"}
(path,) = Path().glob("*.sqlite")
database = sqlite3.connect(path)
report = {}
for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
    columns = {}
    for line in database.execute(f'PRAGMA table_info("{name}")').fetchall():
        (empty,) = database.execute(f'SELECT count(*) - count("{line[1]}") FROM "{name}"').fetchone()
        columns[line[1]] = [TYPES[line[2]], empty]
    (rows,) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
    report[name] = {"rows": rows, "columns": columns}
print(json.dumps(report))
