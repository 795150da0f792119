import { z } from 'zod';
import { isOn } from '../domain/machine/is-on.ts';
import type { SeenMachine } from '../domain/subscription/reach-facts.ts';
import { kindOfArmType } from '../domain/target/machine-kinds.ts';
import { knownOwnerOf } from './known-owners.ts';
import { absentable, absentableText, regionName, tagMap } from './reply-values.ts';
import { parseScaleSetId } from './scale-set-id.ts';

const words = absentableText.transform((text) => text?.toLowerCase() ?? '');

const extension = z
  .object({ publisher: absentableText, type: absentableText, provisioningState: absentableText })
  .transform(({ publisher = '', type = '', provisioningState }) => ({ publisher, type, provisioningState }));

const extensions = absentable(z.array(extension)).transform((list) => list ?? []);

const image = absentable(z.object({ publisher: words, offer: words, sku: words })).transform(
  (found) => found ?? { publisher: '', offer: '', sku: '' },
);

/** A row of query `reach`: a machine with what shows whether Defender is welcome on it. */
export const reachRow = z
  .object({
    id: z.string().min(1),
    machineId: z.string().min(1),
    machineType: z.string(),
    name: z.string().min(1),
    location: regionName,
    resourceGroup: z.string().toLowerCase(),
    tags: tagMap,
    managedBy: absentableText,
    osType: absentableText,
    power: absentableText,
    arcStatus: absentableText,
    image,
    osSku: absentableText,
    resourceKind: absentableText,
    cloud: absentableText,
    extensions,
    healthyEdr: absentable(z.array(z.string())),
  })
  .transform(
    (
      { machineType, location, osType, power, arcStatus, osSku, resourceKind, cloud, managedBy, healthyEdr, ...row },
      context,
    ) => {
      const kind = kindOfArmType(machineType);
      if (kind === undefined) {
        context.addIssue('is no type of machine');
        return z.NEVER;
      }
      // A Flexible scale set is no owner of its instances by itself.
      const owner = parseScaleSetId(managedBy ?? '') === undefined ? managedBy : undefined;
      const machine: SeenMachine = {
        ...row,
        kind,
        region: location,
        os: osType || undefined,
        isOff: !isOn(kind, power, arcStatus),
        osSku: osSku || undefined,
        resourceKind: resourceKind || undefined,
        cloud: cloud || undefined,
        managedBy: owner || knownOwnerOf({ tags: row.tags, region: location, resourceGroup: row.resourceGroup }),
        healthyEdr: healthyEdr ?? [],
      };
      return machine;
    },
  );
