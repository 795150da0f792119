import { expect, it } from 'vitest';
import type { Capability } from '../../../src/domain/cloud/capability.ts';
import { cloudNames } from '../../../src/domain/cloud/cloud-name.ts';
import { isAvailable, whyUnavailable } from '../../../src/domain/cloud/is-available.ts';

function cloudsWith(capability: Capability) {
  return cloudNames.filter((cloud) => isAvailable(cloud, capability));
}

it("P11: Defender's default workspace exists in commercial Azure only", () => {
  expect(cloudsWith('defaultWorkspacePipeline')).toEqual(['AzureCloud']);
});

it('P11: the reason names the cloud and what it lacks, and there is none for what exists', () => {
  expect(whyUnavailable('AzureUSGovernment', 'defaultWorkspacePipeline')).toBe(
    "Cloud: Azure Government lacks Defender for Cloud's default workspace with its rules",
  );
  expect(whyUnavailable('AzureCloud', 'defaultWorkspacePipeline')).toBeUndefined();
});

it('E4: endpoint protection exists in commercial Azure and in Government, not in 21Vianet', () => {
  expect(cloudsWith('endpointProtection')).toEqual(['AzureCloud', 'AzureUSGovernment']);
  expect(whyUnavailable('AzureChinaCloud', 'endpointProtection')).toBe(
    'Cloud: Azure operated by 21Vianet lacks Microsoft Defender for Endpoint',
  );
});
