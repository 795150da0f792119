import { fleetStatus } from '../replies/fleet-status.ts';
import { defineRoute, readsNothing } from '../route.ts';

export const getStatus = defineRoute({
  name: 'getStatus',
  method: 'GET',
  path: 'status',
  access: 'read',
  answers:
    'counts by status (they add up to `machines`), rows that cannot be read (`unreadable`), by service, `topCauses` with hints, `refusedWrites` (the ten largest groups of writes that Azure refused in the last 24 hours, with its code and text, and on how many machines), what is owed (`work`), `armed`, `freezes`, `throttles`, `intake` of events since this process started. Counts, causes and refusals are at most a minute old (`asOf`); the rest is of now',
  ...readsNothing,
  replies: [{ status: 200, body: fleetStatus }],
  problems: [],
});
