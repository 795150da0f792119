import { z } from 'zod';
import { groupName, resourceName, typeName } from '../arm-names.ts';

// The patterns spell out both cases instead of using the `i` flag, because JSON Schema has no flags.
const guid = '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}';
const subscription = `/[Ss]ubscriptions/${guid}`;
const group = `${subscription}/[Rr]esource[Gg]roups/${groupName}`;
const rule = `${group}/[Pp]roviders/[Mm]icrosoft\\.[Ii]nsights/[Dd]ata[Cc]ollection[Rr]ules/${resourceName}`;
const resource = `${group}/[Pp]roviders/${typeName}(?:/${typeName}/${resourceName})+`;

/** A subscription's GUID alone, lower-cased. */
export const subscriptionIdSchema = z
  .string()
  .regex(new RegExp(`^${guid}$`), 'write the GUID of a subscription alone, e.g. 11111111-2222-3333-4444-555555555555')
  .overwrite((text) => text.toLowerCase());

export const resourceGroupIdSchema = z
  .string()
  .regex(
    new RegExp(`^${group}$`, 'u'),
    'write the id of a resource group: /subscriptions/<guid>/resourceGroups/<name>, nothing behind it',
  );

/** A subscription, a resource group or one resource, as ARM id. */
export const scopeIdSchema = z
  .string()
  .regex(
    new RegExp(`^(?:${subscription}|${group}|${resource})$`, 'u'),
    'write the ARM id of a subscription, a resource group or a resource, e.g. /subscriptions/<guid>/resourceGroups/<name>',
  );

export const ruleIdSchema = z
  .string()
  .regex(
    new RegExp(`^${rule}$`, 'u'),
    'write the id of a data collection rule: /subscriptions/<guid>/resourceGroups/<name>/providers/Microsoft.Insights/dataCollectionRules/<name>',
  );
