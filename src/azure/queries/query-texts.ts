// Made from the .kql files beside it by scripts/generate-graph-queries.ts: change those, then run it.

/** The queries to Resource Graph by the name of their file. */
export const graphQueryTexts = {
  agents: `resources
| where type in~ ('microsoft.compute/virtualmachines/extensions', 'microsoft.hybridcompute/machines/extensions')
| project key = tolower(id), machineId = substring(id, 0, indexof(tolower(id), '/extensions/')),
    subscription = tolower(subscriptionId), publisher = tostring(properties.publisher),
    handler = tostring(properties.type), state = tostring(properties.provisioningState),
    settings = properties.settings
| union (
    resources
    | where type =~ 'microsoft.compute/virtualmachinescalesets'
    | where tostring(properties.orchestrationMode) !~ 'Flexible'
    | mv-expand extension = properties.virtualMachineProfile.extensionProfile.extensions limit 400
    | project key = strcat(tolower(id), '/extensions/', tolower(tostring(extension.name))), machineId = id,
        subscription = tolower(subscriptionId), publisher = tostring(extension.properties.publisher),
        handler = tostring(extension.properties.type), state = '', settings = extension.properties.settings
  )
| extend agent = case(
    publisher =~ 'Microsoft.EnterpriseCloud.Monitoring'
        and handler in~ ('MicrosoftMonitoringAgent', 'OmsAgentForLinux'), 'old',
    publisher =~ 'Microsoft.Azure.Monitor'
        and handler in~ ('AzureMonitorWindowsAgent', 'AzureMonitorLinuxAgent'), 'new', '')
| where isnotempty(agent) and state !in~ ('Deleting', 'Deleted')
| project key, machineId, subscription, agent, settings
| order by key asc
`,
  associations: `insightsresources
| where type =~ 'microsoft.insights/datacollectionruleassociations'
| extend machineId = tostring(split(tolower(id), '/providers/microsoft.insights/datacollectionruleassociations/')[0])
| extend values = parse_json(properties)
| project machineId, name, ruleId = tolower(tostring(values.dataCollectionRuleId)),
    endpointId = tolower(tostring(values.dataCollectionEndpointId))
| order by machineId asc, name asc
`,
  edr: `securityresources
| where type =~ 'microsoft.security/assessments'
| where name in~ (
    '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c', 'dc5357d0-3858-4d17-a1a3-072840bff5be',
    '506d18a1-d571-4341-aad5-a7d363c5bbd4', 'aafa7d27-01ae-40c6-a56c-1d0ef04b1d71',
    'd44de051-1862-48f8-8476-192aee854699')
    or tostring(properties.displayName) startswith 'EDR '
| extend source = tolower(tostring(properties.resourceDetails.Source))
| extend machineId = tolower(trim(' ', tostring(case(
    source == 'azure' or isnotempty(tostring(properties.resourceDetails.ConnectorId)),
    tostring(properties.resourceDetails.Id),
    source in ('aws', 'gcp'), tostring(properties.resourceDetails.AzureResourceId),
    tostring(split(tolower(id), '/providers/microsoft.security/assessments/')[0])))))
| where isnotempty(machineId)
| extend assessment = bag_pack(
    'key', name, 'title', properties.displayName, 'code', properties.status.code, 'cause', properties.status.cause,
    'since', properties.status.statusChangeDate,
    'link', coalesce(tostring(properties.links.azurePortal), tostring(properties.links.azurePortalUri)))
| summarize assessments = make_list(assessment) by machineId
| project machineId, assessments
| order by machineId asc
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
  reach: `resources
| where type in~ ('microsoft.compute/virtualmachines', 'microsoft.hybridcompute/machines')
| extend machineId = tolower(id), machineType = tolower(type)
| extend osType = tolower(coalesce(
    tostring(properties.storageProfile.osDisk.osType), tostring(properties.osType), tostring(properties.osName)))
| extend power = tostring(properties.extended.instanceView.powerState.code), arcStatus = tostring(properties.status)
| extend image = properties.storageProfile.imageReference, osSku = tostring(properties.osSku)
| extend resourceKind = kind, cloud = tostring(properties.cloudMetadata.provider)
| join kind=leftouter (
    resources
    | where type in~ ('microsoft.compute/virtualmachines/extensions', 'microsoft.hybridcompute/machines/extensions')
    | extend machineId = tolower(substring(id, 0, indexof(tolower(id), '/extensions/')))
    | extend extension = bag_pack(
        'publisher', properties.publisher, 'type', properties.type, 'provisioningState', properties.provisioningState)
    | summarize extensions = make_list(extension) by machineId
  ) on machineId
| join kind=leftouter (
    securityresources
    | where type =~ 'microsoft.security/assessments' and tostring(properties.status.code) =~ 'Healthy'
    | where name in~ (
        '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c', 'dc5357d0-3858-4d17-a1a3-072840bff5be',
        '506d18a1-d571-4341-aad5-a7d363c5bbd4', 'aafa7d27-01ae-40c6-a56c-1d0ef04b1d71',
        'd44de051-1862-48f8-8476-192aee854699')
        or tostring(properties.displayName) startswith 'EDR '
    | extend source = tolower(tostring(properties.resourceDetails.Source))
    | extend machineId = tolower(trim(' ', tostring(case(
        source == 'azure' or isnotempty(tostring(properties.resourceDetails.ConnectorId)),
        tostring(properties.resourceDetails.Id),
        source in ('aws', 'gcp'), tostring(properties.resourceDetails.AzureResourceId),
        tostring(split(tolower(id), '/providers/microsoft.security/assessments/')[0])))))
    | extend displayName = tostring(properties.displayName)
    | summarize healthyEdr = make_list(displayName) by machineId
  ) on machineId
| project id, machineId, machineType, name, location, resourceGroup, tags, managedBy, osType, power, arcStatus, image,
    osSku, resourceKind, cloud, extensions, healthyEdr
| order by machineId asc
`,
  resources: `resourcecontainers
| where type in~ ('microsoft.resources/subscriptions', 'microsoft.resources/subscriptions/resourcegroups')
| project key = tolower(id), id, name, type = tolower(type), location, subscription = tolower(subscriptionId),
    state = tostring(properties.provisioningState), principalId = '', destinations = dynamic(null), source = '', topicType = '', os = ''
| union (
    resources
    | where type in~ ('microsoft.managedidentity/userassignedidentities',
        'microsoft.operationalinsights/workspaces', 'microsoft.operationsmanagement/solutions',
        'microsoft.insights/datacollectionrules', 'microsoft.eventgrid/systemtopics')
    | where type =~ 'microsoft.eventgrid/systemtopics' or name startswith 'Built-In-Identity-'
        or name startswith 'defaultWorkspace-' or name startswith 'Security' or name startswith 'amo-'
        or name startswith 'Microsoft-SecurityEvents-' or name startswith 'Microsoft-Security-'
    | project key = tolower(id), id, name, type = tolower(type), location, subscription = tolower(subscriptionId),
        state = tostring(properties.provisioningState), principalId = tostring(properties.principalId),
        destinations = properties.destinations.logAnalytics, source = tostring(properties.source),
        topicType = tostring(properties.topicType), os = ''
  ), (
    resources
    | where type in~ ('microsoft.compute/virtualmachines', 'microsoft.hybridcompute/machines')
        or (type =~ 'microsoft.compute/virtualmachinescalesets'
            and tostring(properties.orchestrationMode) !~ 'Flexible')
    | extend os = tolower(coalesce(
        tostring(properties.storageProfile.osDisk.osType), tostring(properties.osType), tostring(properties.osName),
        tostring(properties.virtualMachineProfile.storageProfile.osDisk.osType)))
    | summarize machines = count() by subscription = tolower(subscriptionId), type = tolower(type), location, os
    | project key = strcat(subscription, ' ', type, ' ', location, ' ', os), id = '', name = '', type, location,
        subscription, state = '', principalId = '', destinations = dynamic(null), source = '', topicType = '', os
  )
| order by key asc
`,
  subscriptions: `resourcecontainers
| where type =~ 'microsoft.resources/subscriptions'
| project subscription = tolower(subscriptionId), name, tenant = tolower(tenantId), state = tostring(properties.state),
    quotaId = tostring(properties.subscriptionPolicies.quotaId), tags,
    ancestors = properties.managementGroupAncestorsChain
| order by subscription asc
`,
  workspaces: `resources
| where type in~ ('microsoft.operationalinsights/workspaces', 'microsoft.operationsmanagement/solutions',
    'microsoft.insights/datacollectionrules')
| project key = tolower(id), id, name, type = tolower(type), location, subscription = tolower(subscriptionId),
    customerId = tolower(tostring(properties.customerId)),
    workspaceId = tolower(tostring(properties.workspaceResourceId)),
    destinations = properties.destinations.logAnalytics
| order by key asc
`,
} as const;
