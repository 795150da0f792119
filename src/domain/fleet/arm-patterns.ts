import { z } from 'zod';
import { groupName, resourceName, typeName } from '../arm-names.ts';

// The patterns spell out both cases instead of using the `i` flag, because JSON Schema has no flags.
const guid = '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}';
const subscription = `/[Ss]ubscriptions/${guid}`;
const group = `${subscription}/[Rr]esource[Gg]roups/${groupName}`;
const rule = `${group}/[Pp]roviders/[Mm]icrosoft\\.[Ii]nsights/[Dd]ata[Cc]ollection[Rr]ules/${resourceName}`;
const workspace = `${group}/[Pp]roviders/[Mm]icrosoft\\.[Oo]perational[Ii]nsights/[Ww]orkspaces/${resourceName}`;
const managementGroup = '/[Pp]roviders/[Mm]icrosoft\\.[Mm]anagement/[Mm]anagement[Gg]roups/[A-Za-z0-9_().-]{1,90}';
const resource = `${group}/[Pp]roviders/${typeName}(?:/${typeName}/${resourceName})+`;

/** A subscription's GUID alone, lower-cased. */
export const subscriptionIdSchema = z
  .string()
  .regex(new RegExp(`^${guid}$`), 'write the GUID of a subscription alone, e.g. 11111111-2222-3333-4444-555555555555')
  .overwrite((text) => text.toLowerCase());

/** A tenant's GUID, lower-cased. */
export const tenantIdSchema = z
  .string()
  .regex(new RegExp(`^${guid}$`), 'write the GUID of the tenant')
  .overwrite((text) => text.toLowerCase());

export const resourceGroupIdSchema = z
  .string()
  .regex(
    new RegExp(`^${group}$`, 'u'),
    'write the id of a resource group: /subscriptions/<guid>/resourceGroups/<name>, nothing behind it',
  );

/** The name of a resource group alone, or a pattern of such names. */
export const resourceGroupPatternSchema = z
  .string()
  .regex(
    /^[\p{L}\p{Nd}_().*-]{1,90}$/u,
    'write the name of a resource group alone, e.g. "rg-web" or "rg-*"; ids belong into scopes',
  );

/** The ARM id of a management group (its name: Azure docs, "Naming rules": Microsoft.Management, at most 90 characters). */
export const managementGroupIdSchema = z
  .string()
  .regex(
    new RegExp(`^${managementGroup}$`),
    'write the id of a management group: /providers/Microsoft.Management/managementGroups/<name>',
  );

/** A management group, a subscription, a resource group or one resource, as ARM id. */
export const scopeIdSchema = z
  .string()
  .regex(
    new RegExp(`^(?:${managementGroup}|${subscription}|${group}|${resource})$`, 'u'),
    'write the ARM id of a management group, a subscription, a resource group or a resource, e.g. /subscriptions/<guid>/resourceGroups/<name>',
  );

export const workspaceIdSchema = z
  .string()
  .regex(
    new RegExp(`^${workspace}$`, 'u'),
    'write the id of a Log Analytics workspace: /subscriptions/<guid>/resourceGroups/<name>/providers/Microsoft.OperationalInsights/workspaces/<name>',
  );

export const ruleIdSchema = z
  .string()
  .regex(
    new RegExp(`^${rule}$`, 'u'),
    'write the id of a data collection rule: /subscriptions/<guid>/resourceGroups/<name>/providers/Microsoft.Insights/dataCollectionRules/<name>',
  );
