type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'parameter' | 'catchAll';
      readonly name: string;
      readonly optional: boolean;
      readonly constraint: RegExp | undefined;
    };

/** A route of ASP.NET Core form: literals, `{id}`, `{id?}`, `{id:guid}` and a last `{*rest}`. */
export interface RouteTemplate {
  readonly text: string;
  /** Sorts before templates that are less specific, segment by segment. */
  readonly precedence: string;
  /** The parameters of a decoded path without its leading slash, or undefined when it does not match. */
  match(path: string): Readonly<Record<string, string>> | undefined;
}

/** @throws Error for a template that this host does not understand. */
export function parseRouteTemplate(text: string): RouteTemplate {
  const parts = splitOutsideBraces(text.replace(/^\/|\/$/g, ''));
  const segments = parts.map((part, index) => parseSegment(part, index === parts.length - 1, text));
  return {
    text,
    precedence: segments.map(rank).join(''),
    match: (path) => matchSegments(segments, path.replace(/\/$/, '').split('/')),
  };
}

/** A constraint such as `regex(^a/b$)` may hold slashes. */
function splitOutsideBraces(text: string): string[] {
  return text.match(/(?:\{[^{}]*\}|[^/{}])+/g) ?? [];
}

function parseSegment(part: string, last: boolean, template: string): Segment {
  if (!/[{}]/.test(part)) return { kind: 'literal', text: part.toLowerCase() };
  const found = /^\{(?<star>\*{0,2})(?<name>\w+)(?::(?<constraint>[^{}]*?))?(?<optional>\?)?\}$/.exec(part)?.groups;
  const name = found?.name;
  if (name === undefined || (found?.star !== '' && !last) || (found?.optional !== undefined && !last)) {
    throw new Error(`Route '${template}': segment '${part}' is not supported by the local host.`);
  }
  const catchAll = found?.star !== '';
  return {
    kind: catchAll ? 'catchAll' : 'parameter',
    name,
    optional: catchAll || found?.optional !== undefined,
    constraint: parseConstraint(found?.constraint, template),
  };
}

const constraints: Readonly<Record<string, RegExp>> = {
  int: /^[+-]?\d+$/,
  guid: /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
  alpha: /^[a-z]*$/i,
};

function parseConstraint(text: string | undefined, template: string): RegExp | undefined {
  if (text === undefined) return undefined;
  const [, kind, argument] = /^(length|regex)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'regex') return new RegExp(argument ?? '', 'i');
  if (kind === 'length') return new RegExp(`^.{${Number(argument)}}$`);
  const known = constraints[text];
  if (known === undefined)
    throw new Error(`Route '${template}': constraint '${text}' is not supported by the local host.`);
  return known;
}

function rank(segment: Segment): string {
  if (segment.kind === 'literal') return '1';
  if (segment.kind === 'catchAll') return '4';
  return segment.constraint === undefined ? '3' : '2';
}

function matchSegments(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (segment.kind === 'literal') {
      if (part.toLowerCase() !== segment.text) return undefined;
      continue;
    }
    const value = segment.kind === 'catchAll' ? parts.slice(index).join('/') : part;
    if (value === '' && segment.optional) continue;
    if (value === '' || (segment.constraint !== undefined && !satisfies(segment.constraint, value))) return undefined;
    values[segment.name] = value;
    if (segment.kind === 'catchAll') return values;
  }
  const extra = parts.slice(segments.length);
  return extra.length > 0 ? undefined : values;
}

function satisfies(constraint: RegExp, value: string): boolean {
  if (!constraint.test(value)) return false;
  return constraint !== constraints.int || Math.abs(Number(value)) <= 2 ** 31 - 1;
}
