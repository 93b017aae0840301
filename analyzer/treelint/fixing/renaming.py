"""Give a variable, or a node of a tree, another name inside a LibCST expression."""

import libcst as cst


class _Renamer(cst.CSTTransformer):
    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        if original_node.value != self._old:
            return updated_node
        return updated_node.with_changes(value=self._new)

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        return updated_node.with_changes(keyword=original_node.keyword)


def renamed(node: cst.BaseExpression, old: str, new: str) -> cst.BaseExpression:
    """The expression with the variable `old` called `new`; attributes and keywords stay."""
    result = node.visit(_Renamer(old, new))
    if not isinstance(result, cst.BaseExpression):
        msg = f"renaming {old!r} made a {type(result).__name__} of an expression"
        raise TypeError(msg)
    return result


class _Namer(cst.CSTTransformer):
    def __init__(self, texts: frozenset[str], name: str) -> None:
        self._texts = texts
        self._name = name
        self._module = cst.Module([])

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        return self._named(original_node, updated_node)

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        return self._named(original_node, updated_node)

    def leave_Subscript(
        self, original_node: cst.Subscript, updated_node: cst.Subscript
    ) -> cst.BaseExpression:
        return self._named(original_node, updated_node)

    def _named(
        self, original: cst.BaseExpression, updated: cst.BaseExpression
    ) -> cst.BaseExpression:
        bare = original.with_changes(lpar=[], rpar=[])
        if self._module.code_for_node(bare) not in self._texts:
            return updated
        return cst.Name(self._name, lpar=original.lpar, rpar=original.rpar)


def named(node: cst.BaseExpression, texts: frozenset[str], name: str) -> cst.BaseExpression:
    """The expression with a name for every path in it that is written as one of the texts."""
    result = node.visit(_Namer(texts, name))
    if not isinstance(result, cst.BaseExpression):
        msg = f"naming {name!r} made a {type(result).__name__} of an expression"
        raise TypeError(msg)
    return result
