import type { ArcFacts, ImagedFacts, ImageFacts, MachineFacts } from '../machine/machine-facts.ts';
import { matchesPattern } from '../matches-pattern.ts';
import { linuxImages } from './linux-images.ts';
import { isSupportedRegion } from './regions.ts';
import { type ReportedOs, unsupportedOs } from './reported-os.ts';
import { windowsImages } from './windows-images.ts';

/** The part of fleet.json that decides about support. */
export interface SupportOptions {
  readonly additionalImages: readonly ImagePattern[];
  /** A machine whose image is not from the marketplace: go on, or let a person decide. */
  readonly unknownImage: 'allow' | 'hold';
}

/** Every field that is present must match; `*` stands for any text. */
interface ImagePattern {
  readonly publisher?: string | undefined;
  readonly offer?: string | undefined;
  readonly sku?: string | undefined;
  readonly id?: string | undefined;
}

/** As the operator sees it: `Unsupported(reason)`. `Offer` is said of a subscription and of all that is in it. */
export const unsupportedReasons = [
  'OsUnknown',
  'Region',
  'Image',
  'OldOs',
  'ClientOs',
  'Architecture',
  'Offer',
] as const;
type UnsupportedReason = (typeof unsupportedReasons)[number];

export type Support =
  | { readonly supported: true }
  | { readonly supported: false; readonly reason: UnsupportedReason | 'UnknownImage' };

/**
 * Whether the agent can run on this machine at all, as far as Azure tells: operating system, region, and for a VM or a scale set its
 * image. An image that fleet.json adds is trusted. Arc machines have no image; what they report of themselves decides.
 */
export function isSupported({ machine, os, region, platform }: MachineFacts, options: SupportOptions): Support {
  if (os === 'unknown') return no('OsUnknown');
  if (!isSupportedRegion(machine.kind, os, region)) return no('Region');
  if (platform.kind !== 'arc') return isSupportedVm(platform, os, options);
  return fromOs({
    kind: 'arc',
    os,
    name: arcSystemName(platform),
    version: platform.osVersion,
    architecture: undefined,
  });
}

/** What an Arc machine reports of its system, in one text. */
export function arcSystemName({ osSku, osEdition, osName }: ArcFacts): string {
  return [osSku, osEdition, osName].filter((part) => part !== undefined).join(' ');
}

function isSupportedVm(vm: ImagedFacts, os: 'windows' | 'linux', options: SupportOptions): Support {
  const { image } = vm;
  if (image !== undefined && options.additionalImages.some((pattern) => fitsPattern(pattern, image))) return yes;
  if (image?.publisher !== undefined) return isListed(image, os) ? fromArchitecture(vm, os) : no('Image');
  const { osName, osVersion, architecture } = vm;
  const reported = fromOs({ kind: 'vm', os, name: osName ?? '', version: osVersion, architecture });
  if (!reported.supported) return reported;
  return options.unknownImage === 'allow' ? yes : { supported: false, reason: 'UnknownImage' };
}

/** A listed image is supported on its own architecture; there is no agent for Windows on arm64. */
function fromArchitecture(vm: ImagedFacts, os: 'windows' | 'linux'): Support {
  return os === 'windows' && vm.architecture === 'arm64' ? no('Architecture') : yes;
}

function fromOs(reported: ReportedOs): Support {
  const reason = unsupportedOs(reported);
  return reason === undefined ? yes : no(reason);
}

function isListed({ publisher, offer, sku }: ImageFacts, os: 'windows' | 'linux'): boolean {
  return (os === 'windows' ? windowsImages : linuxImages).some(
    (image) =>
      matchesPattern(image.publisher, publisher ?? '') &&
      image.offers.some((pattern) => matchesPattern(pattern, offer ?? '')) &&
      image.skus.some((pattern) => matchesPattern(pattern, sku ?? '')),
  );
}

function fitsPattern(pattern: ImagePattern, image: ImageFacts): boolean {
  const fields = ['publisher', 'offer', 'sku', 'id'] as const;
  const given = fields.filter((field) => pattern[field] !== undefined);
  return given.length > 0 && given.every((field) => matchesPattern(pattern[field] ?? '', image[field] ?? ''));
}

const yes: Support = { supported: true };

function no(reason: UnsupportedReason): Support {
  return { supported: false, reason };
}
