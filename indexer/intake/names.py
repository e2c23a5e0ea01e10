"""Names of files, as people are shown them."""


def printable(name: str) -> str:
    """Return a file name fit for one line of a terminal, log or page: what cannot be shown is escaped."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode()
        for character in name
    )
