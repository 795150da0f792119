import { endpointPublisher as publisher } from '../../endpoint/other-edr.ts';

/** Both extensions of Defender for Endpoint, as `publisher.type`. */
export const endpointHandlers: readonly string[] = [`${publisher}.MDE.Windows`, `${publisher}.MDE.Linux`];

/** The one of a system, as `publisher/type`. */
export function endpointHandlerOf(os: 'windows' | 'linux'): string {
  return `${publisher}/MDE.${os === 'windows' ? 'Windows' : 'Linux'}`;
}
