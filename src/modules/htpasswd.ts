import { defineModule } from '../module/define.ts';
import { checkUserName, hashOfUser, withoutUser, withUser } from '../module/htpasswd/file.ts';
import { type HashScheme, hashPassword, isHashOf, schemeNames, schemeOf } from '../module/htpasswd/hash.ts';
import { fileArguments } from '../module/kit/file-module.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { setSpecialAttributes } from '../module/kit/special-attributes/set-special-attributes.ts';
import { ModuleFailure } from '../module/result.ts';
import { placeText, textFileOf, textReadings } from '../module/text/text-file.ts';
import { nearestName } from '../util/nearest.ts';

export default defineModule({
  name: 'htpasswd',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Lets users into what a web server protects by a file of passwords',
  args: {
    path: {
      type: 'path',
      required: true,
      aliases: ['dest', 'destfile'],
      description: 'The file of users and hashed passwords.',
    },
    name: { type: 'str', required: true, aliases: ['username'], description: 'The user.' },
    password: {
      type: 'str',
      noLog: true,
      description: 'The password; needed for a user to be there. It is hashed before it reaches the target.',
    },
    crypt_scheme: {
      type: 'str',
      default: 'apr_md5_crypt',
      description:
        'How a password that is not there yet is hashed: apr_md5_crypt, bcrypt, ldap_sha1, plaintext, ...',
    },
    state: {
      type: 'str',
      choices: ['present', 'absent'],
      default: 'present',
      description: 'Whether the user is there.',
    },
    create: { type: 'bool', default: true, description: 'Make the file when it is not there.' },
    ...fileArguments,
  },
  returns: { msg: 'What was done.' },
  examples: `
- name: Let Bob in
  community.general.htpasswd:
    path: /etc/nginx/htpasswd
    name: bob
    password: '{{ bobs_password }}'
    crypt_scheme: bcrypt
    owner: root
    group: www-data
    mode: '0640'
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const { name, password, state } = args;
    checkUserName(name);
    const scheme = schemeOf(args.crypt_scheme) ?? unknownScheme(args.crypt_scheme);
    if (state === 'present' && password === undefined)
      throw new ModuleFailure('htpasswd: a user that shall be there needs a password');
    const path = await expandPath(context, args.path);
    const place = { path, wanted: args, makeFolders: true };
    const file = textFileOf(place, await read(context, textReadings(context, place)));
    if (file.status === undefined && state === 'absent') {
      return {
        changed: false,
        msg: `${name} is not in ${path}, which is not there`,
        warnings: [`${path} does not exist`],
      };
    }
    if (file.status === undefined && !args.create) throw new ModuleFailure(`htpasswd: ${path} is not there`);
    const before = file.source.text;
    const text =
      state === 'absent' || password === undefined
        ? withoutUser(before, name)
        : await withPassword(before, { name, password, scheme });
    const changed = text !== before || (file.status !== undefined && file.plan.changes.length > 0);
    await placeText(context, file, { text, unsafeWrites: args.unsafe_writes });
    const msg =
      text === before
        ? `${name} is ${state} already`
        : `${name} ${state === 'absent' ? 'goes' : 'is let in'}`;
    return setSpecialAttributes(context, { ...args, path }, { changed, msg });
  },
});

function unknownScheme(name: string): never {
  const guess = nearestName(name, schemeNames);
  throw new ModuleFailure(
    `htpasswd: there is no crypt_scheme '${name}'; there are ${schemeNames.join(', ')}`,
    guess === undefined ? {} : { hint: `did you mean '${guess}'?` },
  );
}

interface Login {
  readonly name: string;
  readonly password: string;
  readonly scheme: HashScheme;
}

/** What Apache knows counts as the user's password also when another scheme is asked for. */
async function withPassword(text: string, { name, password, scheme }: Login): Promise<string> {
  const hash = hashOfUser(text, name);
  const accepted = (one: HashScheme): boolean => one !== 'md5' || scheme === 'md5';
  if (hash !== undefined && (await isHashOf(hash, password, accepted)) === true) return text;
  return withUser(text, name, await hashPassword(scheme, password));
}
