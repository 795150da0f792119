import { type Problem, problem } from './problem.ts';

/** What is asked of a subscription, or of a machine in one, of which nobody knows yet whether the file covers it. */
export function notPlaced(): Problem<'NotPlacedYet'> {
  const detail =
    'No sweep has shown yet in which management groups the subscription lies, so nobody knows whether fleet.json covers it: ask again after the next one. GET /api/status tells when the last one ended, and why it was not complete; GET /api/subscriptions/{key} tells since when none has shown the subscription.';
  return problem('NotPlacedYet', detail);
}
