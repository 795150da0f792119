import { resourceNotFound } from '../../core/request/not-found.ts';
import { pageOf } from '../../core/request/page.ts';
import type { Family } from '../../core/types.ts';
import { findUniformSet, setPath } from './find-set.ts';
import { setExtensionType as type } from './scale-set.ts';
import { setExtensionJson } from './scale-set-json.ts';
import { deleteSetExtension, patchSetExtension, putSetExtension } from './write-set-extension.ts';

const path = `${setPath}/extensions/{extensionName}`;
const source = (what: string): string => `Compute REST API, Virtual Machine Scale Set Extensions - ${what}`;

/** Extensions in the models of Uniform scale sets. */
export const setExtensionFamily: Family = (context) => [
  {
    method: 'GET',
    path: `${setPath}/extensions`,
    operation: `${type}/read`,
    source: source('List'),
    executes: ['$skiptoken', '$top'],
    handle: (request) =>
      pageOf(request, context.setExtensions.childrenOf(findUniformSet(context, request).id), setExtensionJson),
  },
  {
    method: 'GET',
    path,
    operation: `${type}/read`,
    source: source('Get'),
    handle: (request) => {
      const id = `${findUniformSet(context, request).id}/extensions/${request.param('extensionName')}`;
      const extension = context.setExtensions.get(id);
      if (extension === undefined) throw resourceNotFound(id);
      return { status: 200, body: setExtensionJson(extension) };
    },
  },
  {
    method: 'PUT',
    path,
    operation: `${type}/write`,
    source: source('Create Or Update'),
    publishes: 'write',
    handle: (request) => putSetExtension(context, request),
  },
  {
    method: 'PATCH',
    path,
    operation: `${type}/write`,
    source: source('Update'),
    publishes: 'write',
    handle: (request) => patchSetExtension(context, request),
  },
  {
    method: 'DELETE',
    path,
    operation: `${type}/delete`,
    source: source('Delete'),
    publishes: 'delete',
    handle: (request) => deleteSetExtension(context, request),
  },
];
