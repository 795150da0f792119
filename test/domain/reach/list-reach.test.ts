import { describe, expect, it, test } from 'vitest';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import { protectedOf } from '../../../src/domain/reach/list-reach.ts';
import { hashOfReach, isApproved } from '../../../src/domain/reach/reach-hash.ts';
import { summarizeReach } from '../../../src/domain/reach/summarize-reach.ts';
import { type WantedReach, wantedReach } from '../../../src/domain/reach/wanted-reach.ts';
import type { ReachMachine } from '../../../src/domain/subscription/reach-facts.ts';
import { step } from '../permit/permit-request.ts';
import { readState } from '../subscription-services/settings-world.ts';
import { approvalOf, falcon, fleetWith, mde, seenMachine, specOf } from './machines.ts';

const nowMs = Date.UTC(2026, 10, 29, 12);
const linux = seenMachine('lin-1');
const windows = seenMachine('win-1', {
  os: 'windows',
  image: { publisher: 'microsoftwindowsserver', offer: 'windowsserver', sku: '2016-datacenter' },
});
const unknown = seenMachine('who-1', { os: undefined });
const withFalcon = seenMachine('edr-1', { extensions: [falcon] });

function reach(
  machines: readonly ReachMachine[],
  state = 'free W.',
  endpoint: WrittenSubscription['endpoint'] = { defender: 'on' },
) {
  return wanted(machines, state, endpoint).machines;
}

/** The same, by the writes of these settings. */
function wanted(
  machines: readonly ReachMachine[],
  state: string,
  endpoint: WrittenSubscription['endpoint'],
  settings: readonly string[] = ['WDATP'],
): WantedReach {
  const fleet = fleetWith({}, endpoint);
  const context = { fleet, spec: specOf(fleet), connectors: [], freezes: [], nowMs };
  const steps = settings.map((name) => ({ ...step, id: stepIdSchema.parse(`setEndpointSetting:${name}`) }));
  return wantedReach(machines, readState(state), steps, context);
}

const namesOf = (state: string, endpoint: WrittenSubscription['endpoint']) =>
  reach([linux, windows, unknown], state, endpoint).map(({ name }) => name);

describe('whom the wanted switches reach anew', () => {
  test.each<[string, string, WrittenSubscription['endpoint'], readonly string[]]>([
    ['everybody, with the plan', 'free W.', { defender: 'on' }, ['lin-1', 'who-1', 'win-1']],
    ['everybody, with WDATP', 'P2 W-', { defender: 'on' }, ['lin-1', 'who-1', 'win-1']],
    ['Windows, while Linux stays out', 'P2 W- X+', { defender: 'on' }, ['who-1', 'win-1']],
    ['also Linux, until it is out', 'P2 W- X-', { defender: 'on', linux: 'off' }, ['lin-1', 'who-1', 'win-1']],
    ['everybody, when Linux comes in too', 'P2 W- X+', { defender: 'on', linux: 'on' }, ['lin-1', 'who-1', 'win-1']],
    ['Linux alone, where the rest is on', 'P2 W+ X+', { linux: 'on' }, ['lin-1', 'who-1']],
    ['Windows alone, with the unified solution', 'P2 W+ U- X-', { unified: 'on' }, ['who-1', 'win-1']],
    ['nobody, where all is on', 'P2 W+ U+ X-', { defender: 'on', unified: 'on', linux: 'on' }, []],
  ])('%s', (_, state, endpoint, names) => {
    expect(namesOf(state, endpoint)).toEqual(names);
  });

  test.each<[string, string, string, WrittenSubscription['enforce'], readonly string[]]>([
    ['also whom WDATP covers, with enforce', 'P2 W+', 'PartiallyCovered', 'on', ['lin-1', 'who-1', 'win-1']],
    ['the same, where nobody knows of own plans', 'P2 W+', '', 'on', ['lin-1', 'who-1', 'win-1']],
    ['Windows, while Linux stays out', 'P2 W+ X+', 'PartiallyCovered', 'on', ['who-1', 'win-1']],
    ['nobody, where no machine has an own plan', 'P2 W+', 'FullyCovered', 'on', []],
    ['nobody, where enforce is not wanted', 'P2 W+', 'PartiallyCovered', undefined, []],
  ])('%s', (_, state, coverage, enforce, names) => {
    const fleet = fleetWith({
      subscriptions: [{ mode: 'enforce', plan: 'P2', enforce, endpoint: { defender: 'on' } }],
    });
    const facts = readState(state);
    const defender = { ...facts, plan: { ...facts.plan, coverage: coverage || undefined } };
    const context = { fleet, spec: specOf(fleet), connectors: [], freezes: [], nowMs };
    const list = wantedReach([linux, windows, unknown], defender, [step], context);
    expect(list.machines.map(({ name }) => name)).toEqual(names);
    const systems = new Set(list.machines.map(({ system }) => system));
    expect(list.systems.filter((system) => systems.has(system))).toHaveLength(systems.size);
  });

  it('E20: none, and 0 rather than unknown, where Linux is let in and the subscription has none', () => {
    const list = wanted([windows], 'P2 W+ X+', { linux: 'on' });
    const summary = summarizeReach(list, undefined, nowMs);
    expect([summary.state, summary.systems]).toEqual(['open', { windows: 0, linux: 0, unknown: 0 }]);
  });
});

describe('who must be agreed to', () => {
  it('is everybody who is not wanted and does not have the agent already', () => {
    const guest = seenMachine('guest-1', { tags: { role: 'guest' } });
    const guestWith = seenMachine('guest-2', { tags: { role: 'guest' }, extensions: [mde] });
    const list = reach([linux, withFalcon, guest, guestWith]);
    expect(protectedOf(list).map(({ name }) => name)).toEqual(['edr-1', 'guest-1']);
    expect(list).toHaveLength(4);
  });

  test.each<[string | undefined, readonly string[]]>([
    ['Succeeded', []],
    ['succeeded', []],
    ['Updating', []],
    ['Creating', ['guest-1']],
    ['Failed', ['guest-1']],
    ['Canceled', ['guest-1']],
    ['Deleting', ['guest-1']],
    [undefined, ['guest-1']],
  ])("with Defender's extension in state %s is %j", (provisioningState, names) => {
    const extensions = [{ ...mde, provisioningState }];
    const list = reach([seenMachine('guest-1', { tags: { role: 'guest' }, extensions })]);
    expect(protectedOf(list).map(({ name }) => name)).toEqual(names);
    expect(list[0]?.hasEndpoint).toBe(names.length === 0);
  });

  it('is one with the agent of which a second reading says that it failed', () => {
    const extensions = [mde, { ...mde, provisioningState: 'Failed' }];
    expect(protectedOf(reach([seenMachine('guest-1', { tags: { role: 'guest' }, extensions })]))).toHaveLength(1);
  });

  it('is one on Windows who has the agent too, where the unified solution takes its place', () => {
    const extensions = [{ ...mde, type: 'MDE.Windows' }];
    const guest = { ...windows, tags: { role: 'guest' }, extensions };
    expect(protectedOf(reach([guest], 'P2 W+ U-', { unified: 'on' }))).toHaveLength(1);
    expect(protectedOf(reach([guest], 'P2 W-', { defender: 'on' }))).toHaveLength(0);
  });
});

describe('the hash', () => {
  const list = reach([linux, windows, withFalcon]);

  it('is the same in any order, in any case of ids, and whether machines are off or have the agent', () => {
    const others = [withFalcon, { ...windows, isOff: true }, { ...linux, extensions: [mde] }];
    const upper = others.map((machine) => ({ ...machine, id: machine.id.toUpperCase() }));
    expect(hashOfReach(reach(upper))).toBe(hashOfReach(list));
  });

  it('is another with one machine more, one less, or one in another group', () => {
    const hashes = [
      list,
      reach([linux, windows]),
      reach([linux, windows, withFalcon, seenMachine('edr-2', { extensions: [falcon] })]),
      reach([linux, { ...windows, extensions: [falcon] }, withFalcon]),
    ].map(hashOfReach);
    expect(new Set(hashes).size).toBe(4);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('an approval', () => {
  const on = { defender: 'on', linux: 'on' } as const;
  const linuxIn = 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW';
  const winEdr = { ...windows, extensions: [{ ...falcon, type: 'FalconSensorWindows' }] };
  const machines = [linux, winEdr, withFalcon];
  const held = (seen: readonly ReachMachine[], settings?: readonly string[]) => wanted(seen, 'P2 W- X+', on, settings);
  const approved = approvalOf(held(machines, ['WDATP', linuxIn]));

  it('is for exactly its list, and for its writes', () => {
    expect(isApproved(held(machines), approved)).toBe(true);
    expect(isApproved(held([...machines, seenMachine('lin-2')]), approved)).toBe(false);
    expect(isApproved(held([linux, winEdr]), approved)).toBe(false);
    expect(isApproved(held(machines, ['WDATP', 'WDATP_UNIFIED_SOLUTION']), approved)).toBe(false);
    expect(isApproved(held(machines), undefined)).toBe(false);
  });

  it('is for no list from which all machines of a system are gone', () => {
    expect(isApproved(held([linux, withFalcon]), approved)).toBe(false);
    expect(isApproved(held([winEdr]), approved)).toBe(false);
    expect(isApproved(held([]), approved)).toBe(false);
  });

  it('is also for what is left of it after the first of several writes: all machines of one system', () => {
    const left = (seen: readonly ReachMachine[]) => wanted(seen, 'P2 W+ X+', { linux: 'on' }, [linuxIn]);
    expect(isApproved(left(machines), approved)).toBe(true);
    expect(isApproved(left([linux, winEdr]), approved)).toBe(false);
    expect(isApproved(left([...machines, seenMachine('lin-2')]), approved)).toBe(false);
  });
});

describe('the summary', () => {
  it('E10: counts every group, who is off, who has the agent, and names the first ten that hold it up', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      seenMachine(`edr-${String(index).padStart(2, '0')}`, { extensions: [falcon], isOff: index < 3 }),
    );
    const list = wanted([linux, { ...windows, extensions: [mde] }, ...many], 'free W.', { defender: 'on' });
    const summary = summarizeReach(list, undefined, nowMs);
    const none = { machines: 0, off: 0, withEndpoint: 0 };
    expect(summary).toMatchObject({
      state: 'held',
      counts: {
        wanted: { machines: 2, off: 0, withEndpoint: 1 },
        otherEdr: { machines: 12, off: 3, withEndpoint: 0 },
        excluded: none,
        observedOnly: none,
        unsupported: none,
      },
      systems: { windows: 1, linux: 13, unknown: 0 },
    });
    expect(summary.first.map(({ name }) => name)).toEqual(many.slice(0, 10).map(({ name }) => name));
    expect(summary.first[0]).toMatchObject({ group: 'otherEdr', isOff: true, hasEndpoint: false });
  });
});
