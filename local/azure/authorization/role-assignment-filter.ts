import { armError } from '../core/request/arm-error.ts';
import type { ListedAssignment } from './role-assignment-store.ts';
import { covers } from './scope.ts';

type Test = (assignment: ListedAssignment) => boolean;

/**
 * The filters of the REST API ("Role Assignments - List For Scope"): `atScope()`, `principalId eq '...'`,
 * `assignedTo('...')`, joined by `and`. Without one, what is assigned at the scope, above it and below it.
 * @throws ArmError 501 for any other
 */
export function roleAssignmentFilter(filter: string | undefined, scope: string): Test {
  const above: Test = (assignment) => covers(assignment.scope, scope);
  const related: Test = (assignment) => above(assignment) || covers(scope, assignment.scope);
  if (filter === undefined || filter.trim() === '') return related;
  const tests = filter.split(/\s+and\s+/i).map((term): Test => {
    if (/^\s*atScope\(\)\s*$/i.test(term)) return above;
    const principalId = /^\s*(?:principalId\s+eq|assignedTo\()\s*'([^']+)'\s*\)?\s*$/i.exec(term)?.[1]?.toLowerCase();
    if (principalId === undefined) {
      throw armError(501, 'SimulatorFilterUnknown', `The Azure simulator does not execute the $filter "${filter}".`);
    }
    return (assignment) => related(assignment) && assignment.principalId.toLowerCase() === principalId;
  });
  return (assignment) => tests.every((test) => test(assignment));
}
