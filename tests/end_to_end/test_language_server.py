"""The language server, talked to as an editor does."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from tests.end_to_end.support import SCRIPTS

CODE = """\
import equinox as eqx
x = "𝒳", eqx.tree_at(lambda m: (l for l in m), m, new)
eqx.nn.inference_mode(m)
"""
FIXED = CODE.replace("(l for", "tuple(l for")


class Editor:
    """An open document, and what the server has published for it."""

    def __init__(self, client: LanguageClient, uri: str) -> None:
        self.client = client
        self.uri = uri
        self.published: asyncio.Queue[list[lsp.Diagnostic]] = asyncio.Queue()

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # so is this
        def receive(params: lsp.PublishDiagnosticsParams) -> None:
            # What else is open has findings of its own.
            if params.uri != uri:
                return
            self.published.put_nowait(list(params.diagnostics))

    async def open(self, text: str) -> list[lsp.Diagnostic]:
        document = lsp.TextDocumentItem(self.uri, "python", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        return await asyncio.wait_for(self.published.get(), 60)

    async def change(self, text: str) -> list[lsp.Diagnostic]:
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(2, self.uri),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        return await asyncio.wait_for(self.published.get(), 60)

    async def actions(self, place: lsp.Range, *kinds: str) -> list[lsp.CodeAction]:
        context = lsp.CodeActionContext([], only=list(kinds) or None)
        found = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(lsp.TextDocumentIdentifier(self.uri), place, context)
        )
        return [item for item in found or [] if isinstance(item, lsp.CodeAction)]


def with_editor(path: Path, talk: Callable[[Editor], Awaitable[None]]) -> None:
    async def main() -> None:
        client = LanguageClient("test", "1")
        editor = Editor(client, path.as_uri())
        await client.start_io(str(SCRIPTS / "treelint-lsp"))
        await client.initialize_async(
            lsp.InitializeParams(
                capabilities=lsp.ClientCapabilities(), root_uri=path.parent.as_uri()
            )
        )
        client.initialized(lsp.InitializedParams())
        try:
            await talk(editor)
        finally:
            await client.shutdown_async(None)
            client.exit(None)
            await client.stop()  # type: ignore[no-untyped-call]  # pygls gives no type

    asyncio.run(main())


def edits(action: lsp.CodeAction, uri: str) -> list[lsp.TextEdit]:
    assert action.edit is not None
    assert action.edit.changes is not None
    return list(action.edit.changes[uri])


def test_findings_and_fixes(tmp_path: Path) -> None:
    async def talk(editor: Editor) -> None:
        tuple_, discarded = await editor.open(CODE)
        assert (tuple_.code, discarded.code) == ("TL104", "TL301")
        # In UTF-16 the letter before the call takes two columns.
        assert tuple_.range.start == lsp.Position(1, CODE.splitlines()[1].index("(l for") + 1)
        assert tuple_.code_description is not None
        assert tuple_.code_description.href.endswith("/TL104/")
        quick = await editor.actions(tuple_.range, "quickfix")
        assert [action.title for action in quick] == ["TL104: make a tuple of it"]
        (edit,) = edits(quick[0], editor.uri)
        assert (edit.new_text, edit.range.start) == ("tuple", tuple_.range.start)
        unsafe = await editor.actions(discarded.range, "quickfix")
        assert unsafe[0].title.endswith("(unsafe)")
        (whole,) = await editor.actions(tuple_.range, "source.fixAll")
        assert edits(whole, editor.uri)[0].new_text == FIXED
        assert [item.code for item in await editor.change(FIXED)] == ["TL301"]
        (broken,) = await editor.change("x = (\n")
        assert (broken.code, broken.severity) == ("TL900", lsp.DiagnosticSeverity.Error)

    with_editor(tmp_path / "code.py", talk)


def test_settings_hold(tmp_path: Path) -> None:
    (tmp_path / "treelint.toml").write_text("ignore = ['TL301']\n")

    async def talk(editor: Editor) -> None:
        assert [item.code for item in await editor.open(CODE)] == ["TL104"]

    with_editor(tmp_path / "code.py", talk)


MODEL = """\
import equinox as eqx


class Model(eqx.Module):
    step: int


def advance(model: Model) -> None:
    model.step += 1
"""
CALLER = """\
from model import Model, advance

model = Model(0)
advance(model)
"""


def test_a_fix_of_several_files(tmp_path: Path) -> None:
    caller = tmp_path / "caller.py"
    caller.write_text(CALLER)
    path = tmp_path / "model.py"
    path.write_text(MODEL)

    async def talk(editor: Editor) -> None:
        (mutation,) = await editor.open(MODEL)
        assert mutation.code == "TL501"
        (action,) = await editor.actions(mutation.range, lsp.CodeActionKind.QuickFix)
        assert action.edit is not None
        assert action.edit.changes is not None
        assert action.edit.changes.keys() == {path.as_uri(), caller.as_uri()}
        (edit,) = action.edit.changes[caller.as_uri()]
        assert (edit.range.start, edit.new_text) == (lsp.Position(3, 0), "model = ")
        # What is being typed there is not what the fix is for.
        document = lsp.TextDocumentItem(caller.as_uri(), "python", 1, f"# More.\n{CALLER}")
        editor.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        assert not await editor.actions(mutation.range, lsp.CodeActionKind.QuickFix)

    with_editor(path, talk)
