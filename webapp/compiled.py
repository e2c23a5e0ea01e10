"""Templates compiled once for each language, their sentences already in it.

A page of results says hundreds of sentences. Looked up one by one they would take longer than all else on the page.
"""

import re
from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, TypeGuard

from babel.support import Translations
from flask.templating import Environment
from jinja2 import Template, nodes, pass_environment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from webapp.i18n import DEFAULT_LANGUAGE, OTHER_LANGUAGE, language
from webapp.search.messages import translated

_CATALOGUES: Final = Path(__file__).parent / "translations"
_FUNCTION: Final = "_"
_PLACES: Final = re.compile(r"%\((\w+)\)s")  # where something is put into a sentence
_FILTER: Final = "in_this_language"
_REMEMBERED: Final = 4096  # labels that are not known before a page is made: sections, kinds, places

Translate = Callable[[str], str]


class Templates(Environment):
    """The templates of Chinese pages; `english` ones take their place where a request asks for English."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.filters[_FILTER] = _in_this_language
        self.speak(str)

    def speak(self, translate: Translate) -> None:
        """Say in templates what `translate` makes of their sentences; before the first of them is compiled."""
        self.translate = translate
        self.label = lru_cache(maxsize=_REMEMBERED)(lambda label: escape(translate(str(label))))

    @cached_property
    def english(self) -> "Templates":
        """The same templates in English, set up as these are by now."""
        templates = self.overlay()
        templates.speak(Translations.load(_CATALOGUES, [OTHER_LANGUAGE]).gettext)
        templates.finalize = lambda value: translated(value, templates.translate)  # what the search says
        return templates

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja calls it so
    ) -> Template:
        """Return a template in the language of this request, and from a template one in the same language."""
        if not self.overlayed and language() != DEFAULT_LANGUAGE:
            return self.english.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        """Generate the Python source of a template, its sentences translated."""
        _Sentences(self.translate).visit(source)
        source.set_environment(self)
        return super()._generate(source, *arguments, **options)


class _Sentences(NodeTransformer):
    """Puts each sentence, as the template's own text, in the place of the call that would look it up."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja calls it so
        """Print the parts of a sentence and what stands between them one after another."""
        node.nodes = [part for one in node.nodes for part in self._parts(one)]
        return self.generic_visit(node)

    def _parts(self, printed: nodes.Expr) -> Iterator[nodes.Expr]:
        if not (_is_sentence(printed) and isinstance(printed.args[0], nodes.Const) and printed.kwargs):
            yield printed
            return
        given = {word.key: word.value for word in printed.kwargs}
        for number, part in enumerate(_PLACES.split(self._translate(printed.args[0].value))):
            yield given[part] if number % 2 else nodes.TemplateData(part.replace("%%", "%"))

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja calls it so
        """Turn _("…") into the sentence, _("…%(n)s", n=…) into its filling in, and _(label) into a filter."""
        self.generic_visit(node)
        if not _is_sentence(node):
            return node
        (said,) = node.args
        if not isinstance(said, nodes.Const):
            return nodes.Filter(said, _FILTER, [], [], None, None, lineno=node.lineno)
        sentence = self._translate(said.value)
        if not node.kwargs:
            return nodes.TemplateData(sentence % {}, lineno=node.lineno)
        given = [nodes.Pair(nodes.Const(word.key), word.value) for word in node.kwargs]
        return nodes.Mod(nodes.TemplateData(sentence), nodes.Dict(given), lineno=node.lineno)


def _is_sentence(node: nodes.Node) -> TypeGuard[nodes.Call]:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == _FUNCTION


@pass_environment
def _in_this_language(templates: Templates, label: str) -> Markup:
    return templates.label(label)
