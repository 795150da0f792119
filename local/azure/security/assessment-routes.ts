import { resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import type { Family } from '../core/types.ts';
import { assessmentJson, assessmentType as type } from './assessment.ts';
import type { Defender } from './defender.ts';

const path = `{*scope}/providers/${type}`;

/** Recommendations of Defender; they come from seeds and `/_sim/assessments`. */
export const assessmentFamily =
  (defender: Defender): Family =>
  () => [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Assessments - List',
      executes: ['$skiptoken', '$top'],
      handle: (request) => {
        const scope = request.param('scope').toLowerCase();
        const inScope = defender.assessments.all().filter(({ id }) => id.toLowerCase().startsWith(`${scope}/`));
        return pageOf(request, inScope, (assessment) => assessmentJson(assessment, 'arm'));
      },
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Assessments - Get',
      handle: (request) => {
        const found = defender.assessments.get(`${request.param('scope')}/providers/${type}/${request.param('name')}`);
        if (found === undefined) throw resourceNotFound(request.path);
        return { status: 200, body: assessmentJson(found, 'arm') };
      },
    },
  ];
