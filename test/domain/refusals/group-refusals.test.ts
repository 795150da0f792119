import { describe, expect, it } from 'vitest';
import { groupRefusals, type RefusedWrite } from '../../../src/domain/refusals/group-refusals.ts';

const since = '2026-01-05T08:00:00.000Z';
const at = (minute: number): string => new Date(Date.parse(since) + minute * 60_000).toISOString();

function refusal(code: string, text: string, minute = 0): RefusedWrite {
  return { at: at(minute), code, text };
}

function machine(...refusals: readonly RefusedWrite[]): { readonly refusals: readonly RefusedWrite[] } {
  return { refusals };
}

function textsOf(...texts: readonly string[]): readonly string[] {
  const machines = texts.map((text) => machine(refusal('X', text)));
  return groupRefusals(machines, { since, most: 10 }).map(({ text }) => text);
}

const vm = (name: string, subscription = '5b5c0000-0000-4000-a000-000000000001'): string =>
  `/subscriptions/${subscription}/resourceGroups/rg-${name}/providers/Microsoft.Compute/virtualMachines/${name}`;

describe('refused writes', () => {
  it('of one reason are one group, with its machines, its writes and the newest of them', () => {
    const locked = (name: string): string =>
      `The scope '${vm(name)}/extensions/AzureMonitorLinuxAgent' cannot perform write operation because following scope(s) are locked: '${vm(name)}'. Please remove the lock and try again.`;
    const machines = [
      machine(refusal('ScopeLocked', locked('a'), 30), refusal('ScopeLocked', locked('a'), 5)),
      machine(refusal('ScopeLocked', locked('b'), 20)),
      machine(),
    ];
    expect(groupRefusals(machines, { since, most: 10 })).toEqual([
      {
        code: 'ScopeLocked',
        text: "The scope '<id>' cannot perform write operation because following scope(s) are locked: '<id>'. Please remove the lock and try again.",
        machines: 2,
        writes: 3,
        newestAt: at(30),
      },
    ]);
  });

  it('of one text and two codes are two groups', () => {
    const machines = [machine(refusal('A', 'No.'), refusal('B', 'No.'))];
    expect(groupRefusals(machines, { since, most: 10 }).map(({ code }) => code)).toEqual(['A', 'B']);
  });

  it('before the time asked for are not counted, and no machine with them', () => {
    const machines = [machine(refusal('A', 'No.', -1)), machine(refusal('A', 'No.', -1), refusal('A', 'No.', 0))];
    expect(groupRefusals(machines, { since, most: 10 })).toMatchObject([{ machines: 1, writes: 1, newestAt: at(0) }]);
  });

  it('come with the most writes first, then the most machines, and as many groups as are asked for', () => {
    const often = machine(...Array.from({ length: 5 }, (_, minute) => refusal('Often', 'No.', minute)));
    const wide = Array.from({ length: 3 }, () => machine(refusal('Wide', 'No.')));
    const narrow = machine(...Array.from({ length: 3 }, (_, minute) => refusal('Narrow', 'No.', minute)));
    const groups = groupRefusals([narrow, ...wide, often, machine(refusal('Rare', 'No.'))], { since, most: 3 });
    expect(groups.map(({ code }) => code)).toEqual(['Often', 'Wide', 'Narrow']);
  });

  it('of ten thousand machines that each name themselves are one group', () => {
    const machines = Array.from({ length: 10_000 }, (_, index) =>
      machine(refusal('OperationNotAllowed', `The VM 'web-${index}' in group "rg-${index}" is being deallocated.`)),
    );
    expect(groupRefusals(machines, { since, most: 10 })).toMatchObject([
      { text: 'The VM … in group … is being deallocated.', machines: 10_000, writes: 10_000 },
    ]);
  });
});

describe('texts that were cut to fit', () => {
  const whole =
    "The scope '<id>' cannot perform write operation because following scope(s) are locked: '<id>'. Please remove the lock from 'web-01'.";

  it.each([
    ['within an id', whole.slice(0, 103)],
    ['within a name', whole.slice(0, -6)],
    ['between words', whole.slice(0, 60)],
    ['with a mark', `${whole.slice(0, 60)}…`],
  ])('%s are of the group of the whole text, each machine once', (_, cut) => {
    const both = machine(refusal('ScopeLocked', whole), refusal('ScopeLocked', cut, 1));
    const groups = groupRefusals([both, machine(refusal('ScopeLocked', cut))], { since, most: 10 });
    expect(groups).toEqual([{ code: 'ScopeLocked', text: whole, machines: 2, writes: 3, newestAt: at(1) }]);
  });

  it('are shown as such when nothing knows how they go on', () => {
    const texts = [
      'Access is denied bec',
      "These scopes are locked: '<id>",
      "Processing failed. Error message: 'Non-zero",
      'Too many requests: {"endTime":"<n>-<n>-<n>T<n>:<n>:<n>Z","',
    ];
    expect(texts.map((text) => textsOf(text)[0])).toEqual([
      'Access is denied bec …',
      "These scopes are locked: '<id> …",
      'Processing failed. Error message: …',
      'Too many requests: {"endTime":"<time>", …',
    ]);
    for (const text of ['Denied.', "Locked: '<id>'", 'Denied (403)', "It is 'a b'"]) {
      expect(textsOf(text)).toEqual([text]);
    }
  });

  it('are not those of another code, nor short ones that only begin alike', () => {
    expect(
      groupRefusals([machine(refusal('A', whole), refusal('B', whole.slice(0, 60)))], { since, most: 9 }),
    ).toHaveLength(2);
    expect(textsOf('Not allowed.', 'Not allowed. The machine is being deallocated.')).toHaveLength(2);
  });
});

describe('the text of a group', () => {
  it('keeps the names that all of its writes have in common', () => {
    expect(
      textsOf("Extension 'AzureMonitorLinuxAgent' of 'a' failed.", "Extension 'AzureMonitorLinuxAgent' of 'b' failed."),
    ).toEqual(["Extension 'AzureMonitorLinuxAgent' of … failed."]);
  });

  it('has no ids of resources, requests or moments', () => {
    expect(
      textsOf(
        `Operation 8f14e45f-ceea-467f-a0e6-52ba4ab2d8a6 on ${vm('a')} at 2026-01-05T08:00:01.123Z, trace 4bf92f3577b34da6a3ce929d0e0e4736, request 1234567.`,
        `Operation c9f0f895-fb98-4b91-a1b0-000000000000 on ${vm('b')} at 2026-01-05 09:00:00+00:00, trace 4bf92f3577b34da6a3ce929d0e0e4737, request 7654321.`,
      ),
    ).toEqual(['Operation <id> on <id> at <time>, trace <id>, request <id>.']);
  });

  it('tells two actions, two policies and two exit codes apart', () => {
    const mayNot = (action: string, name: string): string =>
      `The client '${vm(name).split('/')[2]}' does not have authorization to perform action '${action}' over scope '${vm(name)}'.`;
    expect(
      textsOf(
        mayNot('Microsoft.Compute/virtualMachines/write', 'a'),
        mayNot('Microsoft.Compute/virtualMachines/extensions/write', 'b'),
        "Resource 'a' was disallowed by policy 'Allowed extensions'.",
        "Resource 'b' was disallowed by policy 'Allowed regions'.",
        'The handler ended with exit code 51.',
        'The handler ended with exit code 52.',
      ),
    ).toHaveLength(6);
  });

  it('leaves alone what was taken out when the text was kept', () => {
    const kept = "The <name> '<name>' under resource group <name> had <n> failures at <time>.";
    expect(textsOf(kept)).toEqual([kept]);
  });

  it('is not misled by apostrophes', () => {
    expect(textsOf("The machine's agent can't reach 'a' now.", "The machine's agent can't reach 'b' now.")).toEqual([
      "The machine's agent can't reach … now.",
    ]);
  });

  it('is the same however the text was wrapped, and whatever order the writes come in', () => {
    expect(textsOf(" Not\n now,  'a'. ", "Not now, 'b'.")).toEqual(['Not now, ….']);
    expect(textsOf("Not now, 'b'.", " Not\n now,  'a'. ")).toEqual(['Not now, ….']);
  });
});
