/**
 * Holds a host's network namespace and boots its init in it, again after each reboot: run by /bin/sh with the host's
 * folder and the command that boots. It first tells its number as the machine sees it, and goes on when the link to
 * the bridge is there (a line on stdin).
 *
 * In a pid namespace reboot(2) ends that namespace's init and touches nothing else: by SIGHUP for a restart (129),
 * by SIGINT for a halt. So a host that reboots comes back, one that powers off stays off.
 */
export const supervisorScript = `
folder=$1; shift
read -r pid rest < /proc/self/stat
echo "$pid"
read -r go
exec < /dev/null > /dev/null

while :; do
  setpriv --pdeathsig KILL "$@"
  status=$?
  rm -f "$folder/init.pid"
  [ "$status" -eq 129 ] || exit "$status"
done
`;
