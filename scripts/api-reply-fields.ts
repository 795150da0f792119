import { z } from 'zod';
import type { Route } from '../src/functions/contract/route.ts';

export interface ReplyField {
  /** From the top of the reply: `machines[].code`, `steps.{}.attempts`. */
  readonly path: string;
  readonly about: string;
}

interface Node {
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly items?: Node | undefined;
  readonly additionalProperties?: Node | boolean | undefined;
  readonly anyOf?: readonly Node[] | undefined;
}

const node: z.ZodType<Node> = z.lazy(() =>
  z.looseObject({
    description: z.string().optional(),
    properties: z.record(z.string(), node).optional(),
    items: node.optional(),
    additionalProperties: z.union([z.boolean(), node]).optional(),
    anyOf: z.array(node).optional(),
  }),
);

/** The fields of a route's replies that have a description, in their order. */
export function replyFields({ replies }: Pick<Route, 'replies'>): readonly ReplyField[] {
  return replies.flatMap(({ body }) => describe(node.parse(z.toJSONSchema(body, { io: 'input' })), ''));
}

function describe({ properties = {}, items, additionalProperties, anyOf = [] }: Node, path: string): ReplyField[] {
  const fields = Object.entries(properties).flatMap(([name, field]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const about = field.description;
    return [...(about === undefined ? [] : [{ path: own, about }]), ...describe(field, own)];
  });
  const ofItems = items === undefined ? [] : describe(items, `${path}[]`);
  const ofValues = typeof additionalProperties === 'object' ? describe(additionalProperties, `${path}.{}`) : [];
  return [...fields, ...ofItems, ...ofValues, ...anyOf.flatMap((one) => describe(one, path))];
}
