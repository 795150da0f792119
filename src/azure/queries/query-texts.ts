// Made from the .kql files beside it by scripts/generate-graph-queries.ts: change those, then run it.

/** The queries to Resource Graph by the name of their file. */
export const graphQueryTexts = {
  associations: `insightsresources
| where type =~ 'microsoft.insights/datacollectionruleassociations'
| extend machineId = tostring(split(tolower(id), '/providers/microsoft.insights/datacollectionruleassociations/')[0])
| extend values = parse_json(properties)
| project machineId, name, ruleId = tolower(tostring(values.dataCollectionRuleId)),
    endpointId = tolower(tostring(values.dataCollectionEndpointId))
| order by machineId asc, name asc
`,
  machines: `resources
| where type in~ ('microsoft.compute/virtualmachines', 'microsoft.hybridcompute/machines')
| extend machineId = tolower(id), machineType = tolower(type)
| extend osType = tolower(coalesce(
    tostring(properties.storageProfile.osDisk.osType), tostring(properties.osType), tostring(properties.osName)))
| extend power = tostring(properties.extended.instanceView.powerState.code), arcStatus = tostring(properties.status)
| extend image = properties.storageProfile.imageReference, cloud = tostring(properties.cloudMetadata.provider)
| extend allowed = properties.agentConfiguration.extensionsAllowList,
    blocked = properties.agentConfiguration.extensionsBlockList
| join kind=leftouter (
    resources
    | where type in~ ('microsoft.compute/virtualmachines/extensions', 'microsoft.hybridcompute/machines/extensions')
    | extend machineId = tolower(substring(id, 0, indexof(tolower(id), '/extensions/')))
    | extend extension = bag_pack(
        'name', name, 'publisher', properties.publisher, 'type', properties.type,
        'provisioningState', properties.provisioningState, 'typeHandlerVersion', properties.typeHandlerVersion,
        'enableAutomaticUpgrade', properties.enableAutomaticUpgrade,
        'authentication', properties.settings.authentication)
    | summarize extensions = make_list(extension) by machineId
  ) on machineId
| project id, machineId, machineType, name, location, resourceGroup, subscriptionId, tags, identity, osType, power,
    arcStatus, image, cloud, allowed, blocked, extensions
| order by machineId asc
`,
  subscriptions: `resourcecontainers
| where type =~ 'microsoft.resources/subscriptions'
| project subscription = tolower(subscriptionId), name, tenant = tolower(tenantId), state = tostring(properties.state),
    quotaId = tostring(properties.subscriptionPolicies.quotaId), tags,
    ancestors = properties.managementGroupAncestorsChain
| order by subscription asc
`,
} as const;
