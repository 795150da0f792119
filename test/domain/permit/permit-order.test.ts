import { expect, test } from 'vitest';
import type { RefusalReason } from '../../../src/domain/permit/guard.ts';
import { claimOf } from '../../../src/domain/write/write-claim.ts';
import { vmMachine } from '../services/facts.ts';
import {
  controlOf,
  fleetWith,
  machine,
  nowMs,
  permitStep,
  requestOf,
  step,
  stopsOf,
  writtenHoursAgo,
} from './permit-request.ts';

/** As an operator wants to hear them. */
const order: readonly RefusalReason[] = [
  'UnpublishedAction',
  'OutOfScope',
  'PlaceExcluded',
  'Excluded',
  'ManagedBy',
  'NotAdopted',
  'ObserveMode',
  'NotArmed',
  'Frozen',
  'Settling',
  'ScopeStopped',
  'OtherRelease',
  'Contended',
];

const at = new Date(nowMs).toISOString();
const createdMs = Date.parse(vmMachine().createdAt ?? '');
const elsewhere = '11111111-2222-3333-4444-555555555555';

const unread = { stored: {}, read: {}, findings: {}, unreadSteps: { ids: [step.id], services: [] } };

/** Refused for everything from one reason of the list on, and for nothing before it. */
function refusedFrom(reason: RefusalReason): ReturnType<typeof requestOf> {
  const first = order.indexOf(reason);
  const has = (other: RefusalReason): boolean => order.indexOf(other) >= first;
  const profiles = [
    {
      name: 'all',
      mode: has('ObserveMode') ? ('observe' as const) : ('enforce' as const),
      dataCollection: { rules: [{ id: ruleOfScope }] },
    },
  ];
  const facts = vmMachine({
    ...(has('ManagedBy') ? { managedBy: 'a service' } : {}),
    ...(has('UnpublishedAction') ? { machine: { ...machine, resourceId: `${machine.resourceId}-2` } } : {}),
  });
  const subscriptions = [has('OutOfScope') ? elsewhere : machine.subscription];
  const usual = requestOf();
  const place = { id: claimOf(step.write).resourceId, by: 'test', why: 'test' };
  const exclude = { scopes: has('PlaceExcluded') && !has('OutOfScope') ? [place] : [] };
  return requestOf({
    facts,
    fleet: fleetWith({ scope: { subscriptions, exclude }, profiles }),
    record: {
      ...usual.record,
      exclusion: has('Excluded') ? { by: 'test', why: 'test', until: undefined } : null,
      eligibility: { state: has('NotAdopted') ? 'awaiting' : 'new', at, by: 'test' },
      ...(has('OtherRelease') ? { foreign: unread } : {}),
      steps: has('Contended') ? { [step.id]: writtenHoursAgo([-0.1, -0.2, -0.3]) } : {},
    },
    arms: has('NotArmed') ? [] : [controlOf('*')],
    freezes: has('Frozen') ? [controlOf('*')] : [],
    ...(has('ScopeStopped') ? { stops: stopsOf(`/subscriptions/${machine.subscription}`) } : {}),
    nowMs: has('Settling') ? createdMs + 60_000 : nowMs,
  });
}

const ruleOfScope = `/subscriptions/${elsewhere}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/dcr-linux`;

test.each(order)('%s is heard before every reason behind it in the list', (reason) => {
  expect(permitStep(refusedFrom(reason))).toEqual({ kind: 'refused', reason });
});
