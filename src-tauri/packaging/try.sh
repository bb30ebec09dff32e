#!/bin/sh
# Installs the package $LINKDESK_DEB into the bare Debian at $1 and starts what it put there, until its first frame is
# painted. mmdebstrap calls this from outside that system, and throws the system away afterwards.
set -eu
bare=$1

cp "$LINKDESK_DEB" "$bare/linkdesk.deb"
# Without what is merely recommended: the package has to name everything that it cannot do without.
chroot "$bare" apt-get install --yes --quiet --no-install-recommends ./linkdesk.deb
chroot "$bare" useradd --create-home shopkeeper

# The display is this machine's. It is reached through its abstract socket, which no folder hides.
mkfifo "$bare/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$bare/display" 2>"$bare/display.log" &
trap 'kill $!' EXIT
read -r number <"$bare/display"

printed=$(chroot "$bare" su --login shopkeeper --command \
    "DISPLAY=:$number LINKDESK_TRACE_START=exit timeout 60 linkdesk")
echo "$printed"
case $printed in
*painted*) echo "Linkdesk installed there, started, and painted its first frame." ;;
*) echo "Linkdesk installed there, and painted nothing." >&2 && exit 1 ;;
esac
