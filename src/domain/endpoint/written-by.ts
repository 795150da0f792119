import { isSameName } from '../ids.ts';
import { isEndpointExtension } from './other-edr.ts';

interface Written {
  readonly publisher: string;
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export type EndpointWriter = 'Defender for Cloud' | 'Azure Policy' | 'this app' | 'somebody';

/**
 * Who wrote an extension of Defender for Endpoint, by its content: instances that Defender installs have settings of their
 * own (public exports of machines), those of the built-in policies say `installedBy`, and those made by hand neither. An
 * event names the caller besides (timeline). Undefined for any other extension.
 */
export function writerOfEndpoint({ publisher, type, settings }: Written, isOurs: boolean): EndpointWriter | undefined {
  if (!isEndpointExtension(publisher, type)) return undefined;
  if (isOurs) return 'this app';
  const installedBy = Object.entries(settings).find(([name]) => isSameName(name, 'installedBy'))?.[1];
  if (typeof installedBy === 'string' && isSameName(installedBy, 'Policy')) return 'Azure Policy';
  const isByDefender = ['autoUpdate', 'forceReOnboarding'].some((mark) =>
    Object.keys(settings).some((name) => isSameName(name, mark)),
  );
  return isByDefender ? 'Defender for Cloud' : 'somebody';
}
