from .endpoint import ChatEndpoint as ChatEndpoint
from .endpoint import Received as Received
from .responses import Response as Response
from .responses import error_response as error_response
from .scripted import ScriptedModel as ScriptedModel
