"""What a sentence says yes and no to: each of its words by its root, and whether it is negated there."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.checks.contraries import OPPOSABLE
from briefing.checks.forms import root

Sense = frozenset[bool]  # whether a word is negated, of all its uses
AFFIRMED: Sense = frozenset({False})
NEGATED: Sense = frozenset({True})
EITHER: Sense = AFFIRMED | NEGATED

STOPS = frozenset(",;:.!?—–()")
FUNCTION = frozenset(
    """
    a an the this that these those it its it his he him his she her they their them we our us i my you your who which
    what and or but if then than as so too also of in on at to for from by with into over under about be is are was
    were been being am do does did done have has had having will would can could may might shall should must ever yet
    two three four five six seven eight nine ten any all other others else one
    ones some very more most least there here such only just even still each both
    """.split()
)
_PLAIN = frozenset("not no never none neither nor without cannot hardly rarely unable nothing nowhere".split())
_BEHIND = frozenset("nobody none nothing noone".split())  # negate the word before them: "it binds nobody"
NEGATIONS = _PLAIN | _BEHIND
# Verbs that negate what follows them to the end of their clause.
REFUSING = frozenset(
    """
    lacking failing denying opposing refusal unwillingness inability
    refuse refuses refused refusing reject rejects rejected rejecting deny denies denied decline declines declined
    oppose opposes opposed opposing forbid forbids forbade forbidden barred banned prevent prevents prevented
    exclude excludes excluded overlook overlooked lack lacks lacked fail fails failed dispute disputes disputed
    contest contests contested avoid avoids avoided avoiding
    """.split()
)
_DECLINED = frozenset("decline declines declined refuse refuses refused".split())
RATHER = "ratherthan"
_SAYING = frozenset("say says said think thinks thought believe believes believed".split())
_HALF = frozenset(("unless", "against"))  # what follows them is denied by some and said by others
_HELPING = frozenset("is are was were would will can could may might has have had does do did".split())
_GOES_ON = frozenset("or nor".split())
_ANEW = _HELPING | frozenset("it he she they we says say wants want calls asks".split())
_ASKING = frozenset("what how why which who whether where when".split())
_PLACING = frozenset("in of at from on about".split())
_IMPERSONAL = frozenset("possible allowed permitted feasible continue what acceptable option".split())
_DETERMINERS = frozenset("the a an this that its their his her any further".split())
# "A boat does not sink, but a barge does."
_ELLIPTIC = re.compile(
    r"\b(?:but|whereas|while|and|unlike)\b(?:(?! if )[^.;]){1,60}? "
    r"(?:do|does|did|is|are|was|were|has|have|will|would|can|could)(?: not|n['’]t)?[.,;”\"]"
    r"|, (?:do|does|did|is|are|has|have|will|would) not\.?$|\b(?:do|does|did|done|doing) so\b"
    r"|\b(?:she|he|they|it) (?:do|does|did|is|are|was|were|has|have|had|will|would|can|could) not\.?$"
    r"|\bbut not (?:to|for|in|on|with|by|at|the|those|its|from)\b",
    re.I,
)
UNNAMED = re.compile(
    r"\b(?:who |which )?(?:(?:ask|wish|prefer|want|speak|spoke)\w* )?(?:only )?(?:on (?:the )?condition )?"
    r"(?:(?:that|of) )?(?:(?:did|does|do|would|could|must) )?(?:rather )?not (?:(?:want|wish|like)\w* )?(?:to )?"
    r"(?:(?:be|being|have|see|give) )?(?:(?:his|her|their|its|a) )?"
    r"(?:named|names?|identified|quoted)(?: (?:to be )?(?:printed|published|used|in print))?\b"
    r"|\b(?:not named|unnamed|unidentified|anonymous|anonymously|(?:up)?on condition of anonymity"
    r"|under condition of anonymity|names? (?:be |to be )?(?:left out|withheld))\b"
)
_NO_PREFIX = re.compile(r"un(?:der|it|io|iv|til|less|cles?$|iq|animous|iform|ix)")
_LONGEST_PREFIX = 4

_TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[,;:.!?—–()]")
# Turns of phrase that negate, or only seem to, in words that are read one by one.
_REWRITTEN = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"\bno one\b", "noone"),
        (r"\bno other\b", "only"),
        (r"\b(?:ruled|rules|rule|ruling)((?: \w+){0,3}) out\b", r"refused\1"),
        (r"\b(?:leaves?|left|leaving)((?: \w+){0,6}) out\b", r"excluded\1"),
        (r"\bturn(?:ed|s|ing)?((?: \w+){0,3}) down\b", r"refused\1"),
        (UNNAMED.pattern, ""),
        (r"\b(?:yet to|far from)\b", "not"),
        # what did not happen until then did happen then
        (r"\b((?:did|was|were|had)(?: \w+)?) not((?: (?!not\b)[\w'-]+){1,8}) until\b", r"\1\2 until"),
        (r"\brather than\b", RATHER),
        (r"\bmore (?:like|of)\b([^.,;]{0,120}?)\bthan\b", rf"\1 {RATHER}"),
        (r"\b(?:ma(?:de|kes?) no secret of|(?:do|does|did) not (?:hide|conceal))\b", "openly"),
        (r"\b(?:would |will |is |was )?not (?:be )?the first time(?: that)?\b", "before"),
        (r"\b(?:hard(?:er)?|difficult) to (?:see|imagine|say|tell)\b", "not"),
        (r"\bstop(?:s|ped|ping)? short of\b", "not"),
        (r"\bnot all(?: of)?\b", "some"),
        (r"\b(lawyers|experts|people|those|officials|residents|members|parties) not \w+(?:ed|en)\b", r"\1"),
        (r"\bimpossible\b", "not possible"),
        (r"\bfree of\b", "no"),
        (r"\b(?:leaves?|left|leaving)((?: \w+){0,2}) open\b", r"leftopen\1"),
        (r"\banyone's guess\b", "not known"),
        (r"\b(?:vot(?:es?|ed|ing)|was|were|is|are) (?:for|in favou?r of)\b", "supported"),
        (r"\bvot(?:ed?|ing)(?: (?:by )?\w+(?: votes)? to \w+,?)? against\b", "opposed"),
        (r"\b(?:was|were|is|are)(?: already)?( not)? against\b", r"\1 opposed"),
        (r"\b(?:no (?:fewer|less|more|later|earlier|sooner) than|not (?:only|just|least)|nothing but)\b", ""),
        (r"\b(?:called|calls|calling) off\b", "cancelled"),
        (r"\bcan(?:'t|not)\b", "not"),
        (r"n't\b", " not"),
        (r"\b(?:an )?exceptions?(?: is made| are made)? if\b", "unless"),
        (r"\bif((?: \w+){0,4}?) (?:not|fail(?:s|ed)? to)\b", r"unless\1"),
        # "has refused, despite two requests, to produce it"
        (rf"\b({'|'.join(sorted(REFUSING))}), [^,.;]{{1,60}}, (to|that)\b", r"\1 \2"),
    )
)


@lru_cache(maxsize=256)  # several rules look at each sentence that a statement cites
def words_of(text: str) -> tuple[str, ...]:
    """The words and stops of a text in lower case, with turns of phrase that negate in plain words."""
    plain = text.replace("’", "'").lower()
    for pattern, written in _REWRITTEN:
        plain = pattern.sub(written, plain)
    return tuple(word.removesuffix("'s") for word in _TOKEN.findall(plain))


@lru_cache(maxsize=256)
def count_negations(text: str) -> int:
    """How many words of a text negate."""
    words = words_of(text)
    return sum(
        word in NEGATIONS or (word in REFUSING and before not in _DETERMINERS) or _is_prefixed(word)
        for before, word in zip(("", *words), words, strict=False)
    )


def _is_prefixed(word: str) -> bool:
    return word.startswith("un") and len(word) > _LONGEST_PREFIX and not _NO_PREFIX.match(word)


def senses_of(text: str, *, refused: Sense = NEGATED) -> dict[str, Sense]:
    """Each content word of a text by its root, and whether it is negated there.

    The word behind a negation is; those behind it up to the end of the clause may be or not, and so are either.

    Args:
        text: a statement or a sentence.
        refused: what stands behind a verb of refusing.
    """
    senses: dict[str, Sense] = {}
    sense = AFFIRMED
    last = before = ""
    words = words_of(text)
    ahead = (*words[1:], ".", ".")
    for word, following, behind in zip(words, ahead, ahead[1:], strict=False):
        if word in STOPS:
            sense = EITHER if sense == EITHER and word == "," and following in _GOES_ON else AFFIRMED
            last = before = ""
            continue
        if word in _PLAIN and not _IMPERSONAL.isdisjoint((following, behind)):  # "loading then is not possible"
            senses = dict.fromkeys(senses, EITHER)
        if last and _negates_before(word, before, following):
            senses[last] = NEGATED
        if word in ("no", "neither") and last:  # "names no sum" for "does not name a sum"
            senses[last] = EITHER
        if word in FUNCTION or word in NEGATIONS or word == RATHER:
            sense = _behind_function(word, following, sense)
            if word in OPPOSABLE:
                senses.setdefault(root(word), AFFIRMED)
        else:
            last = root(word)
            senses[last] = senses.get(last, frozenset()) | sense
            refuses = word in REFUSING and before not in _DETERMINERS  # "the decline" is a noun
            sense = _behind_refusal(word, following, sense, refused) if refuses else _behind_content(word, sense)
        before = word
    return dict.fromkeys(senses, EITHER) if _ELLIPTIC.search(text) else senses


def _negates_before(word: str, before: str, following: str) -> bool:
    """Whether a word negates the verb before it: "it binds nobody", but not "said nobody came"."""
    ends = following in STOPS or following in FUNCTION - _HELPING
    return word in _BEHIND and ends and before not in _SAYING and before not in FUNCTION


def _behind_function(word: str, following: str, sense: Sense) -> Sense:
    if word == "nowhere" or (word in _BEHIND and following in _PLACING):  # "nothing in the room will be touched"
        return EITHER
    if word in NEGATIONS or word == RATHER:
        return NEGATED
    if word == "and" and (following in _ANEW or following.endswith("ed")):  # a verb: what it tells stands apart
        return AFFIRMED
    return EITHER if word in _ASKING and sense == NEGATED else sense  # "is not what its members want"


def _behind_refusal(word: str, following: str, sense: Sense, refused: Sense) -> Sense:
    if sense == NEGATED:  # "did not rule out a sale" denies nothing of the sale
        return AFFIRMED
    if following == "to" and word in _DECLINED:  # "declined to comment": did not
        return NEGATED
    is_verb = following in ("to", "that") or following.endswith("ing")
    return refused if is_verb else EITHER  # "banned at the airport", "rejects the offer"


def _behind_content(word: str, sense: Sense) -> Sense:
    return EITHER if sense != AFFIRMED or word in _HALF else AFFIRMED
