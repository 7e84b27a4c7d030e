import type { Filter } from '../../../jinja/plugins.ts';
import { isSaltText, saltFrom } from '../../../util/crypt/base64.ts';
import { md5Crypt } from '../../../util/crypt/md5-crypt.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { valueError } from '../../../values/errors.ts';
import { str } from '../../../values/printing.ts';
import { isTruthy } from '../../../values/truth.ts';
import { randomSource } from '../../random/sources.ts';
import { requireText } from '../arguments.ts';

const LONGEST_SALT = 8;
const USUAL_SALT = 4;

/** ansible.netcommon: passwords of Cisco's type 5, which is md5-crypt with a short salt. */
export const ciscoPasswordFilters: Readonly<Record<string, Filter>> = {
  type5_pw: (value, args) => {
    const { salt } = bindArguments('type5_pw', args, ['salt'], { salt: null });
    const password = requireText(value, "type5_pw's value");
    const text = salt === null ? someSalt() : str(salt);
    if (!isSaltText(text) || text === '' || text.length > LONGEST_SALT) {
      throw valueError(`a salt of type 5 has 1 to ${LONGEST_SALT} letters, digits, dots and slashes`);
    }
    return md5Crypt(Buffer.from(password), text);
  },
  comp_type5: (value, args) => {
    const names = ['encrypted_password', 'return_original'] as const;
    const bound = bindArguments('comp_type5', args, names, { return_original: false });
    const encrypted = str(bound.encrypted_password);
    const salt = /^\$1\$([^$]{1,8})\$/.exec(encrypted)?.[1];
    if (salt === undefined) throw valueError("comp_type5 takes a hash of the form '$1$salt$digest'");
    const isSame = md5Crypt(Buffer.from(str(value)), salt) === encrypted;
    return isSame && isTruthy(bound.return_original) ? encrypted : isSame;
  },
};

function someSalt(): string {
  const source = randomSource(undefined);
  return saltFrom(Uint8Array.from({ length: USUAL_SALT }, () => Number(source.below(64n))));
}
