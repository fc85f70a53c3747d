"""What only Windows does, as far as another system can tell: layouts, calls and their order."""

from __future__ import annotations

import ctypes
import os
from types import SimpleNamespace

import pytest
from conftest import make_node

from gatescope import kernel, windows

JOB = 77
CHILD = SimpleNamespace(_handle=55)


class Function:
    """One function of kernel32: remembers its calls and gives back what it is told to."""

    def __init__(self, name: str, calls: list, result: int | None) -> None:
        self.name = name
        self.calls = calls
        self.result = result

    def __call__(self, *arguments):
        if self.name == "SetInformationJobObject":
            job, kind, limits, size = arguments
            arguments = (job, kind, limits._obj.BasicLimitInformation.LimitFlags, size)
        self.calls.append((self.name, *arguments))
        return self.result


@pytest.fixture
def kernel32(monkeypatch):
    """A kernel32 whose functions succeed unless their results are changed."""
    calls: list = []
    results = {
        "CreateJobObjectW": JOB,
        "SetInformationJobObject": 1,
        "AssignProcessToJobObject": 1,
        "CloseHandle": 1,
    }

    def load(name: str, use_last_error: bool):
        assert (name, use_last_error) == ("kernel32", True)
        return SimpleNamespace(
            **{each: Function(each, calls, result) for each, result in results.items()}
        )

    monkeypatch.setattr(ctypes, "WinDLL", load, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 5, raising=False)
    monkeypatch.setattr(
        ctypes, "WinError", lambda code: OSError(code, "Access is denied"), raising=False
    )
    return SimpleNamespace(calls=calls, results=results)


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the sizes are those of 64 bits")
def test_the_structures_have_the_sizes_of_the_windows_headers():
    # winnt.h on 64 bits: JOBOBJECT_BASIC_LIMIT_INFORMATION 64, JOBOBJECT_EXTENDED_… 144 bytes.
    assert ctypes.sizeof(windows._BasicLimits) == 64
    assert ctypes.sizeof(windows._ExtendedLimits) == 144
    assert windows._BasicLimits.LimitFlags.offset == 16
    assert windows._BasicLimits.ActiveProcessLimit.offset == 40
    assert windows._ExtendedLimits.ProcessMemoryLimit.offset == 112


def test_the_child_is_put_into_a_job_that_ends_with_us(kernel32):
    assert windows.end_with_this_process(CHILD) == JOB
    size = ctypes.sizeof(windows._ExtendedLimits)
    assert kernel32.calls == [
        ("CreateJobObjectW", None, None),
        # 9 is JobObjectExtendedLimitInformation, 0x2000 JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE.
        ("SetInformationJobObject", JOB, 9, 0x2000, size),
        ("AssignProcessToJobObject", JOB, 55),
    ]


@pytest.mark.parametrize("failing", ["SetInformationJobObject", "AssignProcessToJobObject"])
def test_a_job_that_cannot_be_used_is_closed_and_named(kernel32, failing):
    kernel32.results[failing] = 0
    with pytest.raises(OSError, match="Access is denied"):
        windows.end_with_this_process(CHILD)
    assert kernel32.calls[-1] == ("CloseHandle", JOB)


def test_without_a_job_nothing_is_closed(kernel32):
    kernel32.results["CreateJobObjectW"] = None
    with pytest.raises(OSError, match="Access is denied"):
        windows.end_with_this_process(CHILD)
    assert [call[0] for call in kernel32.calls] == ["CreateJobObjectW"]


def test_the_supervised_kernel_is_tied_to_its_launcher(monkeypatch, tmp_path):
    tied = []
    monkeypatch.setattr("gatescope.windows.end_with_this_process", tied.append)
    monkeypatch.setattr("gatescope.kernel.sys.platform", "win32")
    fake = make_node(tmp_path, "24.0.0")
    assert kernel.supervise([str(fake), "connection.json"], os.environ) == 7
    assert len(tied) == 1


def test_a_kernel_that_cannot_be_tied_runs_all_the_same(monkeypatch, tmp_path, capsys):
    def refuse(_child):
        raise OSError(5, "Access is denied")

    monkeypatch.setattr("gatescope.windows.end_with_this_process", refuse)
    monkeypatch.setattr("gatescope.kernel.sys.platform", "win32")
    fake = make_node(tmp_path, "24.0.0")
    assert kernel.supervise([str(fake), "connection.json"], os.environ) == 7
    assert "not tied to its launcher: [Errno 5] Access is denied" in capsys.readouterr().err
