"""Capitals and the parts of names, as patterns: Ana Ruiz, Şahin Yılmaz, Nasser al-Werfalli, Dale R. Ochoa, José da Silva."""

from __future__ import annotations

import re

LETTERS = (range(ord("A"), 0x250), range(0x1E00, 0x1F00))
"""Code points of Latin letters, and of those with the marks of Vietnamese."""

CAPITAL = f"[{''.join(letter for some in LETTERS for letter in map(chr, some) if letter.isupper())}]"
"""One capital letter."""

CAPITALIZED = rf"{CAPITAL}[\w’'-]*[\w](?<!’s)(?<!'s)"
"""A word with a capital, without a possessive."""

PARTICLES = (
    "(?:abu|al|ben|bin|binti?|da|de|del|della|den|der|di|dos|du|e|el|ibn|la|le|ould|ter|van|von|y|zu|Ó)"
    "(?: (?:la|las|los|den|der|de))?"
)
"""Words in small letters within a name."""

ARTICLES = "(?:a[dlnrstz]|ash|d|el|ud|ul)[-’']"
"""What is before a part of a name, and one word with it."""

ABBREVIATION = rf"{CAPITAL}{{2,5}}"
"""A rank in capitals before a name: DSP Ana Ruiz."""

TITLES = (
    "(?:(?:His|Her) Excellency|Hon|Mr|Ms|Mrs|Dr|Atty|"
    "Mag|Prof|Rev|Eng|Engr|Ing|Barr|Amb|Sir|Dame|Lord|Gen|Sen|Rep|Gov|Lt|Col|Maj|Capt|Cpt|Sgt|Insp|Supt"
    "|[DAC]?SP|Al[hH]aji|Hajj?i|Hajia|Hadja|Sheikh|Shaikh|Mullah|Mawlawi|Maulvi|Ratu|Datuk|Dato['’]?|Tan Sri|Tun)"
)
"""Titles and ranks before a name, which are no part of it."""

PERSON = re.compile(rf"{CAPITALIZED}(?:(?: {CAPITAL}\.)?(?: {PARTICLES})? (?:{ARTICLES})?{CAPITALIZED}){{1,3}}")
"""The name of a person, or another name of several words."""
