"""One kernel and its client, and what a cell brought about."""

import contextlib
import time
from dataclasses import dataclass, field

from jupyter_client.manager import KernelManager
from jupyter_client.session import Session

KERNEL = "mayfly"
LIMIT = 60


@dataclass
class Cell:
    """A cell's reply, and what was published for it, in order."""

    reply: dict
    messages: list = field(default_factory=list)

    def stream(self, name):
        return "".join(m["content"]["text"] for m in self.of("stream") if m["content"]["name"] == name)

    def of(self, message_type):
        return [m for m in self.messages if m["msg_type"] == message_type]

    @property
    def result(self):
        results = self.of("execute_result")
        return results[0]["content"]["data"]["text/plain"] if results else None

    @property
    def status(self):
        return self.reply["content"]["status"]


class Conversation:
    def __init__(self, manager, client):
        self.manager = manager
        self.client = client

    def run(self, code, limit=LIMIT, **options):
        return self.finish(self.client.execute(code, **options), limit)

    def finish(self, request, limit=LIMIT):
        """Waits for a request's reply and its idle."""
        return Cell(self.reply(request, limit), self.until_idle(request, limit))

    def reply(self, request, limit=LIMIT):
        deadline = time.monotonic() + limit
        while True:
            reply = self.client.get_shell_msg(timeout=max(0.0, deadline - time.monotonic()))
            if reply["parent_header"].get("msg_id") == request:
                return reply

    def until_idle(self, request, limit=LIMIT):
        deadline = time.monotonic() + limit
        messages = []
        while True:
            message = self.published(request, max(0.0, deadline - time.monotonic()))
            if message["msg_type"] == "status":
                if message["content"]["execution_state"] == "idle":
                    return messages
            else:
                messages.append(message)

    def published(self, request, limit=LIMIT):
        """The next message on iopub that a request caused."""
        deadline = time.monotonic() + limit
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.0, deadline - time.monotonic()))
            if message["parent_header"].get("msg_id") == request:
                return message

    def await_input(self, request):
        while self.published(request)["msg_type"] != "execute_input":
            pass

    def ask(self, request):
        """The content of the reply to a request that was sent."""
        return self.reply(request)["content"]

    def second_client(self):
        client = self.stranger(self.manager.session.key)
        client.start_channels()
        client.wait_for_ready(timeout=LIMIT)
        return Conversation(self.manager, client)

    def stranger(self, key):
        """A client with a session, and so an identity, of its own."""
        return self.manager.client(session=Session(key=key))


@contextlib.contextmanager
def kernel():
    manager = KernelManager(kernel_name=KERNEL)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LIMIT)
        yield Conversation(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=not manager.is_alive())
