import { composeFinding } from '../findings/compose-finding.ts';
import type { Obstacle } from '../findings/finding.ts';
import { keepBack } from '../findings/keep-back.ts';
import { judgeIncomplete, judgeReach } from '../reach/judge-reach.ts';
import { wantedReach } from '../reach/wanted-reach.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import { connectorsAsKnown } from '../subscription/connectors-as-known.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import type { ReachFacts } from '../subscription/reach-facts.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { wouldInstallEndpoint } from './would-install-endpoint.ts';

/**
 * The service, whose writes that let Defender begin to install itself are sent only where everybody whom it would reach
 * is wanted, or a person has let exactly these through. Its other writes go on.
 */
export function withReach(service: SubscriptionService): SubscriptionService {
  return { ...service, find: (input) => keepBackReaching(input, service.find(input)) };
}

function keepBackReaching(input: SubscriptionInput, finding: SubscriptionFinding): SubscriptionFinding {
  const { defender, reach } = input.facts.parts;
  if (finding.kind !== 'wanted' || defender === undefined) return finding;
  const reaching = finding.steps.filter(({ write }) => wouldInstallEndpoint(defender, input.spec, write, input.cloud));
  if (reaching.length === 0) return finding;
  if (reach === undefined) return { kind: 'not-read', needs: 'reach' };
  const obstacle = findObstacle(input, defender, reach, reaching);
  if (obstacle === undefined) return finding;
  const kept = keepBack(obstacle, { kind: 'wanted', steps: reaching });
  const others = finding.steps.filter((step) => !reaching.includes(step));
  return composeFinding(others, [kept, ...(finding.also ?? [])]);
}

function findObstacle(
  { facts, fleet, freezes, spec, now, record }: SubscriptionInput,
  defender: DefenderFacts,
  reach: ReachFacts,
  reaching: readonly WantedStep[],
): Obstacle | undefined {
  if (reach.kind === 'incomplete') return judgeIncomplete(reach);
  const context = { fleet, spec, connectors: connectorsAsKnown(facts.parts, record), freezes, nowMs: now };
  return judgeReach(wantedReach(reach.machines, defender, reaching, context), record.approvedReach);
}
