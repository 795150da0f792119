/** A resource as a text names it. Everything but `name` is lower-case. */
export interface NamedResource {
  /** Full ARM id with a leading slash, where the text gives one. */
  readonly id?: string;
  /**
   * Provider, types and names without the scope: `microsoft.compute/virtualmachines/vm-1`. For a child there are two ways
   * to read it: some texts put all types before all names.
   */
  readonly paths: readonly string[];
  /** `microsoft.compute/virtualmachines`, or '' where the text says only a name. */
  readonly type: string;
  readonly name: string;
  readonly group?: string;
  /** Where in the text it begins and ends. */
  readonly at: number;
  readonly end: number;
}

const fullId = /\/?subscriptions\/[\w-]{1,60}(?:\/resourcegroups\/[^/'"\s?,;]{1,90})?\/providers\/[^'"\s?,;(){}<>]+/gi;
const shortId =
  /(?<![\w./-])([a-z][\w-]*(?:\.[\w-]+)+\/[a-z]\w*\/[^'"\s?,;(){}<>]+)'?(?:\s+(?:under|in)(?: the)? resource group:?\s+'?([^'"\s,;]{1,90}))?/gi;
const resourceGroup = /resource group:?\s+'([^']{1,90})'(?=[^.']{0,40}not )/gi;
/** ARM: "Can not perform requested operation on nested resource. Parent resource 'vm-1' not found." */
const parent = /parent resource:?\s+'([^'/]{1,150})'/gi;
/** Words of people for a resource, with its bare name; without quotes only where it is said to be missing. */
const isMissing = "(?=\\s+(?:was|is|could|can|does|has)(?:\\s+not|not|n't)\\b)";
const kinds =
  '(data collection rule|dcr|(?:user.assigned )?(?:managed )?identity|(?:gallery )?image(?: version)?|data collection endpoint)';
const pointed = '(?:specified|referenced|given|provided|used|selected)';
const byKind: readonly RegExp[] = [
  new RegExp(`\\b${kinds}(?: with (?:the )?(?:immutable )?(?:id|name))?:?\\s+'([^'/]{1,150})'`, 'gi'),
  new RegExp(`\\b${kinds}\\s+(?!${pointed}\\b)([\\w.-]{1,150})${isMissing}`, 'gi'),
  new RegExp(`\\b${kinds}(?:\\s+${pointed})?()${isMissing}`, 'gi'),
  // Images of the marketplace are named by publisher, offer, sku and version.
  /\b(image)s?\b[^.']{0,80}()(?= (?:is|are) not (?:found|available))/gi,
  new RegExp(`\\b(vm|virtual machine|machine)\\s+'?([\\w.-]{1,150})'?${isMissing}`, 'gi'),
];

const typeOfKind: readonly [RegExp, string][] = [
  [/rule|dcr/i, 'microsoft.insights/datacollectionrules'],
  [/identity/i, 'microsoft.managedidentity/userassignedidentities'],
  [/image/i, 'microsoft.compute/images'],
  [/endpoint/i, 'microsoft.insights/datacollectionendpoints'],
];

/** Every resource that a text with plain quotes names by id, by type and name, or by a word for it; in order. */
export function namedResources(text: string): readonly NamedResource[] {
  const full = [...text.matchAll(fullId)].map(({ 0: match, index }) => resourceOf(match, index));
  const isInside = (at: number) => full.some((one) => one.at <= at && at < one.end);
  const short = [...text.matchAll(shortId)].flatMap(({ 0: match, 1: path = '', 2: group, index }) => {
    if (isInside(index)) return [];
    const { type, name, paths } = partsOf(path);
    const told = group === undefined ? {} : { group: withoutDots(group).toLowerCase() };
    return [{ paths, type, name, ...told, at: index, end: index + match.length }];
  });
  const worded = [
    ...bare(text, resourceGroup, () => 'microsoft.resources/resourcegroups', 1),
    ...bare(text, parent, () => '', 1),
    ...byKind.flatMap((pattern) =>
      bare(text, pattern, (word) => typeOfKind.find(([kind]) => kind.test(word))?.[1] ?? '', 2),
    ),
  ];
  const isNew = ({ at }: NamedResource) => ![...full, ...short].some((one) => one.at <= at && at < one.end);
  return [...full, ...short, ...worded.filter(isNew)].sort((a, b) => a.at - b.at);
}

/** The id of a resource in the form in which named ones are compared. */
export function resourceOf(text: string, at = 0): NamedResource {
  const id = withoutDots(text).toLowerCase().replace(/^\/?/, '/');
  const own = id.slice(id.lastIndexOf('/providers/') + '/providers/'.length);
  const group = /\/resourcegroups\/([^/]+)/.exec(id)?.[1];
  const name = withoutDots(text).split('/').at(-1) ?? '';
  const { type, paths } = partsOf(own);
  return {
    id,
    paths: paths.slice(0, 1),
    type,
    name,
    ...(group === undefined ? {} : { group }),
    at,
    end: at + text.length,
  };
}

function partsOf(path: string): Pick<NamedResource, 'paths' | 'type' | 'name'> {
  const clean = withoutDots(path);
  const [provider = '', ...rest] = clean.toLowerCase().split('/');
  const types = rest.filter((_, index) => index % 2 === 0);
  const half = rest.length / 2;
  const apart = rest.slice(0, half).flatMap((type, index) => [type, rest[half + index] ?? '']);
  const paths = [clean.toLowerCase(), ...(half > 1 && Number.isInteger(half) ? [[provider, ...apart].join('/')] : [])];
  return { paths, type: [provider, ...types].join('/'), name: clean.split('/').at(-1) ?? '' };
}

function bare(text: string, pattern: RegExp, typeOf: (word: string) => string, group: 1 | 2): NamedResource[] {
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[group] ?? '';
    return { paths: [], type: typeOf(match[1] ?? ''), name, at: match.index, end: match.index + match[0].length };
  });
}

function withoutDots(text: string): string {
  return text.replace(/[.:\]/]+$/, '');
}
