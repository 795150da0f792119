import type { Family } from '../core/types.ts';
import { assessmentFamily } from './assessment-routes.ts';
import { connectorFamily } from './connector.ts';
import type { Defender } from './defender.ts';
import { mdeOnboardingFamily } from './mde-onboarding-routes.ts';
import { pricingFamily } from './pricing-routes.ts';
import { provisioningSettingFamily } from './provisioning-setting.ts';
import { settingFamily } from './setting-routes.ts';
import { vulnerabilitySettingFamily } from './vulnerability-setting.ts';

/** Microsoft.Security: Defender for Cloud. */
export function securityFamilies(defender: Defender): readonly Family[] {
  return [
    (context) => {
      const { pricings, settings, provisioning, vulnerability, assessments, connectors } = defender;
      context.collections.push(pricings, settings, provisioning, vulnerability, assessments, connectors);
      return [];
    },
    pricingFamily(defender),
    settingFamily(defender),
    provisioningSettingFamily(defender),
    vulnerabilitySettingFamily(defender),
    mdeOnboardingFamily(defender),
    assessmentFamily(defender),
    connectorFamily(defender),
  ];
}
