"""The text of an expression becomes a tree, or a mistake with its place. A grammar of our own: nothing is ever executed.

or    = and {"or" and}                      compare = sum [("==" | "!=" | "<" | "<=" | ">" | ">=" | ["not"] "in") sum]
and   = not {"and" not}                     sum     = term {("+" | "-") term}
not   = "not" not | compare                 term    = atom {("*" | "/") atom}
whole = or ["if" or "else" whole]           atom    = number | text | name | "-" atom | "(" whole ")" | "[" whole, … "]"

Names: order_no, caller.value, queue.wealth.waiting, queue('wealth').waiting.
"""

from __future__ import annotations

from collections.abc import Callable

from calls.profile import Value
from ivr.expression_tokens import Token, Wrong, tokens_in
from ivr.expression_tree import Compared, Constant, Either, Joined, Listed, Name, Not, Reckoned, Tree

LONGEST = 500
"""Characters of an expression."""
MOST_WORDS = 120
"""Words and signs of an expression."""
DEEPEST = 24
"""Brackets in brackets."""
SPLIT_IT = "work a part of it out in a `set` step"
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in")
WORDS = frozenset({"and", "or", "not", "in", "if", "else"})
CONSTANTS: dict[str, Value] = {"true": True, "yes": True, "false": False, "no": False}
_HINTS = {
    "=": "to compare, write ==",
    "<>": "write !=",
    "!": "write not",
    "&&": "write and",
    "||": "write or",
    "": "the expression ends too early",
}


def parse(text: str) -> Tree:
    """The tree of this text. Raises Wrong."""
    if len(text) > LONGEST:
        raise Wrong(0, f"{len(text)} characters", f"at most {LONGEST}", SPLIT_IT)
    tokens = list(tokens_in(text))
    if len(tokens) > MOST_WORDS:
        raise Wrong(tokens[MOST_WORDS].at, f"{len(tokens)} words and signs", f"at most {MOST_WORDS}", SPLIT_IT)
    parser = _Parser(tokens)
    tree = parser.whole()
    parser.end()
    return tree


class _Parser:
    """Recursive descent, one method a line of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._next, self._depth = tokens, 0, 0

    def whole(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Wrong(self._token.at, "too many brackets", f"at most {DEEPEST} in each other")
        tree = self._or()
        if self._took("if"):
            condition = self._or()
            self._need("else")
            tree = Either(condition, tree, self.whole())
        self._depth -= 1
        return tree

    def end(self) -> None:
        if self._token.kind != "end":
            raise self._wrong("the end, or a word such as and, or")

    def _or(self) -> Tree:
        items = [self._and()]
        while self._took("or"):
            items.append(self._and())
        return Joined("or", tuple(items)) if len(items) > 1 else items[0]

    def _and(self) -> Tree:
        items = [self._not()]
        while self._took("and"):
            items.append(self._not())
        return Joined("and", tuple(items)) if len(items) > 1 else items[0]

    def _not(self) -> Tree:
        count = 0
        while self._took("not"):
            count += 1
        tree = self._compare()
        return tree if not count else Not(tree) if count % 2 else Not(Not(tree))

    def _compare(self) -> Tree:
        left, at = self._sum(), self._token.at
        if self._took("not"):
            self._need("in")
            return Not(Compared("in", left, self._sum(), at))
        for sign in COMPARISONS:
            if self._took(sign):
                tree: Tree = Compared(sign, left, self._sum(), at)
                return self._lone(tree)
        return left

    def _lone(self, tree: Tree) -> Tree:
        if self._token.text in COMPARISONS and self._token.kind != "text":
            raise self._wrong("one comparison", "join two by and")
        return tree

    def _sum(self) -> Tree:
        return self._reckon(("+", "-"), lambda: self._reckon(("*", "/"), self._atom))

    def _reckon(self, signs: tuple[str, ...], part: Callable[[], Tree]) -> Tree:
        left = part()
        while self._token.kind == "sign" and self._token.text in signs:
            sign = self._take()
            left = Reckoned(sign.text, left, part(), sign.at)
        return left

    def _atom(self) -> Tree:
        token = self._token
        if token.kind in ("number", "text"):
            return Constant(self._take().value)
        if token.kind == "name" and token.text not in WORDS:
            return self._name()
        if self._took("-"):
            return self._negative()
        if self._took("("):
            tree = self.whole()
            self._need(")")
            return tree
        if self._took("["):
            return self._list()
        raise self._wrong("a name, a number or a text in quotes")

    def _negative(self) -> Tree:
        number = self._token.value
        if self._token.kind != "number" or isinstance(number, str):
            raise self._wrong("a number", "a minus stands before a number, or between two values")
        self._take()
        return Constant(-number)

    def _list(self) -> Tree:
        items: list[Tree] = []
        while not self._took("]"):
            if items:
                self._need(",")
            items.append(self.whole())
        return Listed(tuple(items))

    def _name(self) -> Tree:
        first = self._take()
        parts = [first.text]
        if self._token.text == "(" and self._token.kind == "sign":
            parts.append(self._bracketed())
        while self._took("."):
            if self._token.kind != "name":
                raise self._wrong("a word behind the dot")
            parts.append(self._take().text)
        if parts == [first.text] and first.text in CONSTANTS:
            return Constant(CONSTANTS[first.text])
        return Name(tuple(parts), first.at)

    def _bracketed(self) -> str:
        """`('wealth')` behind a root: for names that are no single word."""
        self._take()
        if self._token.kind != "text":
            raise self._wrong("a name in quotes", "such as queue('wealth').waiting")
        name = str(self._take().value)
        self._need(")")
        return name

    # --- tokens -----------------------------------------------------------------------------------------------

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _took(self, text: str) -> bool:
        wanted = self._token.kind in ("sign", "name") and self._token.text == text
        if wanted:
            self._next += 1
        return wanted

    def _need(self, text: str) -> None:
        if not self._took(text):
            raise self._wrong(f"'{text}'")

    def _wrong(self, expected: str, hint: str = "") -> Wrong:
        return Wrong(self._token.at, self._token.shown, expected, _HINTS.get(self._token.text, "") or hint)
