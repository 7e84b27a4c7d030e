import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Lab } from '../lab/lab.ts';
import type { StandIn } from './layouts.ts';
import { pack, type VendorArchive } from './pack.ts';

/** A web site on the lab's bridge that gives out vendors' archives, with a stand-in in each. */
export interface VendorSite {
  /** `http://ADDRESS:PORT` */
  readonly url: string;
  /** What a role must know to install a version: `ROLE_version`, `ROLE_url`, `ROLE_checksum`. */
  variables(role: string, name: StandIn, version: string): Promise<Readonly<Record<string, string>>>;
  /** The same for an archive that the test made itself, of a program that is no stand-in. */
  serve(role: string, version: string, archive: VendorArchive): Readonly<Record<string, string>>;
  /** The paths that were asked for, in order. */
  readonly requested: readonly string[];
  stop(): Promise<void>;
}

export async function startVendorSite(lab: Lab): Promise<VendorSite> {
  const contents = new Map<string, Buffer>();
  const requested: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const content = contents.get(path);
    if (request.method === 'GET') requested.push(path);
    response.writeHead(content === undefined ? 404 : 200, { 'content-length': content?.length ?? 0 });
    response.end(request.method === 'HEAD' ? undefined : content);
  });
  const [host] = lab.hosts;
  if (host === undefined) throw new Error('a lab without hosts has no bridge to serve on');
  const gateway = host.address.replace(/\.\d+$/, '.1');
  await new Promise<void>((resolve) => server.listen(0, gateway, resolve));
  const url = `http://${gateway}:${(server.address() as AddressInfo).port}`;
  const serve: VendorSite['serve'] = (role, version, { file, content, checksum }) => {
    contents.set(`/${file}`, content);
    return {
      [`${role}_version`]: version,
      [`${role}_url`]: `${url}/${file}`,
      [`${role}_checksum`]: checksum,
    };
  };
  return {
    url,
    requested,
    variables: async (role, name, version) => serve(role, version, await pack(name, version)),
    serve,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
