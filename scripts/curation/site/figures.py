"""All figures of a package."""

from __future__ import annotations

from curation.site.figure import Figure
from curation.site.figure_bars import list_bars
from curation.site.figure_intervals import list_intervals
from curation.site.figure_links import draw_links
from curation.site.figure_shares import draw_shares
from curation.site.site import Site


def list_figures(site: Site) -> list[Figure]:
    """Return all figures, those on the main table first."""
    drawn = (draw_links(site), draw_shares(site))
    return [*list_intervals(site), *list_bars(site), *(figure for figure in drawn if figure)]
