/**
 * Block devices for the cases of a module: loop devices of the machine that runs the tests, under the names that the
 * cases use, each showing a sparse file of the host. A process of the host holds each open and nothing else does, so
 * that they end with the host, however it ends. LVM is told to look at them alone and to leave the kernel's device
 * mapper, which the lab has not, out of it.
 */

/** By name, which must begin with `d-`, the size as truncate takes it. */
export type Disks = Readonly<Record<string, string>>;

/** Shell text that makes `/dev/NAME` of each. */
export function attachDisks(disks: Disks): string {
  const entries = Object.entries(disks);
  if (entries.length === 0) return '';
  return `DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends lvm2 >/dev/null 2>&1
mkdir -p /srv/disks
[ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237
for n in $(seq 0 63); do [ -e "/dev/loop$n" ] || mknod "/dev/loop$n" b 7 "$n"; done
attach() {
  truncate -s "$2" "/srv/disks/$1"
  loop=$(losetup -f --show "/srv/disks/$1") || exit 1
  mknod "/dev/$1" b 7 "\${loop#/dev/loop}"
  setsid sleep infinity <"$loop" >/dev/null 2>&1 &
  until [ "$(readlink "/proc/$!/fd/0")" = "$loop" ]; do sleep 0.05; done
  losetup -d "$loop"
}
${entries.map(([name, size]) => `attach ${name} ${size}`).join('\n')}
cat >/etc/lvm/lvmlocal.conf <<'END'
devices {
  use_devicesfile = 0
  external_device_info_source = "none"
  filter = [ "a|^/dev/d-|", "r|.*|" ]
}
global {
  activation = 0
  event_activation = 0
}
activation {
  udev_sync = 0
  udev_rules = 0
  monitoring = 0
}
END
`;
}

/** Shell text that takes them away again. */
export function detachDisks(disks: Disks): string {
  if (Object.keys(disks).length === 0) return '';
  return `
for process in /proc/[0-9]*; do
  case $(readlink "$process/fd/0") in /dev/loop*) kill "\${process#/proc/}" ;; esac
done
rm -rf /srv/disks /dev/d-* /etc/lvm/lvmlocal.conf`;
}
