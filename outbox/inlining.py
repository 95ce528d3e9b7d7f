"""Letters' styles are put into their tags once per template, not once per letter.

The template's source is joined with its layout and its includes, every template tag stands aside
while the styles are put in, and the result is compiled. What a letter fills in later is text and
addresses, which no style asks about; a value that brings markup of its own brings its styles, too.
"""

import re
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import css_inline
from django.template.backends.django import Template
from django.template.loader import get_template

COMMENT = re.compile(r"{% comment .*?{% endcomment %}|{#.*?#}", re.S)
EXTENDS = re.compile(r'\s*{% extends "([^"]+)" %}')
INCLUDE = re.compile(r'{% include "([^"]+)" %}')
LOAD = re.compile(r"{% load [^%]+%}")
BLOCK = re.compile(r"{% block (\w+) %}((?:(?!{% block ).)*?){% endblock(?: \w+)? %}", re.S)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
ASIDE = re.compile(r"tag(\d+)aside")

_ready: WeakKeyDictionary[Any, Template] = WeakKeyDictionary()


class NotPlain(Exception):
    """The template is joined in a way that only Django itself understands."""


def inlined(name: str) -> Template:
    """The template of this name with the styles in its tags, compiled at the first asking.

    Raises TemplateDoesNotExist, TemplateSyntaxError, or NotPlain.
    """
    loaded: Any = get_template(name)
    if loaded.template not in _ready:
        _ready[loaded.template] = loaded.backend.from_string(put_in(joined(name)))
    return _ready[loaded.template]


def joined(name: str) -> str:
    """The source of the template, its layout and its includes as one. Raises NotPlain."""
    source = _source(name)
    filled: dict[str, str] = {}
    loads: list[str] = []
    while extends := EXTENDS.match(source):
        loads += LOAD.findall(source)
        filled = dict(BLOCK.findall(source)) | filled
        source = _source(extends[1])
    source = BLOCK.sub(lambda block: filled.get(block[1], block[2]), source)
    if left := re.search(r"{% (block|extends|include)\b[^%]*%}|{{ ?block\.super", source):
        raise NotPlain(f"{name}: {left[0]}")
    return "".join(dict.fromkeys(loads)) + source


def put_in(source: str) -> str:
    """The source with the styles in its tags; template tags come through untouched."""
    tags: list[str] = []

    def aside(tag: re.Match[str]) -> str:
        tags.append(tag[0])
        return f"tag{len(tags) - 1}aside"

    # What stands before the doctype would count as text, and push the head into the body.
    before, doctype, after = source.rpartition("<!DOCTYPE html>")
    ready = before + inliner().inline(TAG.sub(aside, doctype + after))
    return ASIDE.sub(lambda mark: tags[int(mark[1])], ready)


@lru_cache(maxsize=1)
def inliner() -> css_inline.CSSInliner:
    """Keeps the at-rules: colours for the dark and the phone's width cannot be put into tags."""
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


def _source(name: str) -> str:
    loaded: Any = get_template(name)
    source = COMMENT.sub("", loaded.template.source)
    return INCLUDE.sub(lambda include: _source(include[1]), source)
