"""Rules on why the passengers were moved: a conviction, an expired stay, an illegal entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from curation.proposals.article import Article, find_any
from curation.proposals.bystanders import mentions_other
from curation.proposals.flight_facts import FLIGHTS
from curation.proposals.flights import Flight
from curation.proposals.memory import load_rules
from curation.proposals.proposal import Proposal

COUNTRY = r"(?:[Tt]he )?(?:country|United States|U\.S\.|US|UK|State|[A-Z]\w+)"
GROUNDS = {
    "criminal_conviction": re.compile(
        r"(?:(?<=had been )|(?<=have been )|(?<=were )|(?<=men ))convicted\b(?! by)|criminal convictions\b"
    ),
    "stay_expired": re.compile(r"\boverstayed (?:(?:their|a|his|her) )?visas?\b"),
    "illegal_entry": re.compile(rf"\b(?:entered|come to) {COUNTRY} (?:illegally|unlawfully|without permission)"),
}
"""The words of each ground, as short as they say it."""
NOT = re.compile(r"(?i)\b(?:no|not|none|nobody|never|without|if|may|would|excluded|whether)\b[^,.;]*$")
"""What is before words of a ground that nobody has, or that is only possible."""


def propose_grounds(article: Article, flights: Mapping[int, Flight]) -> Iterator[Proposal]:
    """Propose the grounds that a text gives for the passengers of its flight, where it has spoken of the flight before."""
    main = next((one for one in flights.values() if one.is_main), None)
    last = False
    for sentence in article.body:
        own = flights.get(sentence.number)
        last = last or own is main
        if not main or not last or (own and own is not main) or mentions_other(sentence):
            continue
        if find_any(sentence.bare, (*load_rules()["alone"], *load_rules()["relatives"])):
            continue
        for code, words in GROUNDS.items():
            for found in words.finditer(sentence.text):
                lead = sentence.text[: found.start()]
                if not NOT.search(lead):
                    spans = (sentence.place(*found.span()),)
                    yield Proposal("ground", sentence.number, FLIGHTS, main.id, "legal_grounds", code, spans, False)
                    break
