import { faultPresets } from '../azure/faults/fault-presets.ts';

/** What `--help` prints. */
export const usage = `Plays with the simulated Azure of a running "npm start".

  npm run sim -- vm create NAME [--os linux|windows] [--region R] [--group G]
  npm run sim -- vm start|stop|delete NAME [--group G]
  npm run sim -- arc create NAME [--os linux|windows] [--region R] [--group G]
  npm run sim -- arc connect|disconnect|delete NAME [--group G]
  npm run sim -- list
  npm run sim -- subscription list
  npm run sim -- subscription create NAME [--management-group PATH] [--tag NAME=VALUE]
  npm run sim -- subscription set NAME|ID [--state Disabled] [--management-group PATH] [--tenant ID] [--tag NAME=VALUE]
  npm run sim -- subscription delete NAME|ID
  npm run sim -- fault list | clear
  npm run sim -- fault PRESET [--path GLOB] [--method PUT] [--principal app] [--times N] [--retry-after S]
  npm run sim -- fault exit CODE [--machine GLOB] [--type GLOB] [--times N]
  npm run sim -- fault json '{ "path": "**", "status": 500 }'

  --os      linux by default           --region  westeurope by default
  --group   rg-local by default for create; otherwise the machine is looked for by name
  --subscription NAME|ID   where machines are; the first one by default
  --management-group       a group or a path of groups, such as platform/prod; made where it is missing
  --tag                    may be said several times; the tags of a subscription become these
  --data    the folder of the running instance, .data by default
  PRESET    ${wrapped(Object.keys(faultPresets))}

"vm stop" deallocates. "arc connect" registers the machine again, as azcmagent does. Waits are app time.
`;

function wrapped(names: readonly string[]): string {
  const half = Math.ceil(names.length / 2);
  return `${names.slice(0, half).join(', ')},\n            ${names.slice(half).join(', ')}`;
}
