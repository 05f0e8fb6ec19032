"""The prose of docs/dialplan.md about questions: the operator, and menus in a caller's own order."""

from __future__ import annotations

OPERATOR = """\
### The operator

```yaml
operator: human
```

or, in full (the phrases shown are some of those that are built in for `zh` and `en`):

```yaml
operator: {flow: human, key: 0, phrases: {zh: [人工, 转人工], en: [operator, a person]}}
```

With this section every `menu` and `ask` leads to that flow by the key and by the phrases, and the key stops every `say`,
without a word in the steps themselves. A choice of its own for that key goes before it; `operator: no` at a step leaves it
out there, and `operator: no` as the section says that this plan has none. It is proved that every question has a choice
that leads to a queue, a phone or a message box, or an operator, unless `operator: no` is written.
"""
HABITS = """\
### A menu in the caller's own order

```yaml
- menu:
    prompt: main_menu
    order: by_habit
    choices:
      1: {go: orders, name: name_orders, prompt: menu_orders}
      2: {go: complaints, name: name_complaints, prompt: menu_complaints}
    noinput: {then: human}
```

The calls of a number are counted: a choice is a habit from its third use on, when it has at least about a third of all uses
of that menu. The likeliest one is announced before the menu ("For the same as last time, your orders, press star") where it
has a `name`; the choices' own prompts are heard with the habits first. The written keys do what they always do: the shortcut
is one more key. It is decided once a call, so that no key changes its meaning in it. Counts are compared by their
doublings, so that two choices taken about equally often do not change places every day. The reason is in the record.
A choice whose key leads elsewhere than it did is counted anew, and so is every menu that stands at another place in its flow.
"""
