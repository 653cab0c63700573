from .article import Article as Article
from .article import Chunk as Chunk
from .article import Section as Section
from .article import Sentence as Sentence
from .errors import BriefingError as BriefingError
from .memo import Memo as Memo
from .memo import Problem as Problem
from .options import Options as Options
