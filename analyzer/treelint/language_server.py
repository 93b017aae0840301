"""A language server: findings while one types, fixes as quick fixes.

Needs `pip install 'treelint[lsp]'`. Editors start it as `treelint-lsp`, and talk to it over
standard input and output (https://microsoft.github.io/language-server-protocol/).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from treelint import __version__, engine
from treelint.configure import Configurer, Options
from treelint.findings import NEVER_IGNORED, Applicability, Finding, Fix, Splice
from treelint.rules import find_rule
from treelint.source import SourceFile, split_lines

try:
    from lsprotocol import types as lsp
    from pygls.lsp.server import LanguageServer
    from pygls.uris import from_fs_path, to_fs_path
except ModuleNotFoundError as error:
    msg = "the language server needs pygls: pip install 'treelint[lsp]'"
    raise ImportError(msg) from error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pygls.workspace import TextDocument

    from treelint.engine import Checked

_FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.treelint"

server = LanguageServer("treelint", __version__)


@server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
@server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
@server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
def refresh(
    ls: LanguageServer,
    params: lsp.DidOpenTextDocumentParams
    | lsp.DidChangeTextDocumentParams
    | lsp.DidSaveTextDocumentParams,
) -> None:
    """Publish what is found in a document as it stands in the editor."""
    document = ls.workspace.get_text_document(params.text_document.uri)
    source = _source(document)
    checked = _check(ls, source)
    ls.text_document_publish_diagnostics(
        lsp.PublishDiagnosticsParams(
            uri=document.uri,
            version=document.version,
            diagnostics=[_diagnostic(document, source, item) for item in checked.findings],
        )
    )


@server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
def forget(ls: LanguageServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Take back what was published for a document that is no longer open."""
    ls.text_document_publish_diagnostics(
        lsp.PublishDiagnosticsParams(uri=params.text_document.uri, diagnostics=[])
    )


@server.feature(
    lsp.TEXT_DOCUMENT_CODE_ACTION,
    lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix, _FIX_ALL]),
)
def actions(ls: LanguageServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """The fixes for what lies in a range, and one action for all safe fixes."""
    document = ls.workspace.get_text_document(params.text_document.uri)
    source = _source(document)
    checked = _check(ls, source)
    wanted = params.context.only
    found: list[lsp.CodeAction] = []
    if wanted is None or lsp.CodeActionKind.QuickFix in wanted:
        found += _quick_fixes(document, source, checked, params.range)
    if wanted is None or any(_FIX_ALL.startswith(kind) for kind in wanted):
        found += _fix_all(document, source)
    return found


def _source(document: TextDocument) -> SourceFile:
    return SourceFile(to_fs_path(document.uri) or document.uri, document.source)


def _check(ls: LanguageServer, source: SourceFile) -> Checked:
    configurer = Configurer(Options())
    config, _ = configurer.config(Path(source.filename))
    checked = engine.check_with_edits(source, config)
    for failure in (*configurer.failures, *checked.failures):
        message = lsp.LogMessageParams(lsp.MessageType.Error, str(failure))
        ls.window_log_message(message)
    return checked


def _diagnostic(document: TextDocument, source: SourceFile, finding: Finding) -> lsp.Diagnostic:
    is_error = finding.code in NEVER_IGNORED
    rule = find_rule(finding.code)
    return lsp.Diagnostic(
        range=_range(document, source, finding),
        message=f"{finding.name}: {finding.message}",
        severity=lsp.DiagnosticSeverity.Error if is_error else lsp.DiagnosticSeverity.Warning,
        code=finding.code,
        code_description=None if rule is None else lsp.CodeDescription(rule.url),
        source="treelint",
    )


def _range(document: TextDocument, source: SourceFile, finding: Finding) -> lsp.Range:
    start, end = finding.start, finding.end
    places = lsp.Range(
        lsp.Position(start.row - 1, start.column - 1), lsp.Position(end.row - 1, end.column - 1)
    )
    # Editors count columns in UTF-16, mostly; our columns are characters.
    return document.position_codec.range_to_client_units(split_lines(source.text), places)


def _quick_fixes(
    document: TextDocument, source: SourceFile, checked: Checked, place: lsp.Range
) -> Iterator[lsp.CodeAction]:
    for finding in checked.findings:
        where = _range(document, source, finding)
        if finding.fix is None or where.end < place.start or place.end < where.start:
            continue
        edits = _all_edits(document, source, finding.fix)
        if edits is None:
            continue
        is_safe = finding.fix.applicability is Applicability.SAFE
        yield lsp.CodeAction(
            title=f"{finding.code}: {finding.fix.message}{'' if is_safe else ' (unsafe)'}",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[_diagnostic(document, source, finding)],
            edit=lsp.WorkspaceEdit(edits),
            is_preferred=is_safe,
        )


def _all_edits(
    document: TextDocument, source: SourceFile, fix: Fix
) -> dict[str, list[lsp.TextEdit]] | None:
    """The edits of a fix by the documents that it changes.

    None if one of these stands otherwise in the editor than in its file, which the fix is for.
    """
    edits = {document.uri: _edits(document, source, fix.splices)}
    for other in fix.elsewhere:
        uri = from_fs_path(str(Path(other.source.filename).absolute()))
        if uri is None or not isinstance(other.change, Splice):
            return None
        opened = server.workspace.text_documents.get(uri)
        if opened is not None and opened.source != other.source.text:
            return None
        edits.setdefault(uri, []).extend(_edits(document, other.source, [other.change]))
    return edits


def _edits(
    document: TextDocument, source: SourceFile, splices: Sequence[Splice]
) -> list[lsp.TextEdit]:
    lines = split_lines(source.text)

    def at(offset: int) -> lsp.Position:
        line, column = source.position(offset)
        place = lsp.Position(line - 1, column)
        return document.position_codec.position_to_client_units(lines, place)

    return [
        lsp.TextEdit(lsp.Range(at(change.start), at(change.end)), change.content)
        for change in splices
    ]


def _fix_all(document: TextDocument, source: SourceFile) -> Iterator[lsp.CodeAction]:
    config, _ = Configurer(Options()).config(Path(source.filename))
    fixed = engine.fix(source, config, unsafe=False)
    if not fixed.landed:
        return
    whole = Splice(0, len(source.text), fixed.source.text)
    yield lsp.CodeAction(
        title="treelint: apply all safe fixes",
        kind=_FIX_ALL,
        edit=lsp.WorkspaceEdit({document.uri: _edits(document, source, [whole])}),
    )


def serve() -> None:
    """Talk over standard input and output until the editor says goodbye."""
    server.start_io(sys.stdin.buffer, sys.stdout.buffer)
