import { extensionStateOf, findInPlace } from '../../findings/extension-state.ts';
import { findDisconnected, findExtensionObstacle, findWentOff } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import { judgeStep } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { activityOf } from '../../step/step-id.ts';
import type { WantedStep } from '../../step/wanted-step.ts';
import { writeState } from '../../step/write-state.ts';
import { judgeFailed } from './failed-security-agent.ts';
import {
  findSecurityAgent,
  securityAgentHandlers,
  securityAgentPublisher,
  securityAgentTypeOf,
  whySecurityAgentUnsupported,
} from './security-agent-extension.ts';
import { installStepId, putStep } from './security-agent-step.ts';
import { whatFeedsIt } from './what-feeds-it.ts';

/** The Azure Security agent, deprecated by Microsoft and wanted by few: there, kept up to date, after what it sends through. */
export const securityAgentService: Service = {
  name: 'security-agent',
  concerns: (spec) => spec.azureSecurityAgent === 'install',
  activities: ['installSecurityAgent'],
  reads: ['associations'],
  handlers: securityAgentHandlers,
  find,
};

function find(input: ServiceInput): Finding {
  const unsupported = whySecurityAgentUnsupported(input.facts);
  if (unsupported !== undefined) return { kind: 'not-applicable', reason: unsupported };
  const finding = findState(input);
  const disconnected = findDisconnected(input.facts);
  return disconnected === undefined || finding.kind === 'not-read' ? finding : keepBack(disconnected, finding);
}

function findState(input: ServiceInput): Finding {
  const extension = findSecurityAgent(input.facts, input.spec.os);
  if (extension === undefined) return send(input, { extension, why: 'install the Azure Security agent' });
  switch (extensionStateOf(extension)) {
    case 'succeeded':
      return findInstalled(input, extension);
    case 'failed':
    case 'canceled':
      return findFailed(input, extension);
    default:
      return findWentOff(input.facts) ?? { kind: 'provisioning', what: activityOf(installStepId(input.spec.os)) };
  }
}

/** The built-in policies ask for automatic upgrade as well. */
function findInstalled(input: ServiceInput, extension: ExtensionFacts): Finding {
  const id = installStepId(input.spec.os);
  if (writeState(input, id) === 'working') return { kind: 'provisioning', what: activityOf(id) };
  if (extension.enableAutomaticUpgrade !== true) return send(input, { extension, why: 'turn automatic upgrade on' });
  const found = findInPlace(input.facts, extension);
  if (found.kind !== 'satisfied') return found;
  return { ...found, detail: `${found.detail ?? 'in place'}; deprecated by Microsoft` };
}

function findFailed(input: ServiceInput, extension: ExtensionFacts): Finding {
  const failed = judgeFailed(input, extension);
  if (failed.kind === 'say') return failed.finding;
  const { tryNumber } = failed;
  const forceUpdateTag = `try-${tryNumber}-${input.now}`;
  return send(input, { extension, why: `try the failed extension again (try ${tryNumber})`, forceUpdateTag });
}

type Wish = Omit<Parameters<typeof putStep>[1], 'needs'>;

/** What stands in the way of the write, else the write. */
function send(input: ServiceInput, wish: Wish): Finding {
  const feed = whatFeedsIt(input);
  if (feed.kind === 'never') return feed.finding;
  const step: WantedStep = putStep(input, { ...wish, needs: feed.needs });
  const wanted: Finding = { kind: 'wanted', steps: [step] };
  const handler = `${securityAgentPublisher}/${securityAgentTypeOf(input.spec.os)}`;
  const obstacle = findExtensionObstacle(input.facts, handler);
  if (obstacle !== undefined) return keepBack(obstacle, wanted);
  // A retry was judged by what the handler said.
  return wish.forceUpdateTag === undefined ? (judgeStep(input, step.id) ?? wanted) : wanted;
}
