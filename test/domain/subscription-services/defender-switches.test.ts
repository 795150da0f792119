import { describe, expect, it } from 'vitest';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { legacyProvisioningService } from '../../../src/domain/subscription-services/legacy-provisioning.ts';
import { vulnerabilityAssessmentService } from '../../../src/domain/subscription-services/vulnerability-assessment.ts';
import { failedStep, inputOf } from './subscription-input.ts';

describe('the vulnerability assessment', () => {
  const mdvm: WrittenSubscription = { vulnerabilityAssessment: 'mdvm' };
  const find = (selectedProvider: string | undefined, wish = mdvm) =>
    vulnerabilityAssessmentService.find(inputOf({ wish, parts: { vulnerabilityAssessment: { selectedProvider } } }));

  it('E18: is left alone where the file says nothing of it', () => {
    expect(vulnerabilityAssessmentService.find(inputOf({ wish: {} })).kind).toBe('not-applicable');
  });

  it('E18: is read first', () => {
    expect(vulnerabilityAssessmentService.find(inputOf({ wish: mdvm }))).toEqual({
      kind: 'not-read',
      needs: 'vulnerabilityAssessment',
    });
  });

  it('E18: gets Defender Vulnerability Management as its provider', () => {
    expect(find(undefined)).toMatchObject({
      kind: 'wanted',
      steps: [
        {
          id: 'setVulnerabilityAssessment',
          write: {
            kind: 'putVulnerabilityAssessment',
            body: { kind: 'AzureServersSetting', properties: { selectedProvider: 'MdeTvm' } },
          },
        },
      ],
    });
    expect(find('MdeTvm')).toEqual({ kind: 'satisfied' });
  });

  it('E18 E1: waits for the tenant to be confirmed, since it is part of Defender for Endpoint', () => {
    expect(find(undefined, { ...mdvm, tenantConfirmed: undefined })).toMatchObject({
      code: 'TenantNotConfirmed',
      keptBack: [{ id: 'setVulnerabilityAssessment' }],
    });
  });

  it('E18 P11: is not attempted where the cloud lacks Defender for Endpoint', () => {
    const found = vulnerabilityAssessmentService.find(inputOf({ wish: mdvm, cloud: 'AzureChinaCloud' }));
    expect(found).toMatchObject({ kind: 'not-applicable', reason: expect.stringMatching(/^Cloud: /) });
  });
});

describe('the switch of the legacy agent', () => {
  const off: WrittenSubscription = { legacyAutoProvisioning: 'off' };
  const find = (autoProvision: string) =>
    legacyProvisioningService.find(inputOf({ wish: off, parts: { autoProvisioning: { autoProvision } } }));

  it.each([
    [undefined, /as it is$/],
    ['Off', /which is off$/],
    ['On', /which is On: Defender puts that agent back/],
  ])('P13: is left alone where the file says nothing of it, and told as a sweep read it: %s', (value, told) => {
    const input = inputOf({ wish: {} });
    const readAt = new Date(input.now - 60_000).toISOString();
    const autoProvisioning = value === undefined ? undefined : { autoProvision: value, readAt };
    const found = legacyProvisioningService.find({ ...input, record: { ...input.record, autoProvisioning } });
    expect(found).toEqual({ kind: 'not-applicable', reason: expect.stringMatching(told) });
  });

  it('P13: is not told from a reading that sweep after sweep could not renew', () => {
    const input = inputOf({ wish: {} });
    const autoProvisioning = { autoProvision: 'Off', readAt: new Date(input.now - 9 * 3_600_000).toISOString() };
    const found = legacyProvisioningService.find({ ...input, record: { ...input.record, autoProvisioning } });
    expect(found).toMatchObject({ reason: expect.stringContaining('could not be read since') });
  });

  it('P13: is read by the look where the file says something of it', () => {
    expect(legacyProvisioningService.find(inputOf({ wish: off }))).toEqual({
      kind: 'not-read',
      needs: 'autoProvisioning',
    });
  });

  it('P13: is turned off where it is on', () => {
    expect(find('On')).toMatchObject({
      kind: 'wanted',
      steps: [{ id: 'setAutoProvisioning', write: { body: { properties: { autoProvision: 'Off' } } } }],
    });
    expect(find('Off')).toEqual({ kind: 'satisfied' });
  });

  it('P13: needs no confirmed tenant', () => {
    const wish: WrittenSubscription = { ...off, tenantConfirmed: undefined };
    const parts = { autoProvisioning: { autoProvision: 'On' } };
    expect(legacyProvisioningService.find(inputOf({ wish, parts })).kind).toBe('wanted');
  });

  it('P13: is not written before its next try', () => {
    const failure = { code: 'AuthorizationFailed', detail: 'no', treatment: 'fail' } as const;
    const steps = { setAutoProvisioning: failedStep('legacy-provisioning', failure) };
    const found = legacyProvisioningService.find(
      inputOf({ wish: off, parts: { autoProvisioning: { autoProvision: 'On' } }, steps }),
    );
    expect(found).toMatchObject({ kind: 'blocked', code: 'AuthorizationFailed' });
  });
});
