#!/bin/sh
# Runs a command on a screen and a session bus of its own, beside Orca. What Orca speaks is not heard but
# written, a line a saying, to build/orca/heard.txt, by a voice of speech-dispatcher that writes.
# Debian's packages: orca speech-dispatcher at-spi2-core xvfb openbox dbus-x11 xdotool.
#
#   sh scripts/with-orca.sh npx playwright test -c tests/orca/playwright.config.ts
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
home="$root/build/orca"

if [ "${1:-}" != --inside ]; then
  rm -rf "$home"
  mkdir -p "$home/run" "$home/data" "$home/cache" "$home/config/speech-dispatcher/modules"
  chmod 700 "$home/run"
  cat >"$home/config/speech-dispatcher/speechd.conf" <<'END'
AudioOutputMethod "alsa"
AddModule "writer" "sd_generic" "writer.conf"
DefaultModule writer
END
  cat >"$home/config/speech-dispatcher/modules/writer.conf" <<END
GenericExecuteSynth "echo \\'\$DATA\\' >> $home/heard.txt"
GenericLanguage "en" "en" "utf-8"
GenericMaxChunkLength 100000
AddVoice "en" "MALE1" "none"
END
  # A machine without a sound card.
  cat >"$home/asound.conf" <<'END'
pcm.!default { type null }
ctl.!default { type null }
END
  # Xvfb takes a free number and says which.
  exec 3>"$home/display"
  Xvfb -displayfd 3 -screen 0 1440x1000x24 2>"$home/xvfb.log" &
  screen=$!
  trap 'kill $screen 2>/dev/null || true' EXIT
  until [ -s "$home/display" ]; do sleep 0.2; done
  export XDG_RUNTIME_DIR="$home/run" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data"
  export XDG_CACHE_HOME="$home/cache" ALSA_CONFIG_PATH="$home/asound.conf" LC_ALL=C.UTF-8
  DISPLAY=":$(cat "$home/display")" dbus-run-session -- sh "$0" --inside "$@"
  exit
fi

shift
export GATESCOPE_ORCA_HEARD="$home/heard.txt" ACCESSIBILITY_ENABLED=1
# Without a window manager no window is active, and Orca speaks of active windows alone.
openbox 2>"$home/openbox.log" &
/usr/libexec/at-spi-bus-launcher --launch-immediately 2>"$home/bus.log" &
speech-dispatcher -s -t 0 >"$home/speech.log" 2>&1 &
voice=$!
trap 'kill $voice $reader 2>/dev/null || true' EXIT
reader=$voice
sleep 2
for each in IsEnabled ScreenReaderEnabled; do
  dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus \
    org.freedesktop.DBus.Properties.Set string:org.a11y.Status "string:$each" variant:boolean:true \
    >>"$home/bus.log"
done
orca --replace --debug-file="$home/orca.out" >"$home/orca.log" 2>&1 &
reader=$!
until grep -qs 'Screen reader on' "$GATESCOPE_ORCA_HEARD"; do sleep 0.5; done
"$@"
