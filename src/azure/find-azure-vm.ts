import { tidyArmId } from '../domain/arm-id.ts';
import type { ArcFacts } from '../domain/machine/machine-facts.ts';
import { reportedText } from './reply-values.ts';

/** A VM, or an instance of a Uniform scale set. */
const computeId =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.compute\/(virtualmachinescalesets\/[^/]+\/)?virtualmachines\/[^/]+$/i;

/**
 * What an Arc agent found out about the cloud it runs in. In an Azure VM it reports the cloud in `cloudMetadata` and in
 * the detected property `cloudprovider`, and the VM's id as `Azure-resourceId` (recordings of azure-powershell and of
 * the Ansible collection azure.azcollection).
 */
export function findAzureVm(
  provider: string | undefined,
  detected: Readonly<Record<string, unknown>>,
): Pick<ArcFacts, 'cloud' | 'azureVmId'> {
  const texts = Object.entries(detected).map(([name, value]) => {
    const text = reportedText.safeParse(value);
    return { name: name.toLowerCase().replaceAll(/[^a-z]/g, ''), text: text.success ? text.data : undefined };
  });
  const told = texts.find(({ name }) => name === 'cloudprovider')?.text;
  const id = texts
    .filter(({ name }) => name.endsWith('resourceid'))
    .map(({ text }) => tidyArmId(text ?? ''))
    .find((one) => computeId.test(one));
  return {
    cloud: [provider, told].find((cloud) => cloud?.toLowerCase() === 'azure') ?? provider ?? told,
    azureVmId: id,
  };
}
