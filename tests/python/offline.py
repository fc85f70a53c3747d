"""Run a command in a network of its own that has nothing but the loopback device.

python offline.py COMMAND …      (inside `unshare --net`)
"""

import fcntl
import os
import socket
import struct
import sys

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1


def bring_loopback_up() -> None:
    """A fresh network namespace has `lo`, but down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        request = struct.pack("16sh14x", b"lo", 0)
        name, flags = struct.unpack("16sh14x", fcntl.ioctl(handle, SIOCGIFFLAGS, request))
        fcntl.ioctl(handle, SIOCSIFFLAGS, struct.pack("16sh14x", name, flags | IFF_UP))


if __name__ == "__main__":
    bring_loopback_up()
    os.execv(sys.argv[1], sys.argv[1:])
