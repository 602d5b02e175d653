"""Build hook: compiles the guideline into the package, so that the first start is a fast one."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileGuideline(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``guideline/compiled`` before the files of the package are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compiles; a guideline with mistakes stops the build."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from carrywell.guideline.compiled import compile_guideline

        compile_guideline()
