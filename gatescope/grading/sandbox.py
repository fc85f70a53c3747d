"""`python -I -S sandbox.py OPTIONS -- COMMAND`: wall this process off, then become the command.

The files that may be read are named, no file can be written, there is no network, no other process
can be started or signalled, and memory, processor time and open files are limited. All of it by
means that need no privilege: Landlock (files), seccomp (system calls), resource limits. What a
system lacks is named, and nothing is started. Only the standard library is imported: this file
runs once for every exercise that is marked.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

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

# System calls that an answer has no use for, by machine: (its audit number, calls refused, clone,
# the calls whose first argument must be this process).
MACHINES: dict[str, tuple[int, tuple[int, ...], int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        # Sockets; tracing; other processes, and how soon they get their turn; mounting; clocks; keys,
        # BPF, io_uring and the like.
        (
            *(41, 42, 43, 49, 50, 53, 288, 101, 310, 311, 57, 58, 200, 322, 424, 434, 438),
            *(129, 297, 141, 142, 144, 203, 251),
            *(155, 161, 165, 166, 272, 308, 159, 164, 227, 305, 248, 249, 250, 298, 321, 323),
            *(425, 426, 427, 29, 30, 31, 68, 240),
        ),
        56,
        (62, 234),
    ),
    "aarch64": (
        0xC00000B7,
        (
            *(198, 199, 200, 201, 202, 203, 242, 117, 270, 271, 130, 281, 424, 434, 438),
            *(138, 240, 140, 118, 119, 122, 30),
            *(41, 51, 40, 39, 97, 268, 171, 170, 112, 266, 217, 218, 219, 241, 280, 282),
            *(425, 426, 427, 194, 195, 196, 186, 180),
        ),
        220,
        (129, 131),
    ),
}
CLONE3 = 435
# Of the program's pipes.
INPUT, OUTPUT = 3, 4


class Unavailable(Exception):
    """This system cannot wall a process off; the message says what is missing."""


# Elsewhere `missing` says what lacks, and nothing below is called.
libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def missing() -> str | None:
    """What this system lacks for a wall, in words; None when it has all."""
    if sys.platform != "linux":
        return f"Landlock and seccomp, which {platform.system()} does not have"
    if platform.machine() not in MACHINES:
        return f"a list of system calls for {platform.machine()} (there is one for x86_64, aarch64)"
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
        rights = EXECUTE | READ_FILE
        if os.path.isdir(path):
            rights |= READ_DIR
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
    """Refuse the system calls by which a process reaches others or the network."""
    audit, refused, clone, own = MACHINES[platform.machine()]
    program: list[bytes] = []

    def add(code: int, value: int, yes: int = 0, no: int = 0) -> None:
        program.append(struct.pack("=HBBI", code, yes, no, value))

    load, equal, above, has, give = 0x20, 0x15, 0x35, 0x45, 0x06
    refuse = ERROR | errno.EPERM
    add(load, 4)  # the machine
    add(equal, audit, 1, 0)
    add(give, refuse)
    add(load, 0)  # the call
    add(above, 0x40000000, 0, 1)  # calls of x86's other ABI
    add(give, refuse)
    for call in sorted(refused):
        add(equal, call, 0, 1)
        add(give, refuse)
    add(equal, CLONE3, 0, 1)  # its flags cannot be seen: the C library then takes `clone`
    add(give, ERROR | errno.ENOSYS)
    add(equal, clone, 0, 4)  # threads, and no processes
    add(load, 16)
    add(has, THREAD, 1, 0)
    add(give, refuse)
    add(give, ALLOW)
    for call in own:
        add(equal, call, 0, 4)
        add(load, 16)
        add(equal, os.getpid(), 1, 0)
        add(give, refuse)
        add(give, ALLOW)
    add(give, ALLOW)
    text = b"".join(program)
    buffer = ctypes.create_string_buffer(text, len(text))
    header = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    if libc.prctl(SECCOMP, FILTER, header, 0, 0) != 0:
        raise Unavailable(f"seccomp ({os.strerror(ctypes.get_errno())})")


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
    down, up, megabytes, seconds, walled, *readable = options
    try:
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
            wall_off_files(readable)
            wall_off_calls()
        os.execv(command[0], command)
    except (Unavailable, OSError) as error:
        print(f"cannot wall a process off: {error}", file=sys.stderr)
        return 71


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
