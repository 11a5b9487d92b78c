"""Figures as PNG files, for a README. The same bytes everywhere: they are drawn with a font of our own, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from curation.characters import find_place
from curation.compare.load import Read
from curation.package.csv_parquet import Files
from curation.paths import FIGURES_FOLDER, README
from curation.problems import Problem, suggest_nearest
from curation.site.figure import Figure
from curation.site.figures import list_figures
from curation.site.render import render_figure
from curation.site.site import Site

FONT = Path(__file__).with_name("fonts") / "DejaVuSans-subset.ttf"
FAMILY = "DejaVu Sans"
SCALE = 2
"""Pixels for each unit of a figure."""
KINDS = ("bars.svg.jinja", "intervals.svg.jinja", "links.svg.jinja")
"""Templates of the figures of which the first is drawn as PNG."""
NAMED = re.compile(rf"{FIGURES_FOLDER}/([\w.~-]+\.png)")


def make_pictures(site: Site, read: Read) -> tuple[Files, list[Problem]]:
    """Return the pictures that the README of a package shows, by their paths, and what is wrong with it."""
    readme = (read(README) or b"").decode("utf-8", "replace")
    lines = {found[1]: find_place(readme, found.start())[0] for found in reversed([*NAMED.finditer(readme)])}
    if not lines:
        return {}, []
    pictures = {f"{figure.name}.png": figure for figure in choose_figures(list_figures(site))}
    problems = [
        Problem(README, line, 1, f"there is no figure {name!r}", suggest_nearest(name, pictures))
        for name, line in lines.items()
        if name not in pictures
    ]
    return {f"{FIGURES_FOLDER}/{name}": draw_picture(render_figure(figure)) for name, figure in pictures.items()}, problems


def choose_figures(figures: Iterable[Figure]) -> list[Figure]:
    """Return the first figure of each kind that is drawn as PNG."""
    firsts: dict[str, Figure] = {}
    for figure in figures:
        firsts.setdefault(figure.template, figure)
    return [firsts[kind] for kind in KINDS if kind in firsts]


def draw_picture(svg: str) -> bytes:
    """Return a figure's SVG as PNG, on white."""
    import resvg_py  # only a README with figures needs it

    own_font = re.sub(r'font-family="[^"]*"', f'font-family="{FAMILY}"', svg, count=1)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=own_font,
            background="#ffffff",
            zoom=SCALE,
            skip_system_fonts=True,
            font_files=[str(FONT)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )
