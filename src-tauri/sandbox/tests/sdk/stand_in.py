"""A sandbox that runs as a program of its own, and the control routes of it."""

import json
import subprocess
import urllib.request

CLIENT_ID = "3c1d7a52-9f0e-4b6a-8a1c-5f2e7d9b0c44"
CLIENT_SECRET = "an-invented-secret"


class StandIn:
    def __init__(self, program):
        self._process = subprocess.Popen(
            [program, "--port", "0", "--dialect", "reference"]
            + ["--client-id", CLIENT_ID, "--client-secret", CLIENT_SECRET],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        first = self._process.stdout.readline()
        if "listening on " not in first:
            raise SystemExit(f"The sandbox did not start; it said: {first!r}")
        self.url = first.split("listening on ")[1].strip()
        # A proxy of this machine has no business on its own loopback.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def control(self, path, body=None):
        """A control route: read without a body, changed with one."""
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}")
        request.add_header("Content-Type", "application/json")
        if body is not None:
            request.data = json.dumps(body).encode()
        with self._opener.open(request, timeout=10) as answer:
            return json.load(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
