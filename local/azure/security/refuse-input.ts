import { type ArmError, armError } from '../core/request/arm-error.ts';

/** 400 of Defender for what does not fit together (Azure/Azure-Landing-Zones issue 822); other words than there are ours. */
export function invalidInput(message: string): ArmError {
  return armError(400, 'InvalidInputJson', message);
}
