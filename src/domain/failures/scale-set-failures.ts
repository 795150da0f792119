import type { FailureEntry } from './failure-entry.ts';

/** What can be in the way of a Uniform scale set: what is changed in its model is changed on many servers. */
export const scaleSetFailures = {
  PendingModelChange: {
    class: 'hold',
    hint: 'Instances lack the model of this Manual set: upgrade them by hand; or, where only what is ours is new, set scaleSets.upgradeInstances in the profile; then onboard it again.',
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
