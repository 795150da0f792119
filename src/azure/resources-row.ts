import { z } from 'zod';
import { kindOfArmType } from '../domain/target/machine-kinds.ts';
import type { ResourcesRow } from '../ports/inventory.ts';
import { absentable, absentableText } from './reply-values.ts';

/** A column of text is never null in Resource Graph: empty means absent. */
const text = absentableText.transform((value) => value || undefined);

/** A row of `resources.kql`: which columns mean anything is told by its type. */
export const resourcesRow = z
  .object({
    key: z.string().min(1),
    id: z.string(),
    name: z.string(),
    type: z.string().toLowerCase(),
    location: text,
    subscription: z.string().toLowerCase(),
    state: text,
    principalId: text,
    destinations: absentable(z.array(z.object({ workspaceResourceId: absentableText }))),
    source: text,
    topicType: text,
    os: text,
  })
  .transform(({ key, subscription, type, os, state, location, destinations, ...rest }): ResourcesRow => {
    if (type === 'microsoft.resources/subscriptions') return { key, subscription, what: 'subscription' };
    const region = location?.toLowerCase().replaceAll(' ', '') ?? '';
    const kind = kindOfArmType(type);
    if (kind !== undefined) return { key, subscription, what: 'machines', use: { region, kind, os } };
    const workspaceIds = (destinations ?? []).flatMap(({ workspaceResourceId }) => workspaceResourceId ?? []);
    const resource = { ...rest, type, location: region, provisioningState: state, workspaceIds };
    return { key, subscription, what: 'resource', resource };
  });
