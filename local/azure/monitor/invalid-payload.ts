import { ArmError } from '../core/request/arm-error.ts';

/** One reason in the `details` of Azure Monitor's refusal. */
export interface PayloadFlaw {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

/** 400 of Azure Monitor with the reasons in `details` (hashicorp/terraform-provider-azurerm issues 18481 and 28709). */
export function invalidPayload(what: string, flaws: readonly PayloadFlaw[]): ArmError {
  return new ArmError(400, {
    code: 'InvalidPayload',
    message: `${what} is invalid`,
    details: flaws.map((flaw) => ({ ...flaw })),
  });
}
