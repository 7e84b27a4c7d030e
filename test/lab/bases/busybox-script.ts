import { passwords } from './debian-scripts.ts';

/**
 * Turns a Debian base into a machine whose every program is a BusyBox applet, but for OpenSSH's server and sudo:
 * no coreutils, dash, bash, apt, dpkg, systemd or Perl is left to lean on by accident.
 */
export const busyboxScript = `
set -eux
keep=/var/tmp/keep
mkdir -p $keep
# BusyBox's su does not know Debian's kind of hash.
printf '%s\\n' ${passwords} | chpasswd --crypt-method SHA512
cp -p /bin/busybox $keep/busybox
cp -p /usr/sbin/sshd /usr/bin/sudo /usr/lib/openssh/sftp-server $keep/

cd /
for user in root admin operator; do $keep/busybox sed -i "s|^\\($user:.*\\):/bin/bash|\\1:/bin/sh|" /etc/passwd; done
export PATH=/nowhere
bb=$keep/busybox
$bb rm -rf /etc/systemd /etc/apt /etc/dpkg /etc/bash.bashrc /etc/cron.* /etc/init.d /etc/rc?.d /lib/systemd /usr/lib/systemd
$bb rm -rf /var/lib/dpkg /var/lib/apt /var/cache/apt /usr/lib/apt /usr/lib/dpkg /usr/share/dpkg /usr/share/perl* /usr/share/bash-completion
$bb rm -rf /usr/lib/x86_64-linux-gnu/perl* /usr/lib/python* /usr/share/python*
for folder in /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin; do
  $bb find $folder -mindepth 1 -maxdepth 1 -exec $bb rm -rf {} +
done

$bb cp -p $bb /usr/bin/busybox
for applet in $($bb --list-full); do
  case \${applet##*/} in dpkg | dpkg-deb | rpm | rpm2cpio | busybox) continue ;; esac
  case $applet in
    sbin/* | usr/sbin/*) $bb ln -sf ../bin/busybox /usr/sbin/\${applet##*/} ;;
    *) $bb ln -sf busybox /usr/bin/\${applet##*/} ;;
  esac
done
$bb cp -p $keep/sshd /usr/sbin/sshd
$bb cp -p $keep/sudo /usr/bin/sudo
$bb cp -p $keep/sftp-server /usr/lib/openssh/sftp-server
PATH=/usr/sbin:/usr/bin
# Needed for su and passwd; for every other applet BusyBox drops the rights first. Its shell runs applets without
# looking at PATH, so set-user-ID copies for those two would not be found.
chmod 4755 /usr/bin/busybox
rm -rf $keep

printf '%s\\n' 'NAME="BusyBox lab host"' 'ID=busybox' 'VERSION_ID=1' 'PRETTY_NAME="BusyBox lab host"' > /usr/lib/os-release
rm -f /etc/debian_version
cat > /etc/inittab <<'INITTAB'
::sysinit:/bin/mkdir -p /run/sshd
::respawn:/usr/sbin/sshd -D
INITTAB
`;
