import { describe, expect, it } from 'vitest';
import type { Addressed } from '../../../src/domain/failures/addressed.ts';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import { failureInfo } from '../../../src/domain/failures/failure-list.ts';
import { whoFailed } from '../../../src/domain/failures/who-failed.ts';
import { agentOnArc, agentOnVm, arcId, vmId } from './addressed.ts';

const failed = 'VMExtensionProvisioningError';
const exit = 'Non-zero exit code: 51';

function decode(message: string, about: Addressed, code: string, target?: string) {
  return decodeFailure({ source: 'operation', code, message, target }, about);
}

const foreign: readonly (readonly [message: string, code?: string, target?: string])[] = [
  [`VM has reported a failure when processing extension \u201esetup\u201c. Error message: \u201e${exit}\u201c`],
  [`VM has reported a failure when processing extension \u201asetup\u2018. Error message: ${exit}`],
  [`VM has reported a failure when processing extension \u00absetup\u00bb. Error message: \u00ab${exit}\u00bb`],
  [`VM has reported a failure when processing extension \u00bbsetup\u00ab. Error message: ${exit}`],
  [`VM has reported a failure when processing extension \u2039setup\u203a. Error message: ${exit}`],
  [`VM has reported a failure when processing extension \u300csetup\u300d. Error message: ${exit}`],
  [`VM has reported a failure when processing extension \u300asetup\u300b. Error message: ${exit}`],
  [`VM has reported a failure when processing extension \uff07setup\uff07. Error message: ${exit}`],
  [`VM has reported a failure when processing extension [setup]. Error message: ${exit}`],
  [`VM has reported a failure when processing extension \\u0027setup\\u0027. Error message: ${exit}`],
  [`Die VM hat einen Fehler beim Verarbeiten der Erweiterung 'setup' gemeldet. Fehlermeldung: '${exit}'`],
  [
    `Beim Verarbeiten der Erweiterung \u201esetup\u201c (Herausgeber \u201eContoso\u201c und Typ \u201eSetup\u201c) ist ein Fehler aufgetreten. Fehlermeldung: \u201e${exit}\u201c`,
  ],
  [
    `La machine virtuelle a signal\u00e9 un \u00e9chec lors du traitement de l\u2019extension \u00ab\u00a0setup\u00a0\u00bb (\u00e9diteur \u00ab\u00a0Contoso\u00a0\u00bb et type \u00ab\u00a0Setup\u00a0\u00bb). Message d\u2019erreur\u00a0: \u00ab\u00a0${exit}\u00a0\u00bb`,
  ],
  [`La m\u00e1quina virtual notific\u00f3 un error al procesar la extensi\u00f3n 'setup'. Mensaje de error: '${exit}'`],
  [`Errore durante l'elaborazione dell'estensione 'setup'. Messaggio di errore: '${exit}'`],
  [`A VM relatou uma falha ao processar a extens\u00e3o 'setup'. Mensagem de erro: '${exit}'`],
  [
    `\u62e1\u5f35\u6a5f\u80fd \u300csetup\u300d \u306e\u51e6\u7406\u4e2d\u306b\u30a8\u30e9\u30fc\u304c\u767a\u751f\u3057\u307e\u3057\u305f: '${exit}'`,
  ],
  [`VM \u5728\u5904\u7406\u6269\u5c55\u201csetup\u201d\u65f6\u62a5\u544a\u5931\u8d25\u3002${exit}`],
  ['Extension handler for OmsAgentForLinux returned exit code 51'],
  ["CustomScript: Command execution finished, but failed because it returned a non-zero exit code of: '51'"],
  [`MDE.Windows: ${exit}`],
  ['Extension CustomScript returned non-zero exit code for Install: 53.', 'HCRP400'],
  ['Extension DependencyAgentLinux exited with exit code 52.', 'HCRP400'],
  [`Extension Message: ${exit}`, 'Failed', `${arcId}/extensions/DependencyAgentLinux`],
  [`'quoted first' ${exit}`, failed, `${vmId}/extensions/setup`],
  [exit, failed, `${vmId}/extensions/MDE.Linux`],
];

/** No list of words has these: what may be a name is enough. */
const doubtful = [
  `Virhe laajennuksen 'setup' k\u00e4sittelyss\u00e4. ${exit}`,
  `\u0395\u03c0\u03ad\u03ba\u03c4\u03b1\u03c3\u03b7 \u00absetup\u00bb. ${exit}`,
  `Ei onnistunut: CustomScriptExtension, ${exit}`,
  `Microsoft.Azure.Extensions.CustomScript palautti exit code: 53`,
  `\u039a\u03ac\u03c4\u03b9 \u300esetup\u300f, unsupported operating system`,
];

const ours: readonly (readonly [string, Addressed])[] = [
  [`VM has reported a failure when processing extension 'AzureMonitorLinuxAgent'. Error message: '${exit}'`, agentOnVm],
  [
    `Die VM hat einen Fehler beim Verarbeiten der Erweiterung \u201eAzureMonitorLinuxAgent\u201c gemeldet: '${exit}'`,
    agentOnVm,
  ],
  [
    `Erreur de l\u2019extension \u00ab\u00a0ama\u00a0\u00bb (\u00e9diteur \u00ab\u00a0Microsoft.Azure.Monitor\u00a0\u00bb et type \u00ab\u00a0AzureMonitorLinuxAgent\u00a0\u00bb). ${exit}`,
    agentOnVm,
  ],
  ['Extension ama returned non-zero exit code for Install: 51.', agentOnArc],
  [`Extension Microsoft.Azure.Monitor/AzureMonitorLinuxAgent failed. ${exit}`, agentOnArc],
  [`Errore dell'estensione 'AzureMonitorLinuxAgent'. ${exit}`, agentOnVm],
];

describe('an extension of others that failed, in whatever words', () => {
  it.each(foreign.map(([message, code = failed, target]) => ({ message, code, target })))(
    '$message',
    ({ message, code, target }) => {
      for (const about of [agentOnVm, agentOnArc]) {
        expect(decode(message, about, code, target)).toMatchObject({ code: 'BlockedByExtension' });
        expect(['other', 'untold']).toContain(whoFailed(`${code}: ${message}`, about));
      }
    },
  );

  it.each(doubtful)('is not ours in doubt, and nothing is held for it: %s', (message) => {
    const { code } = decode(message, agentOnVm, failed);
    expect([code, failureInfo(code).class]).toEqual(['ExtensionFailed', 'retry']);
    expect(whoFailed(message, agentOnVm)).toBe('unclear');
  });
});

describe('ours that failed, in whatever words', () => {
  it.each(ours)('%s', (message, about) => {
    expect(decode(message, about, failed)).toMatchObject({ code: 'ExtensionUnsupportedOs' });
    expect(whoFailed(message, about)).toBe('ours');
  });

  it('is believed where nothing is named, which is too little for a removal', () => {
    expect(decode(exit, agentOnVm, failed)).toMatchObject({ code: 'ExtensionUnsupportedOs' });
    expect(whoFailed(exit, agentOnVm)).toBe('untold');
  });
});
