"""Jupyter's own tests of kernels, all that apply to a TypeScript kernel."""

from __future__ import annotations

import jupyter_kernel_test
from hosts import PROCESS
from session import KERNEL_NAME

pytestmark = PROCESS


class TestMessages(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL_NAME
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("to stderr")'
    code_inspect_sample = "parseInt"
    code_page_something = None
    code_clear_output = 'import { clearOutput } from "gatescope";\nclearOutput();'
    code_generate_error = 'throw new Error("on purpose")'
    completion_samples = [
        {"text": "parseI", "matches": {"parseInt"}},
        {"text": "Math.ab", "matches": {"abs"}},
        {"text": 'import {} from "gatesc', "matches": {"gatescope"}},
    ]
    complete_code_samples = ["1 + 1", "const a = 1;\n", "function f() {\n  return 1;\n}"]
    incomplete_code_samples = ["function f() {", "`a template", "const a = [1,", "/* a comment"]
    invalid_code_samples = ["const = 5;", "1 1"]
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "result": "'ab'"},
        {"code": "[1, 2].map(x => x * 2)", "result": "[ 2, 4 ]"},
        {"code": "await Promise.resolve(3)", "result": "3"},
    ]
    code_display_data = [
        {
            "code": 'import { html } from "gatescope";\nhtml("<b>bold</b>");',
            "mime": "text/html",
        },
        {
            "code": 'import { svg } from "gatescope";\nsvg("<svg></svg>");',
            "mime": "image/svg+xml",
        },
    ]
    code_history_pattern = "6*7"
    supported_history_operations = ("tail", "range", "search")


class TestWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = KERNEL_NAME
    support_iopub_welcome = True
