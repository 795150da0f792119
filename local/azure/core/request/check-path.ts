import { type ArmError, armError } from './arm-error.ts';
import { decodeText } from './decode-text.ts';

const forbidden = /[/\\?#%&<>\p{Cc}]/u;

/**
 * 400 for a name with a character that no resource may have. Spaces are for the names of locks and policies only.
 * Source: "Naming rules and restrictions for Azure resources" (Microsoft Learn).
 */
export function checkPath(pathname: string): void {
  const segments = pathname.split('/').map(decodeText);
  for (const [index, segment] of segments.entries()) {
    const maySpace = /^(?:locks|policy\w+)$/i.test(segments[index - 1] ?? '');
    if (forbidden.test(segment) || (!maySpace && /\s/.test(segment))) throw invalidName(segment);
  }
}

function invalidName(name: string): ArmError {
  return armError(
    400,
    'InvalidResourceName',
    `The resource name ${JSON.stringify(name)} is invalid: it must not have spaces, control characters or any of / \\ ? # % & < >.`,
  );
}
