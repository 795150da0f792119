import type { FailureEntry } from './failure-entry.ts';

/** What can be in the way of a Uniform scale set: what is changed in its model is changed on many servers. */
export const scaleSetFailures = {
  ScaleSetUpgradeNeeded: {
    class: 'hold',
    hint: 'The model is right and instances of this Manual set lack it: upgrade them (az vmss update-instances), or set scaleSets.upgradeInstances in the profile, then onboard it again.',
  },
  PendingModelChange: {
    class: 'hold',
    hint: 'The model has changes of others that instances lack, and an upgrade would bring them too: upgrade the instances by hand, or take the changes back, then onboard it again.',
  },
  ScaleSetUpgradeFailed: {
    class: 'hold',
    hint: 'A batch of instances failed, and no more are upgraded: mend what the detail names, then onboard it again, which goes on with those that are left.',
  },
  SurgeReplacesInstances: {
    class: 'hold',
    acceptable: true,
    hint: 'A change of the model puts new instances for all old ones (maxSurge): end that or set scaleSets.acceptSurge, then onboard it again; or accept it for this one.',
  },
  InstancesNotCurrent: {
    class: 'fail',
    hint: 'Azure has not brought the model to every instance in a day: look at the rolling upgrade and at unhealthy instances; nothing more is written meanwhile.',
  },
} as const satisfies Readonly<Record<string, FailureEntry>>;
