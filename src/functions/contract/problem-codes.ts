import { z } from 'zod';
import { type FailureCode, failureCodes } from '../../domain/failures/failure-list.ts';
import { targetKeySchema } from '../../domain/ids.ts';
import { bodyLimit } from './body-limit.ts';
import { adoptionTotals } from './replies/adoption-totals.ts';
import { counts } from './replies/counts.ts';
import { reachView } from './replies/reach.ts';
import { unreadableBelow, unreadableRow } from './replies/unreadable-row.ts';

const nothing = z.strictObject({});
const retryAfter = z.strictObject({
  /** Also sent as header Retry-After. */
  retryAfterSeconds: z.number().exactOptional(),
});
const fieldErrors = z.strictObject({
  /** `path`: where in the query or body, e.g. `scopes.0`. */
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).readonly(),
});

/** Problems of our own: the HTTP status, when it is answered, and what the document holds beside code and detail. */
const ownProblems = {
  MalformedJson: { status: 400, when: 'the body is not JSON', more: nothing },
  InvalidRequest: {
    status: 400,
    when: '`errors` names every wrong or unknown field and parameter',
    more: fieldErrors,
  },
  BodyNotRead: { status: 400, when: 'a body where none is read', more: nothing },
  KeyWritesNotAllowed: {
    status: 403,
    when: 'the app does not accept writes by key (`AMO_ALLOW_KEY_WRITES`)',
    more: nothing,
  },
  MachineNotFound: { status: 404, when: 'no machine has this key or name', more: nothing },
  SubscriptionUnknown: { status: 404, when: 'no subscription has this key, GUID or name', more: nothing },
  WorkspaceUnknown: {
    status: 404,
    when: 'no workspace that Azure shows, or that an agent names, has this key',
    more: nothing,
  },
  SubscriptionNotFound: {
    status: 404,
    when: 'Azure has no such subscription any more, or does not show it to the app',
    more: retryAfter,
  },
  MachineGone: { status: 404, when: 'Azure has no such machine any more', more: retryAfter },
  NotFrozen: { status: 404, when: 'there is no freeze of exactly this scope', more: nothing },
  NotAccepted: { status: 404, when: 'nobody has accepted this of the machine', more: nothing },
  NameNotUnique: {
    status: 409,
    when: 'more than one machine, or subscription, has this name; `candidates` has the keys of ten of them at most, `unreadable` those of damaged rows',
    more: z.strictObject({
      candidates: z
        .array(z.strictObject({ key: targetKeySchema, resourceId: z.string(), status: z.string() }))
        .readonly(),
      unreadable: z.array(unreadableRow).readonly().exactOptional(),
    }),
  },
  RowUnreadable: {
    status: 409,
    when: 'the row is damaged: `unreadable` has its key and why; repair its body in table `machines` or `subscriptions`, or delete it: the next look or sweep makes it anew',
    more: z.strictObject({ unreadable: z.array(unreadableRow).min(1).readonly() }),
  },
  DeploymentNotKnown: {
    status: 502,
    when: 'Azure Resource Graph did not give every machine of the subscription; ask again, or give the app the right that is named',
    more: nothing,
  },
  WorkspacesNotKnown: {
    status: 502,
    when: 'Azure Resource Graph gave nothing of any subscription; ask again, or give the app the right that is named',
    more: nothing,
  },
  PlanChanged: {
    status: 409,
    when: 'what arming would write is not what was agreed to; `planHash`, `totals`, `writes` and `unreadable` are of now',
    more: z.strictObject({ planHash: z.string(), totals: adoptionTotals, writes: counts, unreadable: unreadableBelow }),
  },
  NotHeld: { status: 409, when: 'the last look did not find on the machine what was to be accepted', more: nothing },
  MachineNotRead: {
    status: 409,
    when: 'no look has read yet which machine is behind the name',
    more: nothing,
  },
  NothingToRedeploy: {
    status: 409,
    when: 'the last look did not find the extension of Defender for Endpoint there and held up: there is nothing to delete',
    more: nothing,
  },
  AlreadyRedeployed: {
    status: 409,
    when: 'somebody has asked for the same within the hour, and it is still to be carried out; `until` is when that ends',
    more: z.strictObject({ by: z.string(), until: z.string() }),
  },
  FindingChanged: {
    status: 409,
    when: 'something else is found than what `hash` names; `found` and `hash` are of now',
    more: z.strictObject({ found: z.string(), hash: z.string() }),
  },
  NoReachHeld: {
    status: 409,
    when: 'nothing that is wanted of the subscription now is held because of whom Defender would reach',
    more: nothing,
  },
  ReachChanged: {
    status: 409,
    when: 'Defender would reach others than those that `reachHash` names; `reach` is of now',
    more: z.strictObject({ reach: reachView }),
  },
  Excluded: { status: 409, when: 'fleet.json excludes the machine or subscription', more: nothing },
  NotPlacedYet: {
    status: 409,
    when: 'no sweep has shown yet in which management groups the subscription lies, so nobody knows whether fleet.json covers it; ask again after the next one',
    more: nothing,
  },
  BodyTooLarge: { status: 413, when: `more than ${bodyLimit.text}`, more: nothing },
  UnsupportedMediaType: {
    status: 415,
    when: 'a body that is not `application/json`; no body at all is an empty object',
    more: nothing,
  },
  NotAMachine: {
    status: 422,
    when: '`resourceId` is not the ARM id of a virtual machine or an Arc machine',
    more: nothing,
  },
  NotAcceptable: {
    status: 422,
    when: 'no person may accept this code; `acceptable` are those that may be',
    more: z.strictObject({ acceptable: z.array(z.string()).readonly() }),
  },
  OutOfScope: {
    status: 422,
    when: 'fleet.json does not cover the machine or subscription, or nothing of the scope',
    more: nothing,
  },
  InternalError: {
    status: 500,
    when: 'a defect, or a store without answer: `invocationId` is to be looked for in Application Insights',
    more: z.strictObject({ invocationId: z.string() }),
  },
  Throttled: { status: 503, when: 'Azure asked to wait, with header `Retry-After`', more: retryAfter },
  StoreUnreachable: { status: 503, when: 'the storage account does not answer', more: nothing },
} as const satisfies Readonly<Record<string, ProblemEntry>>;

interface ProblemEntry {
  readonly status: number;
  /** For docs/API.md, in Markdown. */
  readonly when: string;
  readonly more: z.ZodObject;
}

type OwnCode = keyof typeof ownProblems;

/** A code of a problem document: of our own, or a failure that Azure caused. */
export type ProblemCode = OwnCode | FailureCode;

/** What a document of this code holds beside code and detail. */
export type ProblemMore<Code extends ProblemCode> = Code extends OwnCode
  ? z.input<(typeof ownProblems)[Code]['more']>
  : z.input<typeof retryAfter>;

/** Every failure that a read of Azure can end with: `Throttled` is 503, `MachineGone` and `SubscriptionNotFound` are
 * 404, the others are 502. */
export const azureProblems: readonly FailureCode[] = failureCodes;

export function problemEntry(code: ProblemCode): ProblemEntry {
  return isOwn(code) ? ownProblems[code] : { status: 502, when: 'Azure refused, for this failure', more: retryAfter };
}

function isOwn(code: ProblemCode): code is OwnCode {
  return Object.hasOwn(ownProblems, code);
}

/** The document (RFC 9457) of one code. */
export function problemSchema(code: ProblemCode) {
  const { status, more } = problemEntry(code);
  return z.strictObject({
    type: z.literal(`urn:problem:${code}`),
    title: z.string(),
    status: z.literal(status),
    code: z.literal(code),
    detail: z.string(),
    ...more.shape,
  });
}
