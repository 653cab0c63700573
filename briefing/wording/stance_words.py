"""The vocabulary of stances: verbs and nouns of demanding, refusing and saying, and what turns them into none.

Words of the language only: no person, place, state or body is named. Made for English.
Patterns that end in `$` are searched in the words before a name.
"""

from __future__ import annotations

import re

from briefing.wording.words import forms, participles

STRONG = """
    reject refuse insist oppose maintain want propose back accept welcome condemn criticise criticize accuse urge
    threaten agree contest deny resist favour favor endorse approve block prefer defend decline warn ask press seek
    commit dispute campaign dismiss caution recommend disagree advise advocate champion praise fault reiterate stress
    emphasise emphasize complain regret
"""
# Forms that are nouns as well count as verbs only before what a verb takes.
NOUN_LIKE = (
    r"(?:demand|offer|support|pledge|promise|vow|claim|plan|aim|hope|fear|doubt|appeal|protest|request|challenge|object)s?"
    r"(?= (?:to|for|that|the|a|an|its|their|his|her|it|them|no|any|more|against|at|all|such|this|these|both|only|each|greater)\b| [“\"\d])"
)
ONLY_NOUN_LIKE = re.compile(NOUN_LIKE.partition("(?=")[0])
TAKES = (
    forms(STRONG)
    + "|(?:demand|offer|support|pledg|promis|vow|plann|aim|hop|fear|doubt|appeal|protest|request|challeng|object|vetoe)ed"
    + rf"|(?<=\bis )(?:{participles(STRONG)})|(?<=\bare )(?:{participles(STRONG)})|{NOUN_LIKE}"
    + "|sought|issued (?:\\w+ ){0,2}demands|made (?:[^,.;]{1,40}) (?:the test|a condition|a priority)|voted (?:for|against|in favou?r of)(?= \\w)"
    "|(?:takes?|took) (?:neither|no) side|stands? by|stood by|walked out|withdrew|wrote to|written to|filed|lodged|sued"
    "|points? to|pointed to|blames?|blamed|holds? that|held that|(?:is|are) (?:demanding|calling for|asking|planning to)"
    "|calls? for|called for|fought|fights?|set (?:the|its|a) condition|rule[sd]? out|ruled"
)
SAYS = forms(
    "argue state add announce describe predict concede admit acknowledge counter answer explain contend consider regard estimate confirm"
) + (
    "|says|said|say|called|told|tells?|thinks?|thought|believes?|believed|calls|notes|noted|replied|replies|claims|claimed"
    "|puts? (?:the|its|their)|speaks? of|spoke of|made clear|let it be known|sees?|saw"
)
SILENT = re.compile(r" to (?:comment|say|discuss|answer|be (?:named|interviewed|identified))\b")
# "Nor has P offered …", "Not even P supports …": what is told is that P does not.
NEGATED_SUBJECT = re.compile(
    r"(?:^|[,;:—“\"] |\b(?:and|but) )(?:nor|never|neither|not|not even|hardly|scarcely|rarely|few|no|none|nobody)\b[^,;:—]*$",
    re.I,
)
# What an unnamed source says of a party is that source's word and not the party's.
TOLD_OF = re.compile(
    r"\b(?:officials?|sources?|people|diplomats?|aides?|one of them|insiders?)\b.{0,80}\b(?:said|say|says|told)\b[^,;]*$",
    re.I,
)
# Silence is no stance, and what is done to a party is not what it does.
NO_STANCE = re.compile(
    r"(?:\b(?:not|never)|n[’']t) (?:[a-z]+ )?(?:answer|repl|respond|comment|sa(?:y|id)|asked|decided|ruled)"
)
DONE_TO = re.compile(r"\b(?:is|are|was|were|be|been) (?:[a-z]+ ){0,3}?[a-z]+(?:ed|en|id|ld|ught)$")
NOT_TAKES = re.compile(
    r"(?:called (?:the|a|an|off|it)\b(?! \w+ a)|back (?:to|in)\b|asked? not to be|declined to comment|ruled (?!(?:[a-z]+ )?out\b|against))"
)
FILLERS = (
    r"(?:(?:(?:is|are|was|were|has|have|had|do|does|did)n[’']t|has|have|had|is|are|was|were|been|be|do|does|did|not|never|no longer|also|still|long|only|just|now|again|since|so far|"
    r"thus far|already|both|all|even|instead|therefore|then|historically|reportedly|[a-z]+ly) ){0,6}"
)
PARENTHESIS = r"(?:,(?:[^,;]|(?<=\d),(?=\d)){1,110},|\s\([^)]{1,60}\),?)?"
VERB_BEHIND = re.compile(rf" {FILLERS}(?:{TAKES}|{SAYS})\b")
VERB = re.compile(rf"{PARENTHESIS}\s(?P<group>{FILLERS}(?:(?P<takes>{TAKES})|(?P<says>{SAYS})))\b")
READY = re.compile(
    rf"{PARENTHESIS}\s(?P<group>(?:is|are|was|were|remains?|remained|appears?|has been|have been)\s(?:[a-z]+ly )?(?:not )?"
    r"(?:willing|unwilling|prepared|ready|opposed|against|committed|determined|reluctant|open to|adamant|in favou?r|"
    r"bound|under pressure to|keen|unhappy|sceptical|skeptical|wary|concerned|worried|convinced))\b"
)
NOUN = (
    "demands?|refusal|insistence|rejection|stance|commitment|aspirations?|imperatives?|opposition|objections?|claims?|proposals?|red lines?|"
    "conditions?|concerns?|assertion|arguments?|calls?|requests?|offers?|warnings?|views?|goals?|aims?|objectives?|priority|priorities|"
    "intention|intentions|vow|pledge|denial|complaints?|appeal|position|insisting|fears?|plea|preference|resistance|veto|motion|estimates?"
)
OWNED = re.compile(
    rf"[’'](?:s)? (?P<adjectives>(?:[\w-]+,? ){{0,3}}?)(?P<noun>{NOUN})\b"
    r"(?P<rest>,? (?:particularly |especially |notably |chiefly )?(?:to|on|that|of|for|regarding|over|about|against|is that|was that)\b)?"
)
STATED = re.compile(r"\b(?:stated|declared|public|publicly|written|formal|official|repeated|long-standing)\b")
FROM = re.compile(rf"\b(?P<noun>{NOUN}) (?:from|by) (?:the )?$")
# A demand that somebody else answers is told for the answer: "turned down a request by P".
ANSWERED_BEFORE = re.compile(
    r"\b(?:reject|dismiss|turn|welcom|refus|accept|consider|receiv|den|ignor|hear|approv|grant|back|oppos)[a-z]* (?:down )?"
    r"(?:(?:an?|the|any|all|its|their|his|her) )?(?:[\w-]+,? ){0,2}$"
)
ANSWERED_BEHIND = re.compile(r" (?:was|were|is|are|has been|have been) (?:[a-z]+ly )?[a-z]+(?:ed|en)\b")
FOR = re.compile(r"(?:^|[,;] )[Ff]or (?:the )?$")
# What makes a stance conditional belongs to it.
CONDITION_BEHIND = re.compile(
    r",? (?:while|unless|until|as long as|provided|except|if)\b|,? but (?:not|only|has|have|had|is|are|was|were|also|wants?|rejects?|"
    r"opposes?|says?|said|called)\b"
)
CENTRAL = re.compile(
    r"[^.;]{3,200}?\b(?:is|are|remains?|was)\s(?:not )?(?:a|an|the|one of)?\s?(?:[\w-]+ ){0,3}"
    r"(?:demands?|objectives?|priority|priorities|conditions?|concerns?|interests?|red lines?|aims?|goals?|question|issue|matter|point)\b"
)
ACCORDING = re.compile(r"\b[Aa]ccording to (?:the )?$")
SAID_LAST = re.compile(
    rf",[”\"]? (?!told|tells?)(?:{SAYS}) (?:the )?(?:(?:its|her|his|their) (?:[a-z-]+ ){{0,3}}[a-z-]+, )?$"
)
FORECAST_BEFORE = re.compile(
    r"\b(?:will|would|could|may|might|should|if|unless|whether|what|how|any \w+ that|(?:is|are|was) (?:likely|expected|set) to"
    r"|suggest\w*|impl(?:y|ies)|perhaps|means that|seems?|appears?)\b[^,;—]*$",
    re.I,
)
SAID_THAT = re.compile(
    r"\b(?:suggest|sa(?:y|id)|argue|claim|insist|maintain|mean|impl|so|show|find|found|warn|add|belie|report|indicate|prove|fear|hope"
    r"|tell|told|announce|confirm|state|ensure|conclude|note|learn|agree|know|think|thought)\w*(?: [\w’'-]+){0,4} that (?:the )?$"
    r"|\b(?:and|but|or) that (?:the )?$",
    re.I,
)
BEHIND_PREPOSITION = re.compile(
    r"\b(?:to|in|of|with|at|by|for|against|between|on|near|over|around|into|under|behind|beyond|before|after) (?:the )?$",
    re.I,
)
AUTHOR_OF = re.compile(
    r"\b(?:[Ss]tudy|[Rr]eport|[Ss]urvey|[Nn]ote|[Ll]etter|[Ss]tatement|[Aa]nalysis) (?:by|from|of) (?:the )?$"
)
VOICE = re.compile(
    r"[’'](?:s)? (?:[a-z-]+ )?(?:complaint|report|statement|letter|lawsuit|filing|lawyers?|spokes\w+|government|cabinet|party|leadership|"
    r"ministers?|negotiators|officials|engineers|team|campaign|board|delegation)(?= )"
)
PART_OF = re.compile(
    r"[’']s? (?:[a-z-]+ ){0,2}?(?:panel|body|arm|branch|division|unit|department|ministry|bureau|chamber|chapter|wing|committee|"
    r"board|council|group|association|federation|union|club|bench|faction|agency|institute|court)\b"
)
# "Less land than P demands" does not tell what P demands.
THAN = re.compile(r"\bthan (?:the )?$")
RELATIVE = re.compile(r"(?:,? which|,? that|,? whom|\bas) (?:the )?$")
PRONOUN = re.compile(
    r"(?:(?<=^)|(?<=[,;—] )|(?<=\band )|(?<=\bbut )|(?<=\bwhich )|(?<=\bthat )|(?<=\w ))(?P<word>[Ii]t|[Tt]hey|[Hh]e|[Ss]he)(?= )"
)
COMMENTS = re.compile(r"\b(?:analyst|economist|commentator|pollster)\b")
RELATIVE_SAYS = re.compile(
    rf"(?:that|whom) (?:it|they|he|she) (?:{SAYS})\b|hich (?:it|they|he|she) (?:say|said|says)\b"
)
NO_PARTY = frozenset(
    "sources source people person analysts experts economists lawyers diplomats insiders members voters drivers".split()
)


WHEN = re.compile(
    r"\b(?:on |last |this )?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|week|month|year|morning|evening)\b"
    r"|\b(?:said|says|told|added|wrote|reporters|journalists|statement|interview|parliament|news conference)\b"
)
BACK = re.compile(
    rf"\b(?:{forms('deny reject dispute oppose support back welcome accept endorse condemn')}|agrees?|disagrees?) (?:with )?(?:this|that|it|them|him|her|both)$"
)
SPOKEN_BEFORE = re.compile(
    r"[“\"](?P<words>[^“”\"]{12,}?)[,.?!]?[”\"],? (?:the )?(?:(?:its|her|his|their|the) (?:[a-z’'-]+ ){0,3}[a-z-]+,? )?$"
)
PLURAL_VERB = re.compile(
    rf"^(?:[a-z]+ly |also |still |all |both )?(?:{'|'.join(STRONG.split())}|say|argue|claim|consider|regard|see|think)$"
)
ADJECTIVE = re.compile(r"(?:an|ish|ese|ch|ic)$")


# What a relative clause speaks of: "the full membership it seeks", "less land than P has demanded".
OBJECT = re.compile(
    r"(?:\b(?:the|an?|any|its|their|his|her|no) (?:[\w’'-]+ ){0,6}?[\w’'-]+\s?"
    r"|\b(?:(?:significantly|far|much) )?(?:more|less|fewer|larger|smaller|higher|lower) [\w-]+(?: [\w-]+){0,3}\s?)$",
    re.I,
)
DETERMINER = re.compile(r"\b(?:the|an?|any|its|their|his|her|no|more|less|fewer|larger|smaller|higher|lower)\b", re.I)
CLOSED = re.compile(r"\s?(?:[.;:—]|$)|\s(?:is|are|was|were|has|have|had|will|would|could|may|might|must|remains?)\b")
PLACE_OF = re.compile(r" (?:of|in|at|from|on) ")
AND = re.compile(r" and (?:the )?")
SAID_END = re.compile(r"[.,;:!?”\"]|$")
WHO = re.compile(r", (?:which|who)(?= )")
QUOTED_BEHIND = re.compile(r" [“\"][^”\"]{4,}[”\"]")
WORD_BEHIND = re.compile(r" ([a-z][\w-]*)")
WORD_BEFORE = re.compile(r"\w ")
JOINT = re.compile(r"\b(?:and|but|which|that|whom|than|as|because|since|if|when|while|so) $")
