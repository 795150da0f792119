import { describe, expect, it } from 'vitest';
import { createSettingResolver, parseHostJson } from '../../../local/host/host-json.ts';
import { overrideHostJson } from '../../../local/host/host-json-overrides.ts';

const resolve = createSettingResolver({ HUB: 'FleetHub' });

describe('host.json', () => {
  it('has the defaults of Azure', () => {
    expect(parseHostJson({ version: '2.0' }, resolve)).toEqual({
      routePrefix: 'api',
      hubName: 'TestHubName',
      functionTimeoutMs: 30 * 60_000,
      durable: {},
    });
  });

  it('takes the hub from a setting, the timeout and the concurrency', () => {
    const durableTask = { hubName: '%HUB%', maxConcurrentActivityFunctions: 4, tracing: { version: 'V2' } };
    expect(parseHostJson({ functionTimeout: '00:05:00', extensions: { durableTask } }, resolve)).toMatchObject({
      hubName: 'FleetHub',
      functionTimeoutMs: 300_000,
      durable: { maxConcurrentActivities: 4 },
    });
    expect(parseHostJson({ functionTimeout: '-1' }, resolve).functionTimeoutMs).toBeUndefined();
  });

  it('can be overridden by settings, as on Azure', () => {
    const name = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout';
    const file = { extensions: { durableTask: { hubName: 'x', storageProvider: { partitionCount: 4 } } } };
    const overridden = overrideHostJson(file, {
      [name]: '00:00:10',
      AzureFunctionsJobHost__Extensions__DurableTask__HubName: 'y',
    });
    expect(parseHostJson(overridden, resolve)).toMatchObject({
      hubName: 'y',
      durable: { activityRedeliveryMs: 10_000 },
    });
  });

  it.each([
    [{ functionTimeout: 'soon' }, "functionTimeout 'soon'"],
    [{ extensions: { durableTask: { maxConcurrentActivityFunctions: 0 } } }, 'maxConcurrentActivityFunctions'],
    [{ extensions: { durableTask: { hubName: '%MISSING%' } } }, "'%MISSING%' names an app setting"],
  ])('%o is refused', (value, message) => {
    expect(() => parseHostJson(value, resolve)).toThrow(message);
  });
});
