import { z } from 'zod';

const count = z.number().int().nonnegative();

/** How many machines a subscription has. */
export const machinesOfSubscription = z
  .strictObject({
    vm: count,
    arc: count,
    scaleSet: count.describe('sets that have a row; instances of a Flexible set are VMs'),
    windows: count,
    linux: count,
  })
  .describe(
    'machines that have a row, counted at most a minute ago, without those that are gone and without Arc twins of VMs; one whose system no look has read yet is neither in `windows` nor in `linux`',
  );
