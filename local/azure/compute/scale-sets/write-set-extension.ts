import { objectAt, textAt } from '../../core/json.ts';
import { resourceNotFound } from '../../core/request/not-found.ts';
import { readBody } from '../../core/request/read-body.ts';
import { newResource, touch } from '../../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, SimContext } from '../../core/types.ts';
import { resolveHandler } from '../../extensions/handler-catalogue.ts';
import { type ExtensionSettings, patchSettings, settingsOf } from '../../extensions/machine-extension.ts';
import { checkHandler, refuseForbiddenExtensions, refuseSecondOfHandler } from '../extension-rules.ts';
import { findUniformSet } from './find-set.ts';
import { endExtensions, refuseConcurrent, rollOut, startSetOperation } from './roll-out.ts';
import { type ScaleSet, type SetExtension, setExtensionType } from './scale-set.ts';
import { setExtensionJson } from './scale-set-json.ts';
import { setExtensionShape } from './scale-set-shape.ts';
import { modelText } from './set-model.ts';

/** PUT: adds an extension to the model (201) or changes it (200); instances get it as the upgrade policy says. */
export function putSetExtension(context: SimContext, request: ArmRequest): ArmReply {
  const set = findUniformSet(context, request);
  const body = readBody(request, setExtensionShape, ['properties']);
  refuseConcurrent(set);
  const before = modelText(context, set);
  const existing = context.setExtensions.get(idOf(set, request.param('extensionName')));
  const extension = write(
    context,
    request,
    set,
    request.param('extensionName'),
    settingsOf(objectAt(body, 'properties')),
  );
  return changed(context, request, set, extension, existing === undefined ? 201 : 200, before);
}

/** PATCH: an update of what the body names. */
export function patchSetExtension(context: SimContext, request: ArmRequest): ArmReply {
  const set = findUniformSet(context, request);
  const body = readBody(request, setExtensionShape);
  const existing = context.setExtensions.get(idOf(set, request.param('extensionName')));
  if (existing === undefined) throw resourceNotFound(request.path);
  refuseConcurrent(set);
  const before = modelText(context, set);
  const wanted = patchSettings(existing.wanted, objectAt(body, 'properties'));
  const extension = write(context, request, set, existing.name, wanted);
  return changed(context, request, set, extension, 200, before);
}

export function deleteSetExtension(context: SimContext, request: ArmRequest): ArmReply {
  const set = findUniformSet(context, request);
  const existing = context.setExtensions.get(idOf(set, request.param('extensionName')));
  if (existing === undefined) return { status: 204, publish: false };
  refuseConcurrent(set);
  context.remove(existing.id);
  set.modelVersion += 1;
  touch(context, set, request.principal);
  const operation = startSetOperation(context, request, set, 'gone', (done) => rollOut(context, request, set, done));
  return { status: 202, operation, resourceId: existing.id };
}

/** The extensions of a body that writes the whole set: those that it does not list are taken away. */
export function putListed(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  listed: readonly JsonObject[],
): void {
  const names = listed.map((each) => (textAt(each, 'name') ?? '').toLowerCase());
  for (const { id, name } of context.setExtensions.childrenOf(set.id)) {
    if (!names.includes(name.toLowerCase())) context.remove(id);
  }
  for (const each of listed) {
    write(context, request, set, textAt(each, 'name') ?? '', settingsOf(objectAt(each, 'properties')));
  }
}

function write(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  name: string,
  wanted: ExtensionSettings,
): SetExtension {
  const id = idOf(set, name);
  const existing = context.setExtensions.get(id);
  checkHandler(wanted, existing);
  refuseForbiddenExtensions(objectAt(set.properties, 'virtualMachineProfile'));
  refuseSecondOfHandler(set, name, wanted, context.setExtensions.childrenOf(set.id));
  resolveHandler(context.catalogue, wanted);
  const isChanged = existing === undefined || JSON.stringify(existing.wanted) !== JSON.stringify(wanted);
  const extension: SetExtension = existing ?? {
    ...newResource(context, request, id, setExtensionType),
    machineId: set.id,
    wanted,
    provisioningState: 'Creating',
    installedVersion: undefined,
    status: undefined,
  };
  if (isChanged && existing !== undefined) existing.provisioningState = 'Updating';
  extension.wanted = wanted;
  context.setExtensions.set(extension);
  return extension;
}

function changed(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  extension: SetExtension,
  status: number,
  before: string,
): ArmReply {
  touch(context, extension, request.principal);
  touch(context, set, request.principal);
  if (modelText(context, set) !== before) set.modelVersion += 1;
  const operation = startSetOperation(
    context,
    request,
    set,
    () => setExtensionJson(extension),
    (done) =>
      rollOut(context, request, set, (trouble) => {
        endExtensions(context, set, trouble === undefined ? 'Succeeded' : 'Failed');
        done(trouble);
      }),
  );
  return { status, body: setExtensionJson(extension), operation, resourceId: extension.id };
}

function idOf(set: ScaleSet, name: string): string {
  return `${set.id}/extensions/${name}`;
}
