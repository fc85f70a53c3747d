#!/bin/sh
# Says what a fresh machine lacks; prints the Python to use. Needs nothing but a shell.

fail() {
  echo "gatescope: $1" >&2
  exit 1
}

new_enough='import sys; sys.exit(sys.version_info < (3, 10))'
python=''
for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
  if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$new_enough" >/dev/null 2>&1; then
    python=$(command -v "$candidate")
    break
  fi
done
[ -n "$python" ] || fail 'Python 3.10 or newer is needed (PYTHON=/path/to/python make …)'
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  fail "$python has no venv; on Debian and Ubuntu: apt-get install python3-venv"

command -v node >/dev/null 2>&1 || fail 'Node 20.19 or newer is needed (node is not on PATH)'
node -e '
  const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1);
' || fail "Node 20.19 or newer (of Node 22: 22.12) is needed, found $(node --version)"
command -v npm >/dev/null 2>&1 || fail 'npm is needed; it comes with Node (on Debian: apt-get install npm)'

echo "$python"
