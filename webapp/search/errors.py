"""What can be wrong with a request apart from its query (that is QueryError); the pages and the API answer alike."""

from indexer.errors import XianliError


class BadParameter(XianliError):
    """A parameter of the address makes no sense (400): which one."""

    def __init__(self, message: str, *, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class PageTooFar(XianliError):
    """The page lies past the end (404): the last page and its address, as a path and its query."""

    def __init__(self, message: str, *, last_page: int, last_url: str) -> None:
        super().__init__(message)
        self.last_page = last_page
        self.last_url = last_url
