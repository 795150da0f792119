import type { ArmReply, ArmRequest } from '../core/types.ts';
import type { RequestFault } from './fault-schema.ts';
import { globMatcher } from './glob.ts';

/** A fault in force, with what it has done so far. */
export interface ActiveFault {
  readonly id: string;
  readonly fault: RequestFault;
  readonly matched: number;
  readonly hits: number;
}

interface Entry {
  readonly id: string;
  readonly fault: RequestFault;
  matches(request: ArmRequest): boolean;
  readonly addedMs: number;
  /** First answers by URL, for stale reads. */
  readonly answers: Map<string, ArmReply>;
  matched: number;
  hits: number;
}

const mostFaults = 1000;

/** The scripted faults on requests, in the order in which they were added; the first that hits decides. */
export class FaultList {
  readonly #now: () => number;
  #entries: Entry[] = [];
  #added = 0;

  /** `now` is app time, milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Adds a fault and answers its id; throws when there are too many. */
  add(fault: RequestFault): string {
    if (this.#entries.length >= mostFaults) {
      throw new Error(`There are ${mostFaults} faults already; remove some first.`);
    }
    const id = `fault-${++this.#added}`;
    const matches = matcherOf(fault);
    this.#entries.push({ id, fault, matches, addedMs: this.#now(), answers: new Map(), matched: 0, hits: 0 });
    return id;
  }

  clear(): void {
    this.#entries = [];
  }

  list(): ActiveFault[] {
    return this.#entries.map(({ id, fault, matched, hits }) => ({ id, fault, matched, hits }));
  }

  /** The fault that hits this request, counted. Stale reads are not among them. */
  hit(request: ArmRequest): RequestFault | undefined {
    const entry = this.#entries.find(
      (candidate) => candidate.fault.staleSeconds === undefined && candidate.matches(request) && isHit(candidate),
    );
    return entry?.fault;
  }

  /** The old answer to serve instead of reading, if a stale read is scripted and one was kept. */
  staleAnswer(request: ArmRequest): ArmReply | undefined {
    const entry = this.#staleEntry(request);
    const answer = entry?.answers.get(request.url.href);
    if (entry !== undefined && answer !== undefined) entry.hits++;
    return answer;
  }

  /** Keeps the first answer to a request whose later reads shall be stale. */
  keepAnswer(request: ArmRequest, reply: ArmReply): void {
    const entry = this.#staleEntry(request);
    if (entry !== undefined && !entry.answers.has(request.url.href)) entry.answers.set(request.url.href, reply);
  }

  #staleEntry(request: ArmRequest): Entry | undefined {
    if (request.method !== 'GET') return undefined;
    return this.#entries.find(({ fault, addedMs, matches }) => {
      if (fault.staleSeconds === undefined) return false;
      return this.#now() < addedMs + fault.staleSeconds * 1000 && matches(request);
    });
  }
}

function isHit(entry: Entry): boolean {
  const { skip, every, times } = entry.fault;
  if (entry.hits >= times) return false;
  entry.matched++;
  if (entry.matched <= skip || (entry.matched - skip) % every !== 0) return false;
  entry.hits++;
  return true;
}

function matcherOf(fault: RequestFault): Entry['matches'] {
  const methods: readonly string[] | undefined = fault.method === undefined ? undefined : [fault.method].flat();
  const path = globMatcher(fault.path);
  const operation = globMatcher(fault.operation ?? '**');
  return (request) =>
    (methods === undefined || methods.includes(request.method)) &&
    path(request.path) &&
    (fault.principal === undefined || fault.principal === request.principal.name) &&
    operation(request.operation);
}
