/** Publisher and type of an extension, which the row of a machine keeps as `publisher/type`. */
export function splitExtensionType(written: string): { readonly publisher: string; readonly type: string } {
  const [publisher = '', type = ''] = written.split('/');
  return { publisher, type };
}
