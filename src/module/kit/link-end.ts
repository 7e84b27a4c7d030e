/**
 * Shell text that leaves in `$r` where a path leads in the end, all links followed; nothing for a circle of links, or
 * when the folder of the last part is not there. The last part itself need not be.
 *
 * `readlink -f` says so, but of a link that leads nowhere BusyBox looks for the target from the shell's folder instead
 * of the link's: such links are followed one by one.
 *
 * @param word The path as a shell word; absolute, or the shell's folder counts.
 */
export function linkEndScript(word: string): string {
  return `if [ -h ${word} ] && ! [ -e ${word} ]; then r=$(
link=${word} left=40
while [ -h "$link" ]; do
  left=$((left - 1))
  [ "$left" -gt 0 ] || exit 1
  next=$(readlink "$link")
  case "$link" in (*/*) folder=\${link%/*}/ ;; (*) folder= ;; esac
  case "$next" in (/*) link=$next ;; (*) link=$folder$next ;; esac
done
case "$link" in (*/*) folder=\${link%/*}/ ;; (*) folder=./ ;; esac
folder=$(cd -P "$folder" 2>/dev/null && pwd -P) || exit 1
printf '%s\\n' "\${folder%/}/\${link##*/}"
)
else r=$(readlink -f ${word}); fi`;
}
