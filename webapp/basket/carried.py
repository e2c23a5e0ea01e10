"""The basket of a reader without scripts: it travels in the address, and every link and form hands it on."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal
from urllib.parse import quote, urlencode

from flask import g, has_request_context, request

from webapp.basket.model import ITEM, TITLE, Basket, Item, from_pairs, to_pairs

BACK: Final = "back"  # the parameter with the way back
NAMES: Final = frozenset({ITEM, TITLE})
_OF_THE_VISIT: Final = NAMES | {"lang", BACK}  # what an address holds beside the page that it names
MAX_CARRIED: Final = 6 * 1024  # bytes; longer addresses than 8 kB get lost, and a search needs its part
MAX_LOAD: Final = 8 * 1024 * 1024  # bytes in all links of a page; one that lists thousands of places stops there

Extent = Literal["all", "codes", "nothing"]


def carried() -> Basket:
    """Return the basket of this request: the one a view made of it, else the one in its address."""
    if not has_request_context():
        return Basket()
    if "basket" not in g:
        g.basket = from_pairs(request.args.items(multi=True)).basket
    basket: Basket = g.basket
    return basket


def carry(basket: Basket) -> None:
    """Let the links and forms of this request's page carry `basket`."""
    g.basket = basket
    g.pop("basket_query", None)


def extent(basket: Basket) -> Extent:
    """Return how much of a basket an address can carry: all of it, its codes without the notes, or nothing."""
    if len(urlencode(to_pairs(basket))) <= MAX_CARRIED:
        return "all"
    return "codes" if len(urlencode(to_pairs(without_notes(basket)))) <= MAX_CARRIED else "nothing"


def without_notes(basket: Basket) -> Basket:
    return replace(basket, items=tuple(Item(item.code) for item in basket.items))


def carried_pairs() -> list[tuple[str, str]]:
    """Return the parameters that the links and forms of this request's page carry."""
    basket = carried()
    if basket == Basket():
        return []
    fitting = {"all": basket, "codes": without_notes(basket), "nothing": Basket()}[extent(basket)]
    return to_pairs(fitting)


def carrying(url: str) -> str:
    """Return a link within the site so that it hands the basket on."""
    if not has_request_context():
        return url
    query: str | None = g.get("basket_query")
    if query is None:
        query = g.basket_query = urlencode(carried_pairs())
    if not query:
        return url
    path, hash_mark, fragment = url.partition("#")
    if path.endswith(query):  # carried already
        return url
    g.basket_load = g.get("basket_load", 0) + len(query)
    if g.basket_load > MAX_LOAD:
        return url
    return f"{path}{'&' if '?' in path else '?'}{query}{hash_mark}{fragment}"


def here() -> str:
    """Return this request's page without basket, language and the site's root, so that there is a way back to it."""
    return bare(quote(request.path), request.args.items(multi=True))


def bare(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return an address of a page without basket, language and way back: it may be followed with another basket."""
    pairs = [(name, value) for name, value in parameters if name not in _OF_THE_VISIT]
    return f"{path}?{urlencode(pairs)}" if pairs else path
