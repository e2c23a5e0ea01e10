"""Sentences for the reader: Chinese as they stand, and ready to be said in another language by the pages.

A Message is a plain string to whoever prints it, joins it or puts it into JSON. It remembers the sentence it was made
from and what was put in, so that a page can look the sentence up in its catalogue (see webapp/i18n.py).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Self

Translate = Callable[[str], str]


class Message(str):
    """A sentence in Chinese, `template` with `arguments` put in; these may be messages too."""

    __slots__ = ("arguments", "template")

    template: str
    arguments: Mapping[str, object]

    def __new__(cls, template: str, arguments: Mapping[str, object]) -> Self:
        """Put the arguments in as `%` does."""
        message = super().__new__(cls, template % arguments if arguments else template)
        message.template = template
        message.arguments = MappingProxyType(dict(arguments))
        return message

    def translated(self, translate: Translate) -> str:
        """Return the sentence in the language that `translate` turns templates into."""
        template = translate(self.template)
        if not self.arguments:
            return template
        return template % {name: translated(value, translate) for name, value in self.arguments.items()}


def say(template: str, /, **arguments: object) -> Message:
    """Return a sentence for the reader; `template` is in the catalogue."""
    return Message(template, arguments)


def translated(value: object, translate: Translate) -> object:
    """Return a message translated, and anything else as it is."""
    return value.translated(translate) if isinstance(value, Message) else value


def listed(parts: Iterable[str]) -> str:
    """Return `parts` one after another: 甲、乙."""
    return reduce(lambda said, part: say("%(some)s、%(more)s", some=said, more=part), parts)
