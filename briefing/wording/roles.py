"""The vocabulary of roles: offices and ranks, groups and bodies, sources without a name.

Words of the language only: no person, place, state or body is named. Made for English.
"""

from __future__ import annotations

import re

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁĻŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽЀ-Я"
CAPITAL = rf"(?:(?:[{UPPER}]\.){{2,6}}(?!\s?[{UPPER}][^\W_])|(?:[{UPPER}]\.\s?){{0,4}}[{UPPER}][^\W_]*(?:(?:[’'&](?![sS]\b)|-(?=[A-Z0-9])|-(?=al-))[^\W_]+)*)"
JOINT = (
    r"(?: of the | of | de la | de | del | du | van der | van | von | bin | al-| & | "
    r"|(?<=Ministry) for |(?<=Institute) for |(?<=Department) for |(?<=Centre) for |(?<=Center) for |(?<=Office) for "
    r"|(?<=Agency) for |(?<=Campaign) for |(?<=Council) for |(?<=Fund) for |(?<=Foundation) for |(?<=Society) for )"
)
BODY = (
    "Association|Union|Council|Federation|Forum|Circle|League|Society|Institute|Club|Trust|Network|Party|Congress|"
    "Committee|Commission|Alliance|Office|Agency|Group|Court|House|Fund|Board|Assembly|Chamber|Bureau|Parliament"
)
OWNED_BODY = rf"[’']s? (?=(?:{CAPITAL} )?(?:{BODY})\b)"  # "Fishermen's Association" is one name
NAME = re.compile(rf"(?<![\w’'])(?P<name>{CAPITAL}(?:(?:{OWNED_BODY}|{JOINT}){CAPITAL}){{0,7}})")
POSSESSIVE = re.compile(r"[’'](?:s\b|(?=\s))")

# Offices and ranks: a word that turns a capitalised run, or the words before or behind a name, into a role.
OFFICES = frozenset(
    """
    president prime minister chancellor premier secretary envoy ambassador mediator commissioner governor mayor senator
    councillor councilor chair chairman chairwoman chairperson chief head director executive officer manager leader
    spokesman spokeswoman spokesperson general admiral colonel captain judge justice attorney prosecutor professor
    doctor dr mr mrs ms sir dame king queen prince princess pope bishop archbishop sheriff inspector superintendent
    principal teacher headteacher engineer analyst economist lawyer counsel adviser advisor aide deputy vice
    founder owner skipper harbourmaster regulator ombudsman auditor treasurer representative
    lawmaker congressman congresswoman negotiator delegate diplomat scientist researcher nurse surgeon physician
    speaker member coach spokesperson prof sen rep gov gen col capt lt sgt hon rev coordinator administrator editor rector dean provost registrar organiser organizer campaigner master
""".split()
)
OFFICE = "|".join(sorted(OFFICES))
COURTESY = frozenset("mr mrs ms dr sir dame prof hon rev".split())  # titles that tell no role
ROLE_BEFORE = re.compile(rf"(?<![\w’'-])(?:[A-Za-z][a-z]+ ){{0,2}}(?:[a-z]+-)*(?:{OFFICE})\.? $", re.I)
ROLE_APPOSED = re.compile(rf"(?<![\w’'-])(?P<role>(?:[A-Za-z][a-z]+ ){{0,2}}(?:[a-z]+-)*(?:{OFFICE})), $")
ROLE_BEHIND = re.compile(
    rf",? (?:(?:the|a|an|its|their|his|her) )?(?!whose )(?P<role>(?:(?:[^\W_]+ )?[^\W_]+[’']s? )?(?:[\w-]+ ){{0,3}}?(?:[a-z]+-)*(?:{OFFICE})(?:s?)"
    rf"(?: (?:of|for|at|in|on) (?:the )?[^\W_][\w’'-]*(?: [{UPPER}][\w’'-]*| of| for| the| and(?= [{UPPER}])){{0,5}})?)"
    r"(?=[,.;”\"]|$)"
)
# People and bodies that take sides without a name of their own.
GROUPS = frozenset(
    """
    official officials leaders allies ally government governments leadership authorities ministers lawmakers diplomats
    negotiators drafters capitals partners sources source union unions council councillors councils ministry ministries
    parliament cabinet coalition opposition committee commission board agency agencies authority office court
    tribunal regulator regulators company companies firm firms supplier suppliers industry association federation
    alliance campaign campaigners critics opponents supporters backers defenders residents parents teachers pupils
    students doctors nurses patients fishermen skippers farmers workers employers employees shareholders investors
    analysts experts lawyers scientists researchers economists activists protesters voters members delegation
    delegates administration presidency department hospital hospitals university universities school schools charity
    charities group groups engineers insurers publishers unionists tenants landlords owners traders retailers drivers
    heads managers families neighbours neighbors environmentalists conservationists
    palace chancellery delegations heads governors trust forum inspectorate foundation society bank senate assembly
    region city county province municipality town country state
""".split()
)
GROUP = "|".join(sorted(GROUPS, reverse=True))  # the longer of two words that begin alike comes first
DETERMINED = re.compile(
    rf"(?<![\w-])(?P<name>(?:(?:[Tt]he|[Aa]n?|[Ss]ome|[Mm]any|[Mm]ost|[Ss]everal|[Bb]oth|[Oo]ther|[Tt]wo|[Tt]hree) "
    rf"(?:(?!of |in |for |on |to |and |or |is |was |by |at )[a-z][\w’'-]+ ){{0,2}}?|(?<=[.“\"] ))(?:{GROUP})(?: (?:{GROUP}))?)\b(?![’']s? [a-z])(?! of (?:its|their|the (?:same|order)))"
)
SIDE = re.compile(r" of (?:the|an?|this|that) [a-z][\w-]+")
SIDES = ("opponents", "critics", "backers", "supporters", "defenders", "members", "heads")
OWN_GROUP = re.compile(rf"[’']s? (?P<noun>{GROUP})\b")
OFFICE_ALONE = re.compile(rf"\b[Tt]he (?P<office>{OFFICE})\b(?! [{UPPER}])")
# Nouns of agents by their endings, and the commonest nouns that only end so.
_AGENT = r"[a-z-]*[a-z](?:ers|ors|ists|ants|ians|eers|yees)|[a-z-]*(?:men|women|folk)"
_NO_AGENT = (
    r"(?:papers|numbers|orders|letters|matters|factors|cent(?:re|er)s|waters|powers|others|errors|doors|offers|figures|years|members|"
    r"borders|chapters|towers|rivers|quarters|answers|computers|servers|sensors|motors|harbou?rs|doctors of|sectors|colou?rs|"
    r"restaurants|grants|plants|warrants|covenants|documents|hours|neighbou?rs|reporters|speakers|observers|readers|newspapers|"
    r"remainders|dollars|corridors|behaviou?rs|favou?rs|rumou?rs|investigators found)\b"
)
AGENTS = re.compile(
    rf"(?:(?<=\b[Tt]he )|^[“\"]?)(?!(?i:{_NO_AGENT}))(?P<name>{_AGENT}|[A-Z][a-z]*(?:ers|ors|ists|ants|ians|eers|yees|ents)"
    rf"(?: (?:for|against) {CAPITAL}(?: {CAPITAL})*)?)\b"
)
HEAD = re.compile(r"\b[Tt]he (?P<head>[a-z][a-z-]+)\b")
PLAIN_GROUP = re.compile(
    rf"(?:^[“\"]?|(?<=[,;—:“\"] )|(?<=\band )|(?<=\bbut )|(?<=\bwhile )|(?<=\bthat ))"
    rf"(?P<name>(?:{GROUP})|(?:{'|'.join(word.capitalize() for word in sorted(GROUPS, reverse=True))}))\b"
)
GROUP_BEHIND = re.compile(rf" (?P<adjective>(?!and |or |said |told |wrote )[a-z-]*[a-rt-z-] )?(?P<noun>{GROUP})\b")
IN_PLACE = re.compile(
    rf" (?:in|at|of|from) (?:the )?(?P<place>{CAPITAL}(?: {CAPITAL}){{0,2}}(?: and {CAPITAL}(?=[ ,]))?)"
)
# Sources without a name; the group `who` holds the words for them, where there are any.
UNNAMED = re.compile(
    r"\b(?P<who>(?:an?|one|two|three|several|senior) (?:[\w.’'-]+ ){0,3}?"
    r"(?:official|officials|source|sources|diplomat|diplomats|aide|aides|insider|insiders|person|people|member|employee))\b"
    r"(?=[^.]{0,40}\b(?:said|says|confirmed|told|who|familiar|close|briefed|added|describes?|described))"
    r"|\b(?P<those>people (?:close|familiar|briefed|involved)\b[^,.;]{0,40}?)(?= (?:say|said|describe|told|added)|[,.;])"
    r"|\b(?P<sources>sources?)(?= (?:say|said|indicate|familiar|close|told|suggest))"
    r"|\b(?:unnamed|on condition of anonymity|anonymous (?:source|official|letter|note|tip)|anonymously)\b"
    r"|\b(?:not|rather not|refused|declined)(?: want)?(?: to)? (?:be (?:named|identified)|see (?:his|her|their) name)",
    re.I,
)


def unnamed_source(text: str) -> str | None:
    """The words of `text` for a source that it does not name; None where it has none."""
    found = UNNAMED.search(text)
    words = next((group for group in found.groups() if group), None) if found else None
    return words and words[0].lower() + words[1:]


# Endings of common nouns and adverbs: a word that only opens a sentence is one of these sooner than a name.
NOUN_ENDING = re.compile(r"(?:tion|sion|ness|ment|ity|ing|ism|ance|ence|ship|hood|ings|ly|ed|al|ous)$")
NO_NAME = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec i i'm i've i'd we english earlier later asked under according nobody somebody everybody
    """.split()
)
