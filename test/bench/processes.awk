# Reads `strace -f -s 60 -e trace=execve,clone,clone3,fork,vfork,write` of a host's sshd while a playbook is played:
# for each step a line with its number, its forks and the programs that were started. A step is what stands between the
# marker's two lines; its shell's own subshell is one of the forks.
/write\(1, "tsplay-[0-9a-f]+</ { split($0, w, "\""); m = substr(w[2], 1, 39); if (m != last) { n++; last = m } inside = 1 }
/write\(1, "tsplay-[0-9a-f]+>/ { inside = 0 }
inside && / (clone|clone3|fork|vfork)\(/ { forks[n]++ }
inside && /(execve\(|execve resumed).* = 0/ { execs[n]++ }
END { for (i = 1; i <= n; i++) print i, forks[i] + 0, execs[i] + 0 }
