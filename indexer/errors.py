"""Everything that can go wrong, as a tree.

XianliError
├── SourceError        one source file cannot be used; the run goes on
├── RunError           the run publishes nothing; the old generation stays
│   └── IndexBusy      another run is writing to the same folder
├── IndexUnusable      the index cannot be searched
│   ├── IndexMissing   there is none yet
│   ├── IndexDamaged   a file of it is missing, cut short or altered
│   └── IndexOutdated  it was built by other rules, another dictionary or another schema
├── QueryError         the query cannot be understood
└── SearchTimeout      the deadline passed before the answer was complete

Messages are Chinese sentences for the reader of a page or terminal, and say what to do next.
"""

import errno
from collections.abc import Mapping
from typing import Final

_CAUSES: Final[Mapping[int, str]] = {
    errno.EACCES: "没有权限",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.EEXIST: "已有同名的文件",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是一个文件夹",
    errno.ELOOP: "链接绕成了一圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
}


def cause(error: OSError) -> str:
    """Return in Chinese why the system refused; in its own words where they are rare."""
    return _CAUSES.get(error.errno or 0) or error.strerror or str(error)


class XianliError(Exception):
    """Base of all errors raised on purpose."""

    @property
    def message(self) -> str:
        said = self.args[0] if self.args else ""
        return said if isinstance(said, str) else str(said)  # a string that knows more than its letters stays one


class SourceError(XianliError):
    """A source file cannot be used; the message is the reason shown in the run's table."""


class RunError(XianliError):
    """Nothing was published."""


class IndexBusy(RunError):
    """Another run holds the write lock."""


class IndexUnusable(XianliError):
    """The index cannot be searched; the message names the command that mends it."""


class IndexMissing(IndexUnusable):
    """No generation has been published in this folder."""


class IndexDamaged(IndexUnusable):
    """A file of the generation is missing, cut short or altered."""


class IndexOutdated(IndexUnusable):
    """The generation was built by other text rules, another dictionary or another schema."""


class QueryError(XianliError):
    """A query cannot be understood: what is wrong, where (code points from 0), and a query that works."""

    def __init__(self, message: str, *, position: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.suggestion = suggestion


class SearchTimeout(XianliError):
    """The deadline passed before the answer was complete."""
