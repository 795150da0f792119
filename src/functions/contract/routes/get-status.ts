import { fleetStatus } from '../replies/fleet-status.ts';
import { defineRoute, readsNothing } from '../route.ts';

export const getStatus = defineRoute({
  name: 'getStatus',
  method: 'GET',
  path: 'status',
  access: 'read',
  answers:
    'where the fleet stands: counts by status and service, causes, refused writes, what is owed, what is armed, frozen or throttled, and what came in',
  ...readsNothing,
  replies: [{ status: 200, body: fleetStatus }],
  problems: [],
});
