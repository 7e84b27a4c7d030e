import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { quotePath } from '../paths.ts';
import { type AptOptions, resultOf, runAptGet } from './apt-get.ts';

/** Installs a package file that is on the target, with what it depends on; nothing when that version or a later one is there. */
export async function ensureDebFile(
  context: ModuleContext,
  { path, options }: { readonly path: string; readonly options: AptOptions },
): Promise<ModuleResult> {
  if (/^[a-z]+:\/\//.test(path)) {
    throw new ModuleFailure(`apt: 'deb' takes a path on the target; fetch ${path} with get_url first`);
  }
  const { stdout, stderr, rc } = await context.target.run(
    `deb=${quotePath(path)}
[ -r "$deb" ] || { echo "there is no readable file $deb" >&2; exit 1; }
name=$(dpkg-deb -f "$deb" Package) && version=$(dpkg-deb -f "$deb" Version) && architecture=$(dpkg-deb -f "$deb" Architecture) || exit
have=$(dpkg-query -W -f '\${db:Status-Abbrev}\${Version}\\n' "$name:$architecture" 2>/dev/null || dpkg-query -W -f '\${db:Status-Abbrev}\${Version}\\n' "$name" 2>/dev/null)
case $have in ?i*) ;; *) have= ;; esac
if [ -n "$have" ] && dpkg --compare-versions "\${have#???}" ge "$version"; then echo same; else echo new; fi`,
    { signal: context.signal },
  );
  if (rc !== 0) throw new ModuleFailure(`Unable to install package: ${stderr.toString().trim()}`);
  if (stdout.toString().trim() === 'same') return { changed: false };
  const file = path.startsWith('/') ? path : `./${path}`;
  return resultOf(context, await runAptGet(context, { verb: ['install', '--', file], options }));
}
