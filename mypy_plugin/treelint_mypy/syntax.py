"""From mypy's expression nodes to the standard `ast`, which the selector model reads."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mypy import nodes

from treelint.records import dataclass, field
from treelint_mypy.operators import BINARY, BOOLEAN, COMPARISON, SINGLETONS, UNARY
from treelint_mypy.statement_syntax import definition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LOAD = ast.Load()


@dataclass(frozen=True, slots=True)
class Translation:
    """A selector in the standard `ast`, and the mypy node behind each of its expressions."""

    function: ast.Lambda | ast.FunctionDef
    behind: Mapping[ast.expr, nodes.Expression]


def translate(function: nodes.LambdaExpr | nodes.FuncDef) -> Translation:
    """A lambda or a function definition in the standard `ast`."""
    translator = Translator()
    if isinstance(function, nodes.LambdaExpr):
        return Translation(translator.lambda_(function), translator.behind)
    return Translation(definition(function, translator), translator.behind)


def translate_expression(
    node: nodes.Expression,
) -> tuple[ast.expr, Mapping[ast.expr, nodes.Expression]]:
    """One expression in the standard `ast`, and the mypy node behind each part of it."""
    translator = Translator()
    return translator.expression(node), translator.behind


@dataclass(frozen=True, slots=True)
class Translator:
    """One translation, and what it has met. ast nodes are hashed by identity."""

    behind: dict[ast.expr, nodes.Expression] = field(default_factory=dict)

    def expression(self, node: nodes.Expression) -> ast.expr:
        """An expression that is read."""
        result = self._access(node) or self._display(node) or self._operation(node)
        if result is None:
            # What the model does not know either: it lowers to Opaque.
            result = ast.Await(ast.Constant(None))
        self.behind[result] = node
        return result

    def target(self, node: nodes.Expression) -> ast.expr:
        """An expression that gets a value."""
        result = self.expression(node)
        pending = [result]
        while pending:
            match pending.pop():
                case ast.Tuple() | ast.List() as several:
                    several.ctx = ast.Store()
                    pending.extend(several.elts)
                case ast.Starred() as starred:
                    starred.ctx = ast.Store()
                    pending.append(starred.value)
                case ast.Name() | ast.Attribute() | ast.Subscript() as one:
                    one.ctx = ast.Store()
        return result

    def lambda_(self, node: nodes.LambdaExpr) -> ast.Lambda:
        """A lambda with its parameters."""
        return ast.Lambda(self.parameters(node.arguments), self.expression(node.expr()))

    def parameters(self, arguments: list[nodes.Argument]) -> ast.arguments:
        """The parameters of a lambda or of a function definition."""

        def named(*kinds: object) -> list[ast.arg]:
            return [
                ast.arg(argument.variable.name) for argument in arguments if argument.kind in kinds
            ]

        defaults = [
            self.expression(argument.initializer)
            for argument in arguments
            if argument.kind is nodes.ARG_OPT and argument.initializer is not None
        ]
        keyword_only = [
            self.expression(argument.initializer) if argument.initializer else None
            for argument in arguments
            if argument.kind in (nodes.ARG_NAMED, nodes.ARG_NAMED_OPT)
        ]
        return ast.arguments(
            posonlyargs=[],
            args=named(nodes.ARG_POS, nodes.ARG_OPT),
            vararg=next(iter(named(nodes.ARG_STAR)), None),
            kwonlyargs=named(nodes.ARG_NAMED, nodes.ARG_NAMED_OPT),
            kw_defaults=keyword_only,
            kwarg=next(iter(named(nodes.ARG_STAR2)), None),
            defaults=defaults,
        )

    def _all(self, several: list[nodes.Expression]) -> list[ast.expr]:
        return [self.expression(node) for node in several]

    def _maybe(self, node: nodes.Expression | None) -> ast.expr | None:
        return None if node is None else self.expression(node)

    def _access(self, node: nodes.Expression) -> ast.expr | None:
        match node:
            # Keywords, which no variable can hide; before its analysis a name has no full name.
            case nodes.NameExpr(name=name) if name in SINGLETONS:
                return ast.Constant(SINGLETONS[name])
            case nodes.NameExpr(name=name):
                return ast.Name(name, _LOAD)
            case nodes.MemberExpr(expr=value, name=name):
                return ast.Attribute(self.expression(value), name, _LOAD)
            case nodes.IndexExpr(base=base, index=index):
                return ast.Subscript(self.expression(base), self.expression(index), _LOAD)
            case nodes.SliceExpr(begin_index=begin, end_index=end, stride=stride):
                return ast.Slice(self._maybe(begin), self._maybe(end), self._maybe(stride))
            case nodes.CallExpr():
                return self._call(node)
            case (
                nodes.IntExpr(value=constant)
                | nodes.FloatExpr(value=constant)
                | nodes.StrExpr(value=constant)
            ):
                return ast.Constant(constant)
            case nodes.ComplexExpr(value=number):
                return ast.Constant(number)
            case nodes.BytesExpr(value=text):
                return ast.Constant(_bytes(text))
        return None

    def _display(self, node: nodes.Expression) -> ast.expr | None:
        match node:
            case nodes.TupleExpr(items=items):
                return ast.Tuple(self._all(items), _LOAD)
            case nodes.ListExpr(items=items):
                return ast.List(self._all(items), _LOAD)
            case nodes.SetExpr(items=items):
                return ast.Set(self._all(items))
            case nodes.StarExpr(expr=value):
                return ast.Starred(self.expression(value), _LOAD)
            case nodes.DictExpr(items=pairs):
                keys = [self._maybe(key) for key, _ in pairs]
                return ast.Dict(keys, [self.expression(value) for _, value in pairs])
            case nodes.ListComprehension(generator=inner):
                return self._comprehension(inner, ast.ListComp)
            case nodes.SetComprehension(generator=inner):
                return self._comprehension(inner, ast.SetComp)
            case nodes.GeneratorExpr():
                return self._comprehension(node, ast.GeneratorExp)
            case nodes.DictionaryComprehension() if node.key is not None:
                return ast.DictComp(
                    self.expression(node.key), self.expression(node.value), self._loops(node)
                )
        return None

    def _operation(self, node: nodes.Expression) -> ast.expr | None:
        match node:
            case nodes.OpExpr(op=op, left=left, right=right) if op in BOOLEAN:
                return ast.BoolOp(BOOLEAN[op](), self._all([left, right]))
            case nodes.OpExpr(op=op, left=left, right=right):
                return ast.BinOp(self.expression(left), BINARY[op](), self.expression(right))
            case nodes.ComparisonExpr(operators=operators, operands=[first, *others]):
                ops: list[ast.cmpop] = [COMPARISON[op]() for op in operators]
                return ast.Compare(self.expression(first), ops, self._all(others))
            case nodes.UnaryExpr(op=op, expr=value):
                return ast.UnaryOp(UNARY[op](), self.expression(value))
            case nodes.ConditionalExpr(cond=test, if_expr=then, else_expr=otherwise):
                return ast.IfExp(*self._all([test, then, otherwise]))
            case nodes.AssignmentExpr(target=target, value=value):
                return ast.NamedExpr(ast.Name(target.name, ast.Store()), self.expression(value))
            case nodes.LambdaExpr():
                return self.lambda_(node)
        return None

    def _call(self, node: nodes.CallExpr) -> ast.Call:
        positional: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        for argument, kind, name in zip(node.args, node.arg_kinds, node.arg_names, strict=True):
            value = self.expression(argument)
            if kind is nodes.ARG_STAR:
                positional.append(ast.Starred(value, _LOAD))
            elif kind in (nodes.ARG_NAMED, nodes.ARG_STAR2):
                keywords.append(ast.keyword(name, value))
            else:
                positional.append(value)
        return ast.Call(self.expression(node.callee), positional, keywords)

    def _comprehension(
        self,
        node: nodes.GeneratorExpr,
        make: Callable[[ast.expr, list[ast.comprehension]], ast.expr],
    ) -> ast.expr:
        return make(self.expression(node.left_expr), self._loops(node))

    def _loops(
        self, node: nodes.GeneratorExpr | nodes.DictionaryComprehension
    ) -> list[ast.comprehension]:
        return [
            ast.comprehension(
                self.target(target),
                self.expression(values),
                self._all(conditions),
                int(is_async),
            )
            for target, values, conditions, is_async in zip(
                node.indices, node.sequences, node.condlists, node.is_async, strict=True
            )
        ]


def _bytes(text: str) -> bytes:
    """The value of a bytes literal, which mypy keeps as `repr` shows it, less `b` and quotes."""
    quote = '"' if "'" in text and '"' not in text else "'"
    value: bytes = ast.literal_eval(f"b{quote}{text}{quote}")
    return value
