/**
 * What lets Docker run in a host when a case installs it. A host has no right to make device nodes, so its containers
 * cannot be given it, and runc binds the nodes that they need. The cpuset hierarchy is not the host's own.
 *
 * There is no registry: /usr/local/share/lab/images.tar is for `docker load`, and its images have the same IDs on every
 * host. Both hold BusyBox alone; lab/sour has settings of its own, as images do.
 */
export const containersScript = String.raw`
cat > /usr/local/sbin/runc <<'SCRIPT'
#!/bin/sh
previous=
for word; do
  [ "$previous" != --bundle ] || sed -i 's/"CAP_MKNOD",\{0,1\}//g; s/,]/]/g' "$word/config.json"
  previous=$word
done
exec /usr/sbin/runc "$@"
SCRIPT
chmod 755 /usr/local/sbin/runc
mkdir -p /etc/docker /etc/systemd/system/docker.service.d
echo '{"storage-driver": "vfs"}' > /etc/docker/daemon.json
printf '[Service]\nExecStartPre=-/bin/umount /sys/fs/cgroup/cpuset\n' > /etc/systemd/system/docker.service.d/lab.conf

images=$(mktemp -d)
mkdir -p "$images/root/bin" "$images/root/etc" "$images/root/tmp"
cp /bin/busybox "$images/root/bin/"
for applet in cat echo env false id sh sleep true; do ln -s busybox "$images/root/bin/$applet"; done
printf 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' > "$images/root/etc/passwd"
printf 'root:x:0:\naudio:x:29:\nnogroup:x:65534:\n' > "$images/root/etc/group"
cd "$images"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C root -cf layer.tar .
layer=sha256:$(sha256sum layer.tar | cut -d' ' -f1)
write_image() {
  printf '{"architecture":"amd64","os":"linux","created":"2024-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":["%s"]},"history":[{"created":"2024-01-01T00:00:00Z"}]}' "$2" "$layer" > "$1.json"
}
write_image plain '{"Env":["PATH=/bin"],"Cmd":["/bin/sleep","100000"],"StopSignal":"SIGKILL"}'
write_image sour '{"Env":["PATH=/bin","FLAVOUR=sour"],"Cmd":["/bin/sleep","100000"],"ExposedPorts":{"7000/tcp":{}},"Labels":{"made.by":"lab","kind":"image"},"Volumes":{"/data":{}},"WorkingDir":"/tmp","StopSignal":"SIGKILL"}'
printf '[{"Config":"plain.json","RepoTags":["lab/plain:1"],"Layers":["layer.tar"]},{"Config":"sour.json","RepoTags":["lab/sour:1"],"Layers":["layer.tar"]}]' > manifest.json
mkdir -p /usr/local/share/lab
tar --mtime=@0 -cf /usr/local/share/lab/images.tar manifest.json plain.json sour.json layer.tar
cd /
rm -rf "$images"
`;
