import type { ModuleContext } from '../../context.ts';
import { plainRequest } from '../../http/curl-config.ts';
import { download } from '../../http/download.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { quotePath } from '../paths.ts';
import { type AptOptions, resultOf, runAptGet } from './apt-get.ts';

export interface WantedDebFile {
  /** A path on the target, or where the target fetches the file from. */
  readonly place: string;
  readonly options: AptOptions;
  /** Install it also where a later version is there. */
  readonly allowDowngrade: boolean;
}

/** Installs a package file with what it depends on; nothing when that version is there. Throws ModuleFailure. */
export async function ensureDebFile(context: ModuleContext, wanted: WantedDebFile): Promise<ModuleResult> {
  if (!/^[a-z]+:\/\//.test(wanted.place)) return installFile(context, wanted);
  const path = await fetched(context, wanted.place);
  try {
    return await installFile(context, { ...wanted, place: path });
  } finally {
    await context.target.run(`rm -f ${quotePath(path)}`);
  }
}

/** apt-get takes nothing for a package file whose name says otherwise. */
async function fetched(context: ModuleContext, url: string): Promise<string> {
  const request = plainRequest({ url, timeout: 30, validateCerts: true });
  const path = await context.target.upload(new Uint8Array());
  await download(context, request, path);
  await context.target.run(`mv ${quotePath(path)} ${quotePath(`${path}.deb`)}`, { signal: context.signal });
  return `${path}.deb`;
}

async function installFile(
  context: ModuleContext,
  { place: path, options, allowDowngrade }: WantedDebFile,
): Promise<ModuleResult> {
  const { stdout, stderr, rc } = await context.target.run(
    `deb=${quotePath(path)}
[ -r "$deb" ] || { echo "there is no readable file $deb" >&2; exit 1; }
name=$(dpkg-deb -f "$deb" Package) && version=$(dpkg-deb -f "$deb" Version) && architecture=$(dpkg-deb -f "$deb" Architecture) || exit
have=$(dpkg-query -W -f '\${db:Status-Abbrev}\${Version}\\n' "$name:$architecture" 2>/dev/null || dpkg-query -W -f '\${db:Status-Abbrev}\${Version}\\n' "$name" 2>/dev/null)
case $have in ?i*) ;; *) have= ;; esac
if [ -z "$have" ]; then echo new
elif dpkg --compare-versions "\${have#???}" eq "$version"; then echo same
elif dpkg --compare-versions "\${have#???}" gt "$version"; then echo "older $name"
else echo new; fi`,
    { signal: context.signal },
  );
  if (rc !== 0) throw new ModuleFailure(`Unable to install package: ${stderr.toString().trim()}`);
  const [comparison, name = ''] = stdout.toString().trim().split(' ');
  if (comparison === 'same') return { changed: false };
  if (comparison === 'older' && !allowDowngrade)
    throw new ModuleFailure(`apt: a later version of ${name} than that of ${path} is installed`);
  const file = path.startsWith('/') ? path : `./${path}`;
  return resultOf(context, await runAptGet(context, { verb: ['install', '--', file], options }));
}
