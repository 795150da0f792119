import type { StoredResource } from '../core/store/resource-collection.ts';
import { newResource } from '../core/store/stored-resource.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import type { Defender } from './defender.ts';

export const assessmentType = 'Microsoft.Security/assessments';

/** A recommendation of Defender as it stands for one resource. */
export interface Assessment extends StoredResource {
  readonly resourceId: string;
  readonly displayName: string;
  readonly status: {
    readonly code: string;
    readonly cause: string | undefined;
    readonly description: string | undefined;
  };
  readonly severity: string;
  /** Text by name. */
  readonly additionalData: JsonObject;
  /** Beside `source` and `id`, for resources of other clouds. */
  readonly resourceDetails: JsonObject;
}

/** What seeds and tests say of an assessment. */
export interface AssessmentRow {
  /** ARM id of the resource. */
  readonly resourceId: string;
  /** The recommendation's GUID. */
  readonly key: string;
  readonly displayName: string;
  readonly code: 'Healthy' | 'Unhealthy' | 'NotApplicable';
  readonly cause?: string | undefined;
  readonly description?: string | undefined;
  readonly severity: 'Low' | 'Medium' | 'High';
  readonly additionalData?: JsonObject | undefined;
  readonly resourceDetails?: JsonObject | undefined;
}

/** Puts a row in the place of the one with its resource and key. */
export function setAssessment(context: SimContext, defender: Defender, row: AssessmentRow): void {
  const id = `${row.resourceId}/providers/${assessmentType}/${row.key}`;
  defender.assessments.set({
    ...newResource(context, { principal: context.principals.defender }, id, assessmentType),
    resourceId: row.resourceId,
    displayName: row.displayName,
    status: { code: row.code, cause: row.cause, description: row.description },
    severity: row.severity,
    additionalData: row.additionalData ?? {},
    resourceDetails: row.resourceDetails ?? {},
  });
}

/** As a GET answers it (REST API 2025-05-04). Resource Graph spells `Source`, `Id` and `azurePortal` (Defender's own workbooks; azure-docs, samples of table securityresources). */
export function assessmentJson(assessment: Assessment, spelling: 'arm' | 'graph'): JsonObject {
  const { id, name, displayName, status, severity, additionalData, resourceId, resourceDetails } = assessment;
  const since = new Date(assessment.modifiedAtMs).toISOString();
  const isArm = spelling === 'arm';
  return {
    id,
    name,
    type: assessmentType,
    properties: {
      displayName,
      resourceDetails: {
        [isArm ? 'source' : 'Source']: 'Azure',
        [isArm ? 'id' : 'Id']: resourceId,
        ...resourceDetails,
      },
      status: { ...status, firstEvaluationDate: since, statusChangeDate: since },
      additionalData,
      metadata: { displayName, assessmentType: 'BuiltIn', severity },
      links: { [isArm ? 'azurePortalUri' : 'azurePortal']: portalUriOf(id) },
    },
  };
}

/** Its page in the portal: the id of the assessment is one part of the address, and no scheme stands before it. */
function portalUriOf(id: string): string {
  return `portal.azure.com/#blade/Microsoft_Azure_Security/RecommendationsBlade/assessmentId/${encodeURIComponent(id)}`;
}
