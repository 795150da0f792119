import { armError } from '../core/request/arm-error.ts';
import type { BodyShape } from '../core/request/body-shape.ts';
import { readBody } from '../core/request/read-body.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import { tagsAfter } from './tag-changes.ts';
import { findTagged, type Tagged } from './tagged.ts';

const type = 'Microsoft.Resources/tags';
const path = `{*scope}/providers/${type}/default`;
const properties = { tags: { '*': 'string' } } as const;

/**
 * The tags of a subscription, a group or a resource (Azure Resource Manager "Tags"). A write is told as one of the tags,
 * not of what bears them.
 */
export const tagFamily: Family = (context) => [
  {
    method: 'GET',
    path,
    operation: `${type}/read`,
    source: 'Azure REST API, Tags - Get At Scope',
    handle: (request) => ({ status: 200, body: tagsJson(findTagged(context, request.param('scope'))) }),
  },
  {
    method: 'PUT',
    path,
    operation: `${type}/write`,
    source: 'Azure REST API, Tags - Create Or Update At Scope',
    publishes: 'write',
    handle: (request) => write(context, request, { properties }, 'properties'),
  },
  {
    method: 'PATCH',
    path,
    operation: `${type}/write`,
    source: 'Azure REST API, Tags - Update At Scope',
    publishes: 'write',
    handle: (request) => write(context, request, { operation: 'string', properties }, 'operation'),
  },
  {
    method: 'DELETE',
    path,
    operation: `${type}/delete`,
    source: 'Azure REST API, Tags - Delete At Scope',
    publishes: 'delete',
    handle: (request) => {
      const tagged = findTagged(context, request.param('scope'));
      tagged.write(request, {});
      return { status: 200, resourceId: idOf(tagged) };
    },
  },
];

function write(context: SimContext, request: ArmRequest, shape: BodyShape, required: string): ArmReply {
  const tagged = findTagged(context, request.param('scope'));
  const body = readBody(request, shape, [required]);
  const tags = tagsAfter(request.method, body, tagged.tags);
  if (tags === undefined) {
    const message = `The tags operation '${String(body.operation)}' is none of Merge, Replace and Delete.`;
    throw armError(400, 'InvalidRequestContent', message);
  }
  tagged.write(request, tags);
  return { status: 200, body: { ...tagsJson(tagged), properties: { tags } }, resourceId: idOf(tagged) };
}

function idOf({ id }: Tagged): string {
  return `${id}/providers/${type}/default`;
}

function tagsJson(tagged: Tagged): JsonObject {
  return { id: idOf(tagged), name: 'default', type, properties: { tags: tagged.tags } };
}
