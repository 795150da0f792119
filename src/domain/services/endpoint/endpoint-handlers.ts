import { endpointPublisher as publisher } from '../../endpoint/other-edr.ts';

/** Both extensions of Defender for Endpoint, as `publisher.type`. */
export const endpointHandlers: readonly string[] = [`${publisher}.MDE.Windows`, `${publisher}.MDE.Linux`];

/** The type of a system's extension, which is also the name that everybody gives it. */
export function endpointTypeOf(os: 'windows' | 'linux'): string {
  return os === 'windows' ? 'MDE.Windows' : 'MDE.Linux';
}

/** The one of a system, as `publisher/type`. */
export function endpointHandlerOf(os: 'windows' | 'linux'): string {
  return `${publisher}/${endpointTypeOf(os)}`;
}
