"""`python -I -S sandbox.py OPTIONS -- COMMAND`: wall this process off, then become the command.

The files that may be read are named, no file can be written, there is no network, no other program
can be run and no other process started or reached, and memory, processor time and open files are limited. All of it by
means that need no privilege: Landlock (files), seccomp (system calls), resource limits. What a
system lacks is named, and nothing is started. Only what is quickly loaded of the standard library is
imported: this file runs once for every exercise that is marked.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Landlock, of the kernel's include/uapi/linux/landlock.h. The system calls have one number everywhere.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION = 1
PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
# All rights to files by version of Landlock: 13 at first, then refer, truncate, ioctl on devices.
ALL_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
TCP = 3
SIGNALS_AND_SOCKETS = 3

NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2
PARENT_DEATH = 1
ALLOW, ERROR = 0x7FFF0000, 0x00050000
THREAD = 0x10000


class Machine:
    """Numbers of system calls on one kind of processor."""

    def __init__(
        self,
        audit: int,
        refused: tuple[int, ...],
        *,
        clone: int,
        execve: int,
        own: tuple[int, ...],
        own_or_zero: tuple[int, ...],
    ) -> None:
        #: Its number in a filter's data.
        self.audit = audit
        #: What an answer has no use for.
        self.refused = refused
        #: Starts threads, and, refused, processes.
        self.clone = clone
        #: Becomes another program: allowed to this one, not to what it becomes.
        self.execve = execve
        #: Allowed where its first argument is this process.
        self.own = own
        #: As `own`; 0 is this process, too.
        self.own_or_zero = own_or_zero


# Refused are, in this order: sockets; tracing and other processes' memory, limits, signals, turn,
# group and place; starting processes, also by a descriptor; mounting and other roots; clocks; keys,
# BPF, io_uring and the like; memory and messages that processes share.
MACHINES = {
    "x86_64": Machine(
        0xC000003E,
        (
            *(41, 42, 43, 49, 50, 53, 288),
            *(101, 310, 311, 312, 129, 297, 200, 141, 142, 144, 203, 251, 314, 109, 256, 279),
            *(57, 58, 322, 424, 434, 438, 440, 448),
            *(155, 161, 165, 166, 272, 308, 428, 429, 430, 431, 432, 433, 442),
            *(159, 164, 227, 305),
            *(248, 249, 250, 298, 300, 304, 321, 323, 425, 426, 427),
            *(29, 30, 31, 64, 68, 240),
        ),
        clone=56,
        execve=59,
        own=(62, 234),
        own_or_zero=(302,),
    ),
    "aarch64": Machine(
        0xC00000B7,
        (
            *(198, 199, 200, 201, 202, 203, 242),
            *(117, 270, 271, 272, 138, 240, 130, 140, 118, 119, 122, 30, 274, 154, 238, 239),
            *(281, 424, 434, 438, 440, 448),
            *(41, 51, 40, 39, 97, 268, 428, 429, 430, 431, 432, 433, 442),
            *(171, 170, 112, 266),
            *(217, 218, 219, 241, 262, 265, 280, 282, 425, 426, 427),
            *(194, 195, 196, 190, 186, 180),
        ),
        clone=220,
        execve=221,
        own=(129, 131),
        own_or_zero=(261,),
    ),
}
CLONE3 = 435
# Where the name of the program lies that this process becomes. A filter sees the place of a name and
# not the name, and nothing is ever put here but by asking for this very place, which a program of
# JavaScript cannot: so the one call that is allowed is ours.
NAME_PLACE = 0x200000
READ_AND_WRITE, PRIVATE_HERE = 3, 0x100022
# Of the program's pipes.
INPUT, OUTPUT = 3, 4


class Unavailable(Exception):
    """This system cannot wall a process off; the message says what is missing."""


# Elsewhere `missing` says what lacks, and nothing below is called.
libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def missing() -> str | None:
    """What this system lacks for a wall, in words; None when it has all."""
    if sys.platform != "linux":
        return f"Landlock and seccomp, which {sys.platform} does not have"
    if os.uname().machine not in MACHINES:
        return f"a list of system calls for {os.uname().machine} (there is one for x86_64, aarch64)"
    if landlock_version() < 1:
        return "Landlock (Linux 5.13 or newer, with landlock among its security modules)"
    # 2: seccomp's filters are compiled in.
    if libc.prctl(21, 0, 0, 0, 0) < 0 and ctypes.get_errno() == errno.EINVAL:
        return "seccomp"
    return None


def landlock_version() -> int:
    return int(libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION)))


def wall_off_files(readable: list[str], devices: tuple[str, ...] = ("/dev/null",)) -> None:
    """Let this process and its children read and run these files and folders, and nothing else."""
    version = landlock_version()
    if version < 1:
        raise Unavailable("Landlock")
    handled = next(
        ALL_FILES[known] for known in sorted(ALL_FILES, reverse=True) if known <= version
    )
    fields = [handled]
    if version >= 4:
        fields.append(TCP)
    if version >= 6:
        fields.append(SIGNALS_AND_SOCKETS)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = libc.syscall(
        CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0)
    )
    if ruleset < 0:
        raise Unavailable(f"Landlock ({os.strerror(ctypes.get_errno())})")
    for path in [*readable, *devices]:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        # Programs are files that are named one by one; a folder holds what is read.
        rights = READ_FILE | (READ_DIR if os.path.isdir(path) else EXECUTE)
        if path in devices:
            rights = READ_FILE | WRITE_FILE
        rule = struct.pack("=Qi", rights & handled, place)
        if libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, ctypes.c_uint32(0)) != 0:
            raise Unavailable(f"Landlock for {path} ({os.strerror(ctypes.get_errno())})")
        os.close(place)
    if libc.syscall(RESTRICT_SELF, ruleset, ctypes.c_uint32(0)) != 0:
        raise Unavailable(f"Landlock ({os.strerror(ctypes.get_errno())})")
    os.close(ruleset)


def wall_off_calls() -> None:
    """Refuse the system calls by which a process reaches others, the network or another program."""
    machine = MACHINES[os.uname().machine]
    program: list[bytes] = []

    def add(code: int, value: int, yes: int = 0, no: int = 0) -> None:
        program.append(struct.pack("=HBBI", code, yes, no, value))

    load, equal, above, has, give = 0x20, 0x15, 0x35, 0x45, 0x06
    refuse = ERROR | errno.EPERM

    def only_with(call: int, *first: int, words: int = 1) -> None:
        """Allow a call where its first argument is one of these: by its low word, or by both."""
        checks = [
            (16 + 4 * word, [(value >> 32 * word) & 0xFFFFFFFF for value in first])
            for word in range(words)
        ]
        length = sum(1 + len(values) + 1 for _, values in checks)
        add(equal, call, 0, length + 1)
        for offset, values in checks:
            add(load, offset)
            for at, value in enumerate(values):
                add(equal, value, len(values) - at, 0)
            add(give, refuse)
        add(give, ALLOW)

    add(load, 4)  # the machine
    add(equal, machine.audit, 1, 0)
    add(give, refuse)
    add(load, 0)  # the call
    add(above, 0x40000000, 0, 1)  # calls of x86's other ABI
    add(give, refuse)
    for call in sorted(machine.refused):
        add(equal, call, 0, 1)
        add(give, refuse)
    add(equal, CLONE3, 0, 1)  # its flags cannot be seen: the C library then takes `clone`
    add(give, ERROR | errno.ENOSYS)
    add(equal, machine.clone, 0, 4)  # threads, and no processes
    add(load, 16)
    add(has, THREAD, 1, 0)
    add(give, refuse)
    add(give, ALLOW)
    for call in machine.own:
        only_with(call, os.getpid())
    for call in machine.own_or_zero:
        only_with(call, 0, os.getpid())
    only_with(machine.execve, NAME_PLACE, words=2)
    add(give, ALLOW)
    text = b"".join(program)
    buffer = ctypes.create_string_buffer(text, len(text))
    header = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    if libc.prctl(SECCOMP, FILTER, header, 0, 0) != 0:
        raise Unavailable(f"seccomp ({os.strerror(ctypes.get_errno())})")


def put_name(path: str) -> None:
    """Write the name of the program that this process becomes to the place that the filter knows."""
    name = os.fsencode(path) + b"\0"
    libc.mmap.restype = ctypes.c_void_p
    found = libc.mmap(
        ctypes.c_void_p(NAME_PLACE),
        ctypes.c_size_t(len(name)),
        READ_AND_WRITE,
        PRIVATE_HERE,
        -1,
        ctypes.c_long(0),
    )
    if found != NAME_PLACE:
        raise Unavailable("a place in memory for the name of a program")
    ctypes.memmove(NAME_PLACE, name, len(name))


def become(command: list[str]) -> None:
    """Become the program whose name `put_name` has written."""

    def pointers(texts: list[bytes]) -> ctypes.Array[ctypes.c_char_p]:
        return (ctypes.c_char_p * (len(texts) + 1))(*texts, None)

    arguments = pointers([os.fsencode(word) for word in command])
    environment = pointers([b"=".join(pair) for pair in os.environb.items()])
    execve = MACHINES[os.uname().machine].execve
    libc.syscall(execve, ctypes.c_void_p(NAME_PLACE), arguments, environment)
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), command[0])


def limit(megabytes: int, seconds: int) -> None:
    """Limits of memory (what can be written), core dumps and, of what lasts so many seconds of the
    processor, also of those, of open files and of what it writes to files: nothing.
    """
    import resource  # not on Windows

    kinds = (
        # Address space says nothing about Node, which reserves gigabytes that it never touches.
        (resource.RLIMIT_DATA, megabytes << 20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 256),
    )
    for kind, amount in kinds if seconds > 0 else kinds[:2]:
        _soft, hard = resource.getrlimit(kind)
        least = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (least, least))


def main(arguments: list[str]) -> int:
    """Become the command after `--`; gives back an exit code only when that could not be done."""
    end = arguments.index("--")
    options, command = arguments[:end], arguments[end + 1 :]
    down, up, reason, megabytes, seconds, walled, *readable = options
    try:
        # Ends with this program: what it becomes can write there no reason of its own.
        os.set_inheritable(int(reason), False)
        # The program finds its pipes under these numbers; here they are higher.
        os.dup2(int(down), INPUT)
        os.dup2(int(up), OUTPUT)
        if libc is not None:
            libc.prctl(PARENT_DEATH, 9, 0, 0, 0)
        limit(int(megabytes), int(seconds))
        if walled == "walled":
            lacks = missing()
            if lacks is not None:
                raise Unavailable(lacks)
            if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
                raise Unavailable("no_new_privs")
            put_name(command[0])
            wall_off_files(readable)
            wall_off_calls()
            become(command)
        os.execv(command[0], command)
    except (Unavailable, OSError) as error:
        os.write(int(reason), str(error).encode())
        return 71


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
