"""Make the site of a package: from a folder, a release's zip, or files in memory."""

from __future__ import annotations

from pathlib import Path

from curation.compare.load import Read, load_files, open_folder, open_zip
from curation.files import hold_lock, move_file, remove_folder, write_files
from curation.folders import replace_folder
from curation.package.csv_parquet import Files
from curation.paths import SITE_FOLDER, SITE_STAGING
from curation.problems import Problem, make_visible
from curation.site.reading import read_published
from curation.site.site import Site

NEEDS = "make .venv/runtime, or: pip install '.[release]'"


def read_site(place: str, prefix: str, read: Read) -> tuple[Site | None, list[Problem]]:
    """Return a package with the names and places of all that it holds, and what is wrong with it."""
    release, problems = load_files(place, prefix, read)
    if release is None or problems:
        return None, problems
    published, problems = read_published(release)
    return (Site(published), []) if published else (None, problems)


def make_site(place: str, prefix: str, read: Read) -> tuple[Files, list[Problem]]:
    """Return all files of the site of a package, by their addresses, and what is wrong with the package."""
    from curation.site.pages import make_pages  # it imports what only the extra `release` installs

    site, problems = read_site(place, prefix, read)
    return (make_pages(site, read), []) if site else ({}, problems)


def write_site(package: Path, root: Path) -> tuple[Files, list[Problem]]:
    """Write the site of the package in a folder or a zip under a root. Returns its files, and what is wrong.

    Where the package is that of the root, the pictures that its README shows are written too.
    """
    place = make_visible(str(package))
    try:
        prefix, read, _ = open_folder(package) if package.is_dir() else open_zip(package)
    except Exception as error:  # a damaged or forged zip can raise anything
        return {}, [Problem(place, 0, 0, f"cannot be read: {make_visible(str(error))}", "name a folder or a release's zip")]
    site, problems = read_site(place, make_visible(prefix), read)
    if site is None:
        return {}, problems
    try:
        from curation.site.pages import make_pages
        from curation.site.pictures import make_pictures

        files = make_pages(site, read)
        pictures, problems = make_pictures(site, read) if package == root else ({}, [])
    except ImportError as error:
        return {}, [Problem("pyproject.toml", 0, 0, f"{error.name} is not installed", NEEDS)]
    if problems:
        return {}, problems
    with hold_lock(root) as held:
        problem = held or replace_folder(root, SITE_FOLDER, files, SITE_STAGING) or replace_pictures(root, pictures)
    return ({}, [problem]) if problem else (files, [])


def replace_pictures(root: Path, pictures: Files) -> Problem | None:
    """Write pictures under a root, each wholly or not at all; return what prevents it."""
    problem = remove_folder(root, SITE_STAGING) or write_files(root, SITE_STAGING, pictures)
    for name in pictures:
        problem = problem or move_file(root, f"{SITE_STAGING}/{name}", name)
    return problem or remove_folder(root, SITE_STAGING)
