"""What every page needs: the package, what things in it are called, and where they are in the site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from curation.site.names import Names
from curation.site.places import Places
from curation.site.published import Published, split_set


@dataclass(frozen=True)
class Site:
    """A package with the names and the places of all that it holds."""

    published: Published

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.published)

    @cached_property
    def places(self) -> Places:
        """Where things are."""
        return Places(self.published)

    @cached_property
    def referring(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """For each row the rows of other tables of facts that name it, by table and row."""
        found: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
        for table in self.published.fact_tables:
            links = {
                column.name: target
                for column in table.columns.values()
                if not column.is_derived and (target := column.refers_to or self.names.find_target(column.name))
            }
            for row, record in table.rows.items():
                for column, target in links.items():
                    for member in split_set(record.get(column, "")):
                        if target != table.name:
                            found.setdefault((target, member), {})[table.name, row] = None
        return {row: list(others) for row, others in found.items()}
