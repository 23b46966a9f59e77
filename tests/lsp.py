"""A small client of yaml-language-server: what an editor says to it, over its standard input and output."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

SECONDS = 30


def server_command() -> list[str] | None:
    """Return how the server is started; nothing when it is not installed."""
    script = os.environ.get("YAML_LANGUAGE_SERVER")
    node, command = shutil.which("node"), shutil.which("yaml-language-server")
    if script and node:
        return [node, script, "--stdio"]
    return [command, "--stdio"] if command else None


class Editor:
    """An editor with open YAML files, all of them plans."""

    def __init__(self, command: list[str], folder: Path, schema: Path | None) -> None:
        """Start the server on a folder; ``schema`` is what the editor's settings set for every .yaml in it."""
        self._settings = {
            "yaml": {
                "schemas": {schema.as_uri(): "*.yaml"} if schema else {},
                "schemaStore": {"enable": False},
                "kubernetesCRDStore": {"enable": False},
                "validate": True,
                "hover": True,
                "completion": True,
            }
        }
        self._folder = folder
        self._server = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._answers: dict[int, queue.Queue[dict[str, Any]]] = {}
        self._diagnostics: dict[str, queue.Queue[list[dict[str, Any]]]] = {}
        self._last = 0
        self._configured = threading.Event()
        self._writing = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._ask("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": _ABILITIES})
        self._tell("initialized", {})
        assert self._configured.wait(SECONDS), "the server never asked for its settings"

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """Open a file and return what the server finds wrong with it."""
        uri = self._uri(name)
        found = self._diagnostics[uri] = queue.Queue()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return found.get(timeout=SECONDS)

    def hover(self, name: str, line: int, column: int) -> str:
        """Return what is shown over a character, without the backslashes of Markdown; both numbers begin at 0."""
        answer = self._ask("textDocument/hover", self._at(name, line, column))
        return answer["contents"]["value"].replace("\\", "").replace("&nbsp;", " ") if answer else ""

    def offers(self, name: str, line: int, column: int) -> dict[str, dict[str, Any]]:
        """Return what completion offers at a place, by label."""
        answer = self._ask("textDocument/completion", self._at(name, line, column))
        return {item["label"]: item for item in answer["items"]}

    def close(self) -> None:
        """Stop the server."""
        try:
            self._ask("shutdown", None)
            self._tell("exit", None)
            self._server.wait(SECONDS)
        finally:
            self._server.kill()
            self._server.wait()
            self._reader.join()
            for pipe in (self._server.stdin, self._server.stdout):
                if pipe:
                    pipe.close()

    def _uri(self, name: str) -> str:
        return (self._folder / name).as_uri()

    def _at(self, name: str, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self._uri(name)}, "position": {"line": line, "character": column}}

    def _ask(self, method: str, params: Any) -> Any:
        self._last += 1
        answer = self._answers[self._last] = queue.Queue()
        self._send({"id": self._last, "method": method, "params": params})
        message = answer.get(timeout=SECONDS)
        assert "error" not in message, message
        return message["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        with self._writing:
            self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            self._server.stdin.flush()

    def _read(self) -> None:
        stream = self._server.stdout
        assert stream
        length = 0
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
            elif not line.strip():
                self._receive(json.loads(stream.read(length)))

    def _receive(self, message: dict[str, Any]) -> None:
        method, params = message.get("method"), message.get("params")
        if method is None:
            self._answers[message["id"]].put(message)
        elif method == "textDocument/publishDiagnostics":
            if params["uri"] in self._diagnostics:
                self._diagnostics[params["uri"]].put(params["diagnostics"])
        elif method == "workspace/configuration":
            self._send({"id": message["id"], "result": [self._settings.get(i["section"]) for i in params["items"]]})
            self._configured.set()
        elif "id" in message:
            self._send({"id": message["id"], "result": None})


_ABILITIES: dict[str, Any] = {
    "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "publishDiagnostics": {},
    },
}
