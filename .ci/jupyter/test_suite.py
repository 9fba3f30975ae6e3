"""The checks that Jupyter itself has for kernels: jupyter_kernel_test, every one of them."""

import unittest

import jupyter_kernel_test as suite

from conversation import KERNEL


class Kernel(suite.KernelTests):
    kernel_name = KERNEL
    language_name = "java"
    file_extension = ".jsh"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("careful");'
    completion_samples = [{"text": "Math.cosh", "matches": {"cosh("}}, {"text": "Math.PI", "matches": {"PI"}}]
    complete_code_samples = ["1 + 1", "int twice(int x) { return 2 * x; }", "var x = 1;", ""]
    incomplete_code_samples = ["int twice(int x) {", "if (true) {", "foo("]
    invalid_code_samples = ["int x = );", "class {}}"]
    code_page_something = "String?"
    code_generate_error = 'throw new IllegalStateException("no");'
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": "Math.max(1, 2)", "result": "2"}]
    code_display_data = [{"code": 'display("shown")', "mime": "text/plain"}]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "String"
    code_clear_output = "clear()"


class Welcome(suite.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
