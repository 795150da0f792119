import type { ArmReply, ArmRequest } from '../types.ts';
import { type ExtensionOutcome, type Fault, type FaultInput, parseFault, type RequestFault } from './fault-schema.ts';
import { globMatcher } from './glob.ts';

/** A fault in force, with what it has done so far. */
export interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  readonly matched: number;
  readonly hits: number;
}

interface Entry {
  readonly id: string;
  readonly fault: Fault;
  matches(subject: ArmRequest | ExtensionWork): boolean;
  readonly addedMs: number;
  /** First answers by URL, for stale reads. */
  readonly answers: Map<string, ArmReply>;
  matched: number;
  hits: number;
}

/** An extension operation whose outcome may be scripted. */
export interface ExtensionWork {
  readonly machineId: string;
  /** The extension's type, such as `AzureMonitorLinuxAgent`. */
  readonly extensionType: string;
  readonly work: 'install' | 'delete';
}

const mostFaults = 1000;

/** The scripted faults, in the order in which they were added; the first that hits decides. */
export class FaultList {
  readonly #now: () => number;
  #entries: Entry[] = [];
  #added = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Adds a fault and answers its id; throws a zod error that names what is wrong, or an Error when there are too many. */
  add(input: FaultInput): string {
    const fault = parseFault(input);
    if (this.#entries.length >= mostFaults)
      throw new Error(`There are ${mostFaults} faults already; remove some first.`);
    const id = `fault-${++this.#added}`;
    const matches = matcherOf(fault);
    this.#entries.push({ id, fault, matches, addedMs: this.#now(), answers: new Map(), matched: 0, hits: 0 });
    return id;
  }

  remove(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    return this.#entries.length < before;
  }

  clear(): void {
    this.#entries = [];
  }

  list(): ActiveFault[] {
    return this.#entries.map(({ id, fault, matched, hits }) => ({ id, fault, matched, hits }));
  }

  /** The effect on this request, counted as a hit. Stale reads are not among them. */
  hit(request: ArmRequest): RequestFault | undefined {
    for (const entry of this.#entries) {
      if ('extension' in entry.fault || entry.fault.staleSeconds !== undefined) continue;
      if (entry.matches(request) && isHit(entry)) return entry.fault;
    }
    return undefined;
  }

  /** The scripted end of this extension operation, counted as a hit. */
  extensionOutcome(work: ExtensionWork): ExtensionOutcome | undefined {
    for (const entry of this.#entries) {
      if ('extension' in entry.fault && entry.matches(work) && isHit(entry)) return entry.fault.outcome;
    }
    return undefined;
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
      if ('extension' in fault || fault.staleSeconds === undefined) return false;
      return this.#now() < addedMs + fault.staleSeconds * 1000 && matches(request);
    });
  }
}

function isHit(entry: Entry): boolean {
  const { fault } = entry;
  if (entry.hits >= fault.times) return false;
  entry.matched++;
  const skip = 'extension' in fault ? 0 : fault.skip;
  const every = 'extension' in fault ? 1 : fault.every;
  if (entry.matched <= skip || (entry.matched - skip) % every !== 0) return false;
  entry.hits++;
  return true;
}

function matcherOf(fault: Fault): Entry['matches'] {
  if ('extension' in fault) {
    const machine = globMatcher(fault.extension.machine);
    const type = globMatcher(fault.extension.type);
    return (subject) =>
      'machineId' in subject &&
      subject.work === fault.extension.operation &&
      (machine(subject.machineId) || machine(subject.machineId.split('/').at(-1) ?? '')) &&
      type(subject.extensionType);
  }
  const methods: readonly string[] | undefined = fault.method === undefined ? undefined : [fault.method].flat();
  const path = globMatcher(fault.path);
  const operation = globMatcher(fault.operation ?? '**');
  return (subject) =>
    'method' in subject &&
    (methods === undefined || methods.includes(subject.method)) &&
    path(subject.path) &&
    (fault.principal === undefined || fault.principal === subject.principal.name) &&
    operation(subject.operation);
}
