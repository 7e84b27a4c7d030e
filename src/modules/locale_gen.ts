import { defineModule } from '../module/define.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';
import { placeText, textFileReading } from '../module/text/text-file.ts';

const list = '/etc/locale.gen';

export default defineModule({
  name: 'locale_gen',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Makes a locale, or takes it away',
  args: {
    name: { type: 'str', required: true, description: 'The locale with its encoding: de_DE.UTF-8.' },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether the locale is there.',
    },
  },
  returns: { name: 'The locale.' },
  examples: `
- name: Speak German
  community.general.locale_gen:
    name: de_DE.UTF-8
`,
  check: 'full',
  diff: false,
  async run(context, { name, state }) {
    const { file, known, supported } = await read(context, {
      file: textFileReading(context, { path: list, wanted: {} }),
      known: textReading('r=$(locale -a 2>/dev/null)', 'sets'),
      supported: textReading(
        `LC_ALL=C grep -F -e ${quote(name)} /usr/share/i18n/SUPPORTED /usr/local/share/i18n/SUPPORTED ${list} 2>/dev/null | sed 's/^[^:]*://'`,
      ),
    });
    if (file.status === undefined) {
      throw new ModuleFailure(`locale_gen: there is no ${list}: are the locales installed?`);
    }
    if (!isListed(supported ?? '', name)) {
      throw new ModuleFailure(`locale_gen: the target knows no locale '${name}'`);
    }
    const isMade = (known ?? '').split('\n').some((one) => normalized(one) === normalized(name));
    const changed = isMade !== (state === 'present');
    if (changed && !context.checkMode) {
      const { text } = file.source;
      await placeText(context, file, { text: withLocale(text, name, { isWanted: state === 'present' }) });
      await runOrFail(context, 'locale-gen </dev/null', { failure: `${name} cannot be made` });
    }
    return { changed, name, ...(context.checkMode ? {} : { msg: 'OK' }) };
  },
});

/** `locale -a` writes de_DE.utf8 for de_DE.UTF-8. */
function normalized(name: string): string {
  const [, language = name, charset = '', modifier = ''] = /^([^.@]*)(\.[^@]*)?(@.*)?$/.exec(name) ?? [];
  return `${language}${charset.toLowerCase().replaceAll('-', '')}${modifier}`;
}

/** A line of locale.gen: a locale and its character set, maybe behind a hash. */
function localeIn(
  line: string,
): { readonly isOn: boolean; readonly name: string; readonly charset: string } | undefined {
  const match = /^\s*(#\s*)?(\S+)\s+(\S+)\s*$/.exec(line);
  if (match === null) return undefined;
  return { isOn: match[1] === undefined, name: match[2] ?? '', charset: match[3] ?? '' };
}

function isListed(text: string, name: string): boolean {
  return text.split('\n').some((line) => localeIn(line)?.name === name);
}

function withLocale(text: string, name: string, { isWanted }: { readonly isWanted: boolean }): string {
  return text
    .split('\n')
    .map((line) => {
      const locale = localeIn(line);
      if (locale?.name !== name || locale.isOn === isWanted) return line;
      return `${isWanted ? '' : '# '}${locale.name} ${locale.charset}`;
    })
    .join('\n');
}
