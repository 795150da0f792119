import type { ArmRequest } from '../types.ts';
import { armError } from './arm-error.ts';

/** Whether `$expand` asks for the instance view; 501 when it asks for anything else. */
export function expandsInstanceView(request: ArmRequest): boolean {
  const wanted = request.query.$expand ?? '';
  if (wanted === '') return false;
  if (wanted.toLowerCase() === 'instanceview') return true;
  throw armError(501, 'SimulatorExpandUnknown', `The Azure simulator does not execute $expand=${wanted}.`);
}
