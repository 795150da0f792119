import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { describe, expect, it } from 'vitest';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import type { TablesLocation } from '../../src/store/table-connection.ts';
import { createTablesStore } from '../../src/store/tables-store.ts';
import { vm } from '../work/fixtures.ts';
import { fullRecord, sampleTime } from './sample-record.ts';

const byKey: TablesLocation = {
  connectionString: 'DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=a2V5;EndpointSuffix=core.windows.net',
};
const byIdentity: TablesLocation = {
  endpoint: 'https://acc.table.core.windows.net',
  credential: { getToken: async () => ({ token: 'token-of-the-app', expiresOnTimestamp: Date.now() + 3_600_000 }) },
};

interface Answer {
  readonly status: number;
  readonly body?: object;
}

/** A storage account of which every answer is given by the test; tables are always there. */
function account(answer: (request: PipelineRequest) => Answer): { http: HttpClient; requests: PipelineRequest[] } {
  const requests: PipelineRequest[] = [];
  const http: HttpClient = {
    async sendRequest(request) {
      requests.push(request);
      const { status, body } = request.url.includes('/Tables') ? { status: 409, body: tableExists } : answer(request);
      const headers = createHttpHeaders({ 'content-type': 'application/json', etag: 'W/"1"' });
      return { request, status, headers, bodyAsText: body === undefined ? '' : JSON.stringify(body) };
    },
  };
  return { http, requests };
}

const tableExists = { 'odata.error': { code: 'TableAlreadyExists', message: { lang: 'en', value: 'there' } } };

function refusal(status: number, code: string): Answer {
  return { status, body: { 'odata.error': { code, message: { lang: 'en', value: code } } } };
}

describe('the requests of the store on Azure Tables', () => {
  it('makes its tables once, however many operations come first', async () => {
    const { http, requests } = account(() => refusal(404, 'ResourceNotFound'));
    const store = createTablesStore(byKey, { httpClient: http });
    await Promise.all(['a', 'b', 'c'].map((name) => store.machines.read(vm(name).key)));
    await store.work.read({ kind: 'machine', key: vm('a').key });
    expect(requests.filter(({ url }) => url.includes('/Tables'))).toHaveLength(10);
    expect(requests).toHaveLength(14);
  });

  it('signs with the identity of the app where there is no connection string', async () => {
    const { http, requests } = account(() => refusal(404, 'ResourceNotFound'));
    await createTablesStore(byIdentity, { httpClient: http }).machines.read(vm('a').key);
    expect(new Set(requests.map(({ headers }) => headers.get('authorization')))).toEqual(
      new Set(['Bearer token-of-the-app']),
    );
    expect(requests.every(({ url }) => url.startsWith('https://acc.table.core.windows.net/'))).toBe(true);
  });

  it('writes every filter column, empty where nothing is known', async () => {
    const { http, requests } = account(() => ({ status: 204 }));
    const store = createTablesStore(byKey, { httpClient: http });
    await store.machines.insert(newRecord(vm('Plain'), sampleTime));
    await store.machines.insert(fullRecord(vm('full')));
    const [plain, full] = requests.slice(-2).map((request): unknown => JSON.parse(String(request.body)));
    expect(plain).toMatchObject({
      ...{ name: 'plain', status: 'Discovered', code: '', kind: 'vm', os: 'unknown', profile: '' },
      ...{ finding_support: '', finding_identity: '', finding_ama: '', finding_data_collection: '' },
    });
    expect(full).toMatchObject({
      code: 'installExtension',
      finding_support: 'satisfied',
      finding_data_collection: 'wanted',
    });
  });

  it('tries again after a transient answer', async () => {
    let tries = 0;
    const { http, requests } = account(() => (++tries < 3 ? { status: 503 } : { status: 204 }));
    const store = createTablesStore(byKey, { httpClient: http });
    expect(await store.machines.insert(newRecord(vm('a'), sampleTime))).toBe('inserted');
    expect(tries).toBe(3);
    expect(requests.every(({ timeout }) => timeout === 30_000)).toBe(true);
  });

  it.each([
    ['no right', refusal(403, 'AuthorizationFailure')],
    ['a missing table', refusal(404, 'TableNotFound')],
    ['a refused row', refusal(400, 'PropertyValueTooLarge')],
  ])('throws for %s instead of taking it for a conflict or an absent row', async (_, answer) => {
    const { http } = account(() => answer);
    const { work, machines } = createTablesStore(byKey, { httpClient: http });
    const ref = { kind: 'machine', key: vm('a').key } as const;
    await expect(work.merge(ref, { starts: 1 }, 'W/"1"')).rejects.toThrow();
    await expect(work.delete(ref, 'W/"1"')).rejects.toThrow();
    await expect(work.read(ref)).rejects.toThrow();
    await expect(machines.insert(newRecord(vm('a'), sampleTime))).rejects.toThrow();
  });

  it('names the row that cannot be read', async () => {
    const { http } = account(() => ({ status: 200, body: { 'odata.etag': 'W/"1"', body: '{"schemaVersion":7}' } }));
    const { key } = vm('a');
    await expect(createTablesStore(byKey, { httpClient: http }).machines.read(key)).rejects.toThrow(
      `The row of machine ${key} in table machines cannot be read.`,
    );
  });
});
