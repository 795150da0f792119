import { decodeFailure } from '../../domain/failures/decode-failure.ts';
import type { NoReachList } from '../../operator/read-reach-list.ts';
import { problem } from './problem.ts';

/** Why there is no list of those whom Defender would reach. */
export function noReachList(read: NoReachList) {
  switch (read.kind) {
    case 'gone':
      return problem('SubscriptionNotFound', 'Azure has no such subscription, or does not show it to the app.');
    case 'incomplete':
      return problem('ReachNotKnown', `Whom Defender would reach is not known: ${read.why}`);
    case 'failed': {
      const { code, detail, retryAfterSeconds } = decodeFailure(read.failure);
      const more = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      return problem(code, `The subscription could not be read: ${detail}`, more);
    }
  }
}
