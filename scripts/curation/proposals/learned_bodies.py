"""Learned rules on bodies: whether the name of one has a row of its own where a sentence has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.proposals.article import Article
from curation.proposals.bodies import Named, find_bodies
from curation.proposals.headings import ORGANIZATIONS
from curation.proposals.learned import NONE, answer, load_inquiries
from curation.proposals.proposal import Proposal
from curation.proposals.scenes import Scene, list_name_cues

BODY = "learned-body"


def propose_learned_bodies(article: Article, scenes: Sequence[Scene], found: Sequence[Proposal]) -> Iterator[Proposal]:
    """Propose the names of bodies that probably have a row, beside those that other rules have found."""
    named = {one.row for one in found if (one.table, one.field) == (ORGANIZATIONS, "name")}
    for scene, body, cues in list_body_cues(article, scenes):
        chance, code = answer(BODY, cues)[0]
        if body.id not in named and code != NONE and chance >= load_inquiries()[BODY].least:
            named.add(body.id)
            spans = (scene.sentence.place(*body.span),)
            yield Proposal(BODY, scene.sentence.number, ORGANIZATIONS, body.id, "name", "", spans, False, chances=(chance,))


def list_body_cues(article: Article, scenes: Sequence[Scene]) -> Iterator[tuple[Scene, Named, list[str]]]:
    """Yield the bodies that a text names, sentence by sentence, with what is seen of each."""
    seen: set[str] = set()
    for scene in scenes:
        for body in find_bodies(scene.sentence.bare, article.memory):
            cues = [*list_name_cues(scene, body.span), f"body {body.kind}"]
            cues += ["body again"] if body.id in seen else []
            cues += ["body known"] if body.is_known else []
            seen.add(body.id)
            yield scene, body, cues
