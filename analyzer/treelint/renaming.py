"""Give a variable another name inside a LibCST expression."""

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
