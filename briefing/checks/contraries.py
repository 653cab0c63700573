"""Words of one sense and of the contrary one, by their roots.

Ordinary antonyms of English news with their nearest synonyms: where evidence has one of those too, nothing is turned
round. Two sides of one deal are none ("bought from", "sold to"), nor are words with a common second sense.
"""

from __future__ import annotations

from briefing.checks.forms import root

_ACTS = """
accept agree admit approve confirm acknowledge concede | reject refuse deny decline oppose dispute contest
allow let permit approve authorise authorize enable offer | refuse forbid bar ban prevent prohibit block
support back endorse favour favor | oppose reject resist
promise grant confirm pledge guarantee | refuse deny reject
demand want seek ask request | drop abandon withdraw
rise increase climb gain grow raise | fall decline shrink drop decrease lower reduce
keep retain preserve | lose close scrap abolish cost
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
preliminary provisional interim tentative | final definitive
doubt doubtful sceptical skeptical | sure certain confident convinced
overstate overestimate | understate underestimate
hardly rarely seldom | often always frequently
noone nobody | everyone everybody
unless | if
answer reply | refuse
overturn annul quash reverse | uphold affirm confirm
convict | acquit clear
arrest detain jail imprison | free release
deploy | withdraw
advance | retreat
surrender | resist
arrive | depart
appear emerge | disappear vanish
appoint elect | remove oust unseat
promote | demote
build construct erect | demolish raze dismantle
create establish | dissolve abolish disband
invest | divest
repay | default
expand extend enlarge | shrink cut curtail shorten
double triple quadruple | halve
exceed surpass | undershoot
overrun | underrun
appreciate | depreciate
inflate | deflate
overpay | underpay
connect link join | disconnect sever
attach | detach
assemble | dismantle
load | unload
freeze | thaw
heat warm | cool
lock | unlock
enable | disable
activate | deactivate
install | uninstall
escalate | deescalate defuse
provoke | appease
recognise recognize | disown
obey | disobey
legalise legalize | outlaw criminalise criminalize
ratify sign | repeal renounce
enact pass adopt | repeal defeat
impose introduce | lift repeal waive
renew prolong | terminate expire lapse
suspend | resume reinstate
resign quit | stay remain
survive | die perish
recover rebound | collapse slump
thrive flourish prosper | struggle wither
gain | forfeit
attract | repel deter
persuade convince | dissuade
urge | discourage
love | hate
unanimous unanimously | divided split
together jointly | separately alone
everywhere | nowhere
underline stress emphasise emphasize | downplay
exaggerate | downplay
reward | punish penalise penalize
forgive pardon | punish condemn
prefer favour favor | reject
agree | disagree differ
match | mismatch
converge | diverge
attend | boycott skip miss
participate | abstain
vote | abstain
centralise centralize | decentralise decentralize
nationalise nationalize | privatise privatize
deregulate | regulate
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
vaccinate vaccinated | unvaccinated
insure insured | uninsured
success successful | unsuccessful
surplus | deficit shortfall shortage
optimist optimistic hopeful upbeat | pessimist pessimistic gloomy downbeat
peace peaceful | war violent
optional | mandatory compulsory obligatory
voluntary voluntarily | compulsory mandatory forced
temporary temporarily interim | permanent permanently lasting
partial partly partially | full fully complete completely total entirely wholly
public publicly | private privately secret secretly
legal lawful lawfully legally | illegal unlawful unlawfully illegally
valid | void invalid
binding | nonbinding advisory
internal | external
direct directly | indirect indirectly
active | dormant idle inactive
alive | dead
healthy | sick ill
fertile | barren
rich wealthy | poor
clean | dirty polluted
wet | dry
deep deeper | shallow shallower
wide wider broad broader | narrow narrower
thick thicker | thin thinner
heavy heavier | light lighter
loud louder | quiet quieter
simple simpler | complex complicated
sufficient enough adequate | insufficient inadequate
rare scarce | common abundant plentiful
popular | unpopular
honest | dishonest
loyal | disloyal
lenient | harsh strict severe
generous | stingy
brave | cowardly
competent | incompetent
relevant | irrelevant
effective | ineffective
consistent | inconsistent
compatible | incompatible
dependent | independent
conditional conditionally | unconditional unconditionally
likely likeliest | unlikely
favour favor | against
supporter backer advocate proponent | opponent critic detractor
prosecution | defence defense
ahead | behind
inflow | outflow
upstream | downstream
upgrade | downgrade
barring | allowing
first | last
day | night
summer | winter
north northern | south southern
east eastern | west western
majority | minority
upper | lower
"""


def _pairs(table: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    rows = (row.split("|") for row in table.strip().splitlines())
    return tuple((frozenset(map(root, one.split())), frozenset(map(root, other.split()))) for one, other in rows)


DEGREES = _pairs(_DEGREES)
# Of each root the sets that it is in, each with the set of its contraries.
CONTRARIES: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
for _pair in (*_pairs(_ACTS), *DEGREES):
    for _sides in (_pair, _pair[::-1]):
        for _word in _sides[0]:
            CONTRARIES.setdefault(_word, []).append(_sides)
# Words without a content of their own among them.
OPPOSABLE = frozenset("hardly rarely unless if without up down more most least noone nobody under".split())
