import { describe, expect, test } from 'vitest';
import { isUnregistered } from '../../src/domain/failures/is-unregistered.ts';
import { lookIdSchema } from '../../src/domain/ids.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { armError, identityId, ruleId, subscription, vm } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';

const target = subscriptionRef(subscription);
const topics = 'Microsoft.EventGrid/systemTopics';
const topicId = `${target.resourceId}/resourceGroups/rg/providers/${topics}/t`;
const workspaceId = `${target.resourceId}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/logs`;
const look = { lookId: lookIdSchema.parse('one'), isStep: false };

const said = [
  [404, 'Subscription Not Registered'],
  [401, 'Subscription Not Registered'],
  [404, 'SubscriptionNotRegistered'],
  [409, 'MissingSubscriptionRegistration'],
] as const;

describe.each(said)('a provider that is not registered, and answers a read with %i %s', (status, code) => {
  const { port } = recordedAzure(() => ({ status, body: armError(code) }));

  test('has nothing in the subscription', async () => {
    const nothing = { kind: 'found', value: undefined };
    expect(await port.readResource(target, topicId, topics)).toEqual(nothing);
    expect(await port.listResources(target, topics)).toEqual({ kind: 'found', value: [] });
    expect(await port.readWiring(target, topicId, 'amo')).toEqual({ kind: 'found', value: { state: 'missing' } });
    expect(await port.readAssociations(vm)).toEqual({ kind: 'found', value: [] });
    expect(await port.readNamedWorkspace(target, workspaceId, look)).toMatchObject({ value: { state: 'missing' } });
    expect(await port.readShared({ subscription, region: 'westeurope', ruleIds: [ruleId] })).toEqual({
      kind: 'found',
      value: {
        builtInIdentity: { state: 'missing', resourceId: identityId },
        rules: { [ruleId.toLowerCase()]: { state: 'missing', resourceId: ruleId } },
      },
    });
  });

  test('is told apart from everything else that Defender for Cloud may refuse', async () => {
    const reads = [
      await port.readDefender(target),
      await port.readVulnerabilityAssessment(target),
      await port.readAutoProvisioning(target),
      await port.readConnectors(target),
    ];
    expect(reads.map((read) => read.kind === 'failed' && isUnregistered(read.failure))).toEqual(reads.map(() => true));
  });
});

test('a subscription that may not be read is none whose provider is not registered', async () => {
  const { port } = recordedAzure(() => ({ status: 404, body: armError('SubscriptionNotFound') }));
  const read = await port.readDefender(target);
  expect(read.kind === 'failed' && isUnregistered(read.failure)).toBe(false);
});
