/**
 * Becomes pid 1 of a host: run by /bin/sh inside the new namespaces, with the machine's own tools, until the last
 * line hands over to the host's init. Its number as the machine sees it goes into init.pid of the host's folder.
 *
 * What keeps the machine safe from the host's root: no capability to set the clock, load modules, reach for ports or
 * make device nodes; /sys and all of /proc/sys but net are read-only, and so is sysrq-trigger. This holds against
 * mistakes of playbooks, not against an attacker: the host's root is root.
 */
export const initScript = `
set -eu
folder=$1 base=$2 hostname=$3 address=$4 gateway=$5; shift 5
root=$folder/root

read -r pid rest < /proc/self/stat
echo "$pid" > "$folder/init.pid.new"
mv "$folder/init.pid.new" "$folder/init.pid"

mount --make-rprivate /
mount -t overlay -o "lowerdir=$base,upperdir=$folder/upper,workdir=$folder/work" overlay "$root"

echo "$hostname" > /proc/sys/kernel/hostname
ip link set lo up
ip address replace "$address" dev eth0
ip link set eth0 up
ip route replace default via "$gateway"

mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount --bind "$root/proc/sys/net" "$root/proc/sys/net"
mount -o remount,bind,rw "$root/proc/sys/net"
if [ -e "$root/proc/sysrq-trigger" ]; then
  mount --bind "$root/proc/sysrq-trigger" "$root/proc/sysrq-trigger"
  mount -o remount,bind,ro "$root/proc/sysrq-trigger"
fi
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
mount -t tmpfs -o nosuid,nodev,mode=755 tmpfs "$root/run"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$root/tmp"

mount -t tmpfs -o nosuid,mode=755 tmpfs "$root/dev"
for node in null zero full random urandom tty; do
  : > "$root/dev/$node"
  mount --bind "/dev/$node" "$root/dev/$node"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"

exec env -i container=docker PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \\
  setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio,-mknod chroot "$root" "$@"
`;
