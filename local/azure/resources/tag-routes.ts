import { objectAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { readBody } from '../core/request/read-body.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
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
    handle: (request) => {
      const tagged = findTagged(context, request.param('scope'));
      return write(request, tagged, tagsOf(readBody(request, { properties }, ['properties'])));
    },
  },
  {
    method: 'PATCH',
    path,
    operation: `${type}/write`,
    source: 'Azure REST API, Tags - Update At Scope',
    publishes: 'write',
    handle: (request) => patch(context, request),
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

function patch(context: SimContext, request: ArmRequest): ArmReply {
  const tagged = findTagged(context, request.param('scope'));
  const body = readBody(request, { operation: 'string', properties }, ['operation']);
  const given = tagsOf(body);
  switch (body.operation) {
    case 'Merge':
      return write(request, tagged, merged(tagged.tags, given));
    case 'Replace':
      return write(request, tagged, given);
    case 'Delete':
      return write(request, tagged, without(tagged.tags, given));
    default: {
      const operation = String(body.operation);
      throw armError(
        400,
        'InvalidRequestContent',
        `The tags operation '${operation}' is none of Merge, Replace and Delete.`,
      );
    }
  }
}

function write(request: ArmRequest, tagged: Tagged, tags: JsonObject): ArmReply {
  tagged.write(request, tags);
  return { status: 200, body: { ...tagsJson(tagged), properties: { tags } }, resourceId: idOf(tagged) };
}

/** Names of tags are compared without regard to case, and keep the case in which they were first written. */
function merged(tags: JsonObject, given: JsonObject): JsonObject {
  const names = Object.keys(tags);
  const added = Object.entries(given).map(([name, value]) => {
    const known = names.find((each) => each.toLowerCase() === name.toLowerCase());
    return [known ?? name, value] as const;
  });
  return { ...tags, ...Object.fromEntries(added) };
}

/** Azure docs, "Tag resources with Azure PowerShell": Delete takes away those whose name and value are given. */
function without(tags: JsonObject, given: JsonObject): JsonObject {
  const isGiven = ([name, value]: readonly [string, unknown]): boolean =>
    Object.entries(given).some(([each, wanted]) => each.toLowerCase() === name.toLowerCase() && wanted === value);
  return Object.fromEntries(Object.entries(tags).filter((tag) => !isGiven(tag)));
}

function tagsOf(body: JsonObject): JsonObject {
  return objectAt(objectAt(body, 'properties'), 'tags') ?? {};
}

function idOf({ id }: Tagged): string {
  return `${id}/providers/${type}/default`;
}

function tagsJson(tagged: Tagged): JsonObject {
  return { id: idOf(tagged), name: 'default', type, properties: { tags: tagged.tags } };
}
