import { permissions } from '../src/domain/write/permissions.ts';

const part = /(<!-- permissions: [^\n]* -->\n)[\s\S]*?(\n<!-- end of permissions -->)/;

/** Every permission of the app as a table: one line for each action, kind of access and place. */
export function permissionTable(): string {
  const lines = new Map<string, string[]>();
  for (const { action, feature, access, scopeKind, roles } of permissions) {
    const line = `\`${action}\` | ${access} | ${scopeKind} | ${roles[0]}`;
    lines.set(line, [...(lines.get(line) ?? []), feature]);
  }
  const head = ['| action | access | at | built-in role with the least | features |', '|---|---|---|---|---|'];
  return [...head, ...[...lines].map(([line, features]) => `| ${line} | ${features.join(', ')} |`)].join('\n');
}

/** The page with the table of now in the place of the one it has; throws when the page has no place for it. */
export function withPermissionTable(text: string): string {
  if (!part.test(text)) throw new Error(`docs/OPERATIONS.md has lost the comments around its table of permissions.`);
  return text.replace(part, (_, begin: string, end: string) => `${begin}${permissionTable()}${end}`);
}
