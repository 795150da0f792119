/**
 * The codes of the Defender default pipeline, in its own spelling: `eus2p` is in lower case, and is not the `EUS2EUAP` of
 * the older OneAgent template. Source: `locationLongNameToShortMap` of the built-in policy
 * ASC_AMA_DefaultPipeline_DINE 5.2.1, github Azure/azure-policy at f4a50bac, 2026-04-29.
 */
const listedCodes: Readonly<Record<string, string>> = {
  ...{ australiacentral: 'CAU', australiaeast: 'EAU', australiasoutheast: 'SEAU', brazilsouth: 'CQ' },
  ...{ canadacentral: 'CCA', canadaeast: 'CCA', centralindia: 'CIN', centralus: 'CUS', eastasia: 'EA' },
  ...{ eastus2euap: 'eus2p', eastus: 'EUS', eastus2: 'EUS2', francecentral: 'PAR', germanywestcentral: 'DEWC' },
  ...{ japaneast: 'EJP', japanwest: 'EJP', jioindiawest: 'CIN', koreacentral: 'SE', koreasouth: 'SE' },
  ...{ northcentralus: 'NCUS', northeurope: 'NEU', norwayeast: 'NOE', southafricanorth: 'JNB' },
  ...{ southcentralus: 'SCUS', southeastasia: 'SEA', southindia: 'CIN', swedencentral: 'SEC' },
  ...{ switzerlandnorth: 'CHN', switzerlandwest: 'CHW', uaenorth: 'DXB', uksouth: 'SUK', ukwest: 'WUK' },
  ...{ westcentralus: 'WCUS', westeurope: 'WEU', westindia: 'CIN', westus: 'WUS', westus2: 'WUS2' },
};

const longestCode = 8;

/**
 * The code in the names `DefaultResourceGroup-<code>` and `defaultWorkspace-<subscription>-<code>`; the region in lower case
 * without spaces, e.g. `westeurope`. Regions share codes (CCA, CIN, EJP and SE), and so share a workspace.
 *
 * A region that is not listed has the code that ASC_AzureSecurityArcDefaultWorkspaceWindows_DINE gives it (same commit): its
 * name, or the first six and the last two letters of a name of more than eight.
 */
export function shortCodeOf(region: string): string {
  if (Object.hasOwn(listedCodes, region)) return listedCodes[region] ?? region;
  return region.length <= longestCode ? region : `${region.slice(0, longestCode - 2)}${region.slice(-2)}`;
}
