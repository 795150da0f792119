import { settingNames, settingsSchema } from '../src/settings.ts';

/** The text of docs/settings.md, made from the list that the app reads its settings by. */
export function settingsPage(): string {
  const rows = settingNames.map((name) => {
    const setting = settingsSchema.shape[name];
    const { description = '', example = '' } = setting.meta() ?? {};
    return `| \`${name}\` | ${defaultOf(setting)} | ${description} | \`${example}\` |`;
  });
  return [
    '# Settings',
    '',
    'App settings of the function app; locally the `Values` of `local.settings.json`, which starts as a copy of',
    '`local.settings.sample.json`. An empty value counts as not set. A wrong or unknown `AMO_` setting stops the app at',
    'its start, with every error listed. Made by `node --import tsx scripts/generate-settings.ts` from `src/settings.ts`.',
    '',
    '| Setting | Default | Meaning | Example |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function defaultOf(setting: (typeof settingsSchema.shape)[(typeof settingNames)[number]]): string {
  const parsed = setting.safeParse(undefined);
  if (!parsed.success) return 'required';
  return parsed.data === undefined ? '' : `\`${String(parsed.data)}\``;
}
