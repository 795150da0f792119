import { findDisconnected, findExtensionObstacle } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import type { ServiceInput } from '../../findings/service.ts';
import type { EndpointCoverage } from '../../machine/endpoint-coverage.ts';
import { endpointSystemOf } from '../../machine/endpoint-system.ts';
import { isFactsOn } from '../../machine/is-facts-on.ts';
import { beginWaitWhileOn } from '../../machine/wait-while-on.ts';
import { endpointDeadlineSeconds, secondsToNextLook } from './deadline.ts';
import { endpointHandlerOf } from './endpoint-handlers.ts';
import { findOther } from './find-other.ts';

/** Defender for Cloud shall install it, and has not yet. */
export function findAwaited(input: ServiceInput): Finding {
  const { facts, shared, spec } = input;
  const { endpointCoverage: coverage } = shared;
  const other = findOther(input, 'wait');
  if (other !== undefined) return other;
  switch (coverage.kind) {
    case 'off':
      return { kind: 'blocked', code: 'EndpointNotEnabled', detail: coverage.detail };
    case 'coming':
    case 'unread':
      return { kind: 'waiting', reason: 'SubscriptionNotReady', detail: coverage.detail };
    default: {
      const obstacle = findDisconnected(facts) ?? findExtensionObstacle(facts, endpointHandlerOf(spec.os));
      return obstacle === undefined ? findInTime(input, coverage) : { ...obstacle, whileOn: true };
    }
  }
}

function findInTime(input: ServiceInput, coverage: Extract<EndpointCoverage, { kind: 'on' | 'unknown' }>): Finding {
  const { facts, now } = input;
  const wait = input.waitWhileOn ?? beginWaitWhileOn(isFactsOn(facts), now);
  const deadline = endpointDeadlineSeconds(facts.createdAt, coverage.kind === 'on' ? coverage.since : undefined);
  const hours = deadline / 3_600;
  const time = hours === 1 ? 'an hour' : `${hours} hours`;
  const besides = coverage.kind === 'unknown' ? `; ${coverage.detail}` : '';
  if (wait.seconds >= deadline) {
    const detail = `not there after ${time} in which the machine was on${besides}; check ${whatToCheck(input, coverage)}`;
    return { kind: 'blocked', code: 'MdeNotDeployed', detail, whileOn: true };
  }
  const detail = `Defender for Cloud installs it within ${time} in which the machine is on${besides}`;
  const seconds = secondsToNextLook(wait, deadline, now);
  return { kind: 'waiting', reason: 'AwaitingDefender', detail, seconds, whileOn: true };
}

/** Sources: "Enable Defender for Endpoint integration" and "Prerequisites for Microsoft Defender for Endpoint on Linux". */
function whatToCheck({ facts, spec }: ServiceInput, coverage: EndpointCoverage): string {
  const system = endpointSystemOf(facts);
  const checks = [
    ...(coverage.kind === 'on' ? [] : ['the plan for servers and WDATP of the subscription']),
    ...(facts.platform.kind === 'vm' ? ['the image: Defender leaves out VMs of generalised custom images'] : []),
    ...(spec.os === 'linux' ? ['Python 3'] : []),
    ...(system === 'unified' ? ['the updates that Windows Server 2012 R2 and 2016 need first'] : []),
    'the way out: anonymous traffic of the system context, past proxies',
  ];
  return checks.join('; ');
}
