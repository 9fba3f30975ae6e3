"""Cells, as jupyter_kernel_test does not look at them."""

import gzip
import json
import pathlib
import tempfile
import time
import unittest

from conversation import LIMIT, kernel


class Cells(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = kernel()
        cls.kernel = cls.context.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.context.__exit__(None, None, None)

    def run_cell(self, code, **options):
        cell = self.kernel.run(code, **options)
        self.assertEqual("ok", cell.status, cell.reply["content"])
        return cell

    def interrupt(self):
        self.kernel.manager.interrupt_kernel()

    def test_variables_methods_and_records_live_from_cell_to_cell(self):
        self.run_cell("record Point(int x, int y) {}\nint twice(int n) { return 2 * n; }")
        self.run_cell("var p = new Point(3, 4);")
        self.assertEqual("14", self.run_cell("twice(p.x() + p.y())").result)

    def test_an_endless_loop_is_interrupted_within_a_second_and_the_session_goes_on(self):
        self.run_cell("int before = 7;")
        request = self.kernel.client.execute("while (true);")
        self.kernel.await_input(request)
        time.sleep(0.5)  # into the loop: nothing that it does can be waited for
        begin = time.monotonic()
        self.interrupt()
        reply = self.kernel.reply(request)
        took = time.monotonic() - begin
        self.assertEqual("error", reply["content"]["status"])
        self.assertLess(took, 1)
        self.assertEqual("7", self.run_cell("before").result)

    def test_a_sleep_is_interrupted(self):
        request = self.kernel.client.execute("Thread.sleep(600_000);")
        self.kernel.await_input(request)
        time.sleep(0.5)
        begin = time.monotonic()
        self.interrupt()
        self.assertEqual("error", self.kernel.finish(request).status)
        self.assertLess(time.monotonic() - begin, 1)

    def test_ten_megabytes_in_ten_thousand_lines_arrive_whole(self):
        cell = self.run_cell('for (int i = 0; i < 10_000; i++) System.out.println("x".repeat(1_018) + "%05d".formatted(i));')
        expected = "".join("x" * 1018 + f"{i:05d}\n" for i in range(10_000))
        self.assertEqual(len(expected), len(cell.stream("stdout")))
        self.assertTrue(expected == cell.stream("stdout"))
        self.assertLess(len(cell.of("stream")), 1000)

    def test_stdout_and_stderr_keep_their_order(self):
        cell = self.run_cell('System.out.println("a"); System.err.println("b"); System.out.println("c");')
        self.assertEqual(
            [("stdout", "a\n"), ("stderr", "b\n"), ("stdout", "c\n")],
            [(m["content"]["name"], m["content"]["text"]) for m in cell.of("stream")],
        )

    def test_what_a_thread_prints_after_its_cell_belongs_to_that_cell(self):
        self.run_cell("var go = new java.util.concurrent.CountDownLatch(1);")
        request = self.kernel.client.execute(
            'new Thread(() -> { try { go.await(); } catch (InterruptedException e) {} System.out.println("late"); }).start();'
        )
        self.assertEqual("ok", self.kernel.finish(request).status)
        go = self.kernel.client.execute("go.countDown();")
        late = self.kernel.published(request)
        self.assertEqual("late\n", late["content"]["text"])
        self.assertEqual("ok", self.kernel.ask(go)["status"])

    def test_a_failure_aborts_the_cells_that_wait(self):
        first = self.kernel.client.execute("Thread.sleep(500); throw new RuntimeException();")
        second = self.kernel.client.execute('System.out.println("never");')
        self.assertEqual("error", self.kernel.ask(first)["status"])
        self.assertEqual("aborted", self.kernel.ask(second)["status"])
        self.assertEqual("2", self.run_cell("1 + 1").result)

    def test_without_stop_on_error_they_run(self):
        first = self.kernel.client.execute("Thread.sleep(500); throw new RuntimeException();", stop_on_error=False)
        second = self.kernel.client.execute('System.out.println("yes");')
        self.assertEqual("error", self.kernel.ask(first)["status"])
        self.assertEqual("yes\n", self.kernel.finish(second).stream("stdout"))

    def test_a_silent_cell_publishes_and_counts_nothing(self):
        before = self.run_cell("1").reply["content"]["execution_count"]
        silent = self.run_cell('System.out.println("hush"); 5', silent=True)
        self.assertEqual([], silent.messages)
        self.assertEqual(before + 1, self.run_cell("2").reply["content"]["execution_count"])

    def test_user_expressions_are_evaluated(self):
        cell = self.run_cell("int seven = 7;", user_expressions={"good": "seven * 6", "bad": "nothing.here()"})
        values = cell.reply["content"]["user_expressions"]
        self.assertEqual("42", values["good"]["data"]["text/plain"])
        self.assertEqual("error", values["bad"]["status"])

    def test_history_finds_what_was_typed(self):
        self.run_cell("int remembered = 11;")
        found = self.kernel.ask(self.kernel.client.history(hist_access_type="search", pattern="*remembered*", output=False))
        self.assertEqual("int remembered = 11;", found["history"][-1][2])
        tail = self.kernel.ask(self.kernel.client.history(hist_access_type="tail", n=1, output=True))
        self.assertEqual(["int remembered = 11;", None], tail["history"][0][2])

    def test_a_compiler_error_shows_the_line_and_a_caret(self):
        cell = self.kernel.run('int wrong = "text";')
        self.assertEqual("error", cell.status)
        shown = "\n".join(cell.reply["content"]["traceback"])
        self.assertIn("wrong", shown)
        self.assertIn("^", shown)

    def test_an_exception_keeps_its_class_and_cause_and_shows_no_frame_of_ours(self):
        cell = self.kernel.run('throw new IllegalStateException("outer", new java.io.IOException("inner"));')
        content = cell.of("error")[0]["content"]
        self.assertIn("IllegalStateException", content["ename"])
        shown = "\n".join(content["traceback"])
        self.assertIn("inner", shown)
        self.assertNotIn("dev.mayfly.kernel", shown)
        self.assertNotIn("jdk.jshell", shown)

    def test_a_display_is_updated_in_place(self):
        cell = self.run_cell('display("one", "id-1"); updateDisplay("id-1", "two");')
        self.assertEqual("id-1", cell.of("display_data")[0]["content"]["transient"]["display_id"])
        self.assertEqual("two", cell.of("update_display_data")[0]["content"]["data"]["text/plain"])

    def test_a_cell_that_reads_asks_the_client(self):
        request = self.kernel.client.execute("new Scanner(System.in).nextLine()", allow_stdin=True)
        self.assertEqual("input_request", self.kernel.client.get_stdin_msg(timeout=LIMIT)["msg_type"])
        self.kernel.client.input("typed")
        self.assertEqual("typed", self.kernel.finish(request).result.strip('"'))

    def test_system_exit_leaves_the_session_alive(self):
        self.kernel.run("System.exit(3);")
        self.assertEqual("2", self.run_cell("1 + 1").result)

    def test_typed_completions_carry_signatures(self):
        reply = self.kernel.ask(self.kernel.client.complete("Math.ma"))
        self.assertEqual("Math.ma"[reply["cursor_start"] :], "ma")
        typed = reply["metadata"]["_jupyter_types_experimental"]
        self.assertEqual(reply["matches"], [entry["text"] for entry in typed])
        self.assertTrue(any("max(" in entry["signature"] and entry["type"] == "function" for entry in typed), typed)

    def test_two_clients_share_a_session_and_get_their_own_replies(self):
        other = self.kernel.second_client()
        try:
            self.run_cell("int shared = 5;")
            cell = other.run("shared + 1")
            self.assertEqual("6", cell.result)
        finally:
            other.client.stop_channels()

    def test_a_message_with_another_key_is_ignored(self):
        forger = self.kernel.stranger(b"another-key")
        forger.start_channels(hb=False)
        try:
            forger.execute("int forged = 1;")
            self.run_cell("1")
            cell = self.kernel.run("forged")
            self.assertEqual("error", cell.status)
        finally:
            forger.stop_channels()

    def test_kernel_info_names_java(self):
        info = self.kernel.ask(self.kernel.client.kernel_info())
        self.assertEqual("java", info["language_info"]["name"])
        self.assertTrue(info["banner"].startswith("Mayfly"))

    def test_a_mapreduce_over_gz_counts_as_python_does_and_shows_its_progress_once(self):
        with tempfile.TemporaryDirectory() as folder:
            counts = {}
            for part in range(3):
                with gzip.open(pathlib.Path(folder, f"log-{part}.gz"), "wt", encoding="utf-8") as log:
                    for i in range(20_000):
                        status = (200, 200, 304, 404, 500)[(i * 7 + part) % 5]
                        counts[str(status)] = counts.get(str(status), 0) + 1
                        log.write(f"10.0.0.{i % 256} GET /café/{i % 97} {status} {i}\n")
            pattern = json.dumps(folder + "/*.gz")
            cell = self.run_cell(
                f'mapreduce(files({pattern}), (String line, Emitter<String, Long> out) -> out.emit(line.split(" ")[3], 1L),\n'
                "    (status, n) -> n.sum()).stream()\n"
                '    .map(p -> p.key() + "=" + p.value()).sorted().collect(Collectors.joining(" "))'
            )
            expected = " ".join(f"{status}={counts[status]}" for status in sorted(counts))
            self.assertEqual(expected, cell.result.strip('"'))
            progress = [m for m in cell.of("display_data") if "job" in m["content"]["transient"].get("display_id", "")]
            self.assertEqual(1, len(progress))


if __name__ == "__main__":
    unittest.main()
