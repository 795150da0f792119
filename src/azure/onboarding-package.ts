import { z } from 'zod';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { defenderCall } from './defender-call.ts';
import { readPages } from './read-pages.ts';
import { absentable, absentableText } from './reply-values.ts';

const onboardings = 'mdeOnboardings';
const onboardingSchema = z.object({
  properties: absentable(
    z.object({ onboardingPackageWindows: absentableText, onboardingPackageLinux: absentableText }),
  ),
});

/**
 * The package by which machines of a system are onboarded to the Defender for Endpoint of the tenant: a secret, for the
 * body of one write and for nothing else. From the list, because its only documented name is `default` and the built-in
 * policies ask for two others (Defender for Cloud REST API "Mde Onboardings", 2021-10-01-preview). A failure is that of the
 * write: `OnboardingPackageMissing` where Azure gives none.
 */
export async function readOnboardingPackage(
  caller: ArmCaller,
  { subscription }: MachineRef,
  os: 'windows' | 'linux',
): Promise<PartOutcome<string>> {
  const target = subscriptionRef(subscription);
  const call = defenderCall(target, onboardings, onboardings, apiVersions.mdeOnboardings);
  const listed = await readPages(caller, call, onboardingSchema);
  if (listed.kind === 'failed') return { kind: 'failed', failure: asFailureOfWrite(listed.failure) };
  const found = listed.value
    .map(({ properties }) => properties?.[os === 'windows' ? 'onboardingPackageWindows' : 'onboardingPackageLinux'])
    .find((one) => one !== undefined && one !== '');
  return found === undefined ? { kind: 'failed', failure: missing(os) } : { kind: 'found', value: found };
}

type Failure = Extract<PartOutcome<string>, { kind: 'failed' }>['failure'];

/** It is no right to write extensions that is missing: other extensions go on. */
function asFailureOfWrite(failure: Failure): Failure {
  if (failure.source === 'network') return failure;
  const message = `the onboarding package could not be read: ${failure.message}`;
  return failure.code === 'AuthorizationFailed'
    ? { ...failure, code: 'LinkedAuthorizationFailed', message }
    : { ...failure, message };
}

function missing(os: 'windows' | 'linux'): Failure {
  const system = os === 'windows' ? 'Windows' : 'Linux';
  const message = `Defender for Cloud gives no onboarding package for ${system} in this subscription`;
  return { source: 'operation', code: 'OnboardingPackageMissing', message };
}
