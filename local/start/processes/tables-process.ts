import type { DataFolder } from '../data-folder.ts';
import { firstLineWith } from './await-ready.ts';
import { childEnvironment } from './child-environment.ts';
import type { ChildGroup } from './child-group.ts';
import type { Child } from './child-process.ts';
import { findFreePort } from './choose-port.ts';

export interface TablesProcess {
  readonly child: Child;
  readonly connectionString: string;
}

const account = 'devstoreaccount1';
/** The well-known key of every Azurite (Azurite README, "Default Storage Account"). */
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Starts Azurite's tables on a free port, kept in the data folder, and waits until they answer. */
export async function startTablesProcess(group: ChildGroup, data: DataFolder): Promise<TablesProcess> {
  const port = await findFreePort();
  const address = ['--tableHost', '127.0.0.1', '--tablePort', String(port)];
  const child = group.start({
    name: 'tables',
    script: 'local/start/processes/tables-main.ts',
    args: [...address, '--location', data.file('tables'), '--silent', '--disableTelemetry', '--skipApiVersionCheck'],
    env: childEnvironment(),
    logFile: data.file('tables.log'),
  });
  await firstLineWith('successfully started', child, 'Azurite');
  const endpoint = `http://127.0.0.1:${port}/${account}`;
  return {
    child,
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};TableEndpoint=${endpoint};`,
  };
}
