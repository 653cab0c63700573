"""Words of one sense and of the contrary one, by their roots.

Ordinary antonyms of English news with their nearest synonyms: where evidence has one of those too, nothing is turned
round.
"""

from __future__ import annotations

from briefing.checks.claim import root

_ACTS = """
accept agree admit approve confirm acknowledge concede | reject refuse deny decline oppose dispute contest
allow let permit approve authorise authorize enable offer | refuse forbid bar ban prevent prohibit block
support back endorse favour favor | oppose reject resist
promise grant confirm pledge guarantee | refuse deny reject
demand want seek ask request | drop abandon withdraw
rise increase climb gain grow raise | fall decline shrink drop decrease lower reduce
keep retain preserve | lose close scrap abolish
win gain secure | lose
start begin open launch | end finish close stop halt cease
save | cost
uphold | overturn annul quash reverse
obey follow respect comply | ignore defy breach violate flout
join | leave quit
hire recruit employ | dismiss fire sack
succeed success | fail failure
include including | exclude leave left without refuse omit
publish release disclose reveal | secret withhold withheld conceal hide suppress
postpone cancel delay | place held happen forward ahead
reach win | never
lift | keep
encourage | discourage
praise welcome | criticise criticize condemn
trust | distrust mistrust
strengthen | weaken
tighten | loosen relax ease
widen | narrow
accelerate hasten | slow delay
improve | worsen deteriorate
unite | divide split
protect | endanger harm
remember | forget
profit | loss
majority | minority
victory | defeat
winner | loser
guilty | innocent
true | false untrue
safe | dangerous unsafe
wrong | right
doubt | sure certain confident
overstate overestimate | understate underestimate
hardly rarely seldom | often always frequently
noone nobody | everyone everybody
unless | if
answer reply | refuse
"""
# Of these two say the contrary only where they are said of one same thing.
_DEGREES = """
more | few fewer less
many much | few little
most | least
high higher | low lower
long longer | short shorter
large larger big bigger | small smaller
early earlier | late later
good better best | bad worse worst
strong stronger | weak weaker
fast faster quick | slow slower
hard harder difficult | easy easier
old older | new newer
cheap cheaper | expensive dear
near | far
above | below under
before | after
up | down
inside | outside
maximum | minimum
"""


def _pairs(table: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    rows = (row.split("|") for row in table.strip().splitlines())
    return tuple((frozenset(map(root, one.split())), frozenset(map(root, other.split()))) for one, other in rows)


DEGREES = _pairs(_DEGREES)
CONTRARIES = (*_pairs(_ACTS), *DEGREES)
# Words without a content of their own among them.
OPPOSABLE = frozenset("hardly rarely unless if without up down more most least noone nobody under".split())
