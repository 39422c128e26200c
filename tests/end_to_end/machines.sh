#!/bin/sh
# Runs a program on a made-up machine, which nobody else sees: machines.sh DIRECTORY PROGRAM [ARGUMENT...], as root of
# namespaces of its own (unshare --mount --uts --net). DIRECTORY holds
#   host_name      the kernel's name of the machine, without a line end
#   interfaces     a line for each: its name, its hardware address, and the name of its other end, whose address ends in ff
#   etc/           files that stand in the place of those of /etc; an empty one that ends in .absent takes one away
#   root/          files that are added to an otherwise bare root, such as .dockerenv
# Everything else is as it is outside, but for what tells that this is a container.
set -eu
machine=$1
shift

cat "$machine/host_name" >/proc/sys/kernel/hostname
mount -t sysfs sysfs /sys
while read -r name address other; do
    ip link add "$name" address "$address" type veth peer name "$other" address "${address%??}ff"
done <"$machine/interfaces"

root=$machine/new-root
mkdir "$root"
mount -t tmpfs tmpfs "$root"
for entry in /*; do
    case $entry in
    /etc | /run) ;;
    *)
        if [ -d "$entry" ] && [ ! -L "$entry" ]; then
            mkdir "$root$entry"
            mount --rbind "$entry" "$root$entry"
        elif [ -L "$entry" ]; then
            cp -P "$entry" "$root$entry"
        fi
        ;;
    esac
done
mkdir "$root/run"
cp -a /etc "$root/etc"
cp -a "$machine/etc/." "$root/etc"
for absent in "$root"/etc/*.absent; do
    [ -e "$absent" ] || continue
    rm -f "$absent" "${absent%.absent}"
done
cp -a "$machine/root/." "$root"
[ ! -d /var/lib/dbus ] || mount -t tmpfs tmpfs "$root/var/lib/dbus"
exec chroot "$root" "$@"
