import type { ArmReply, JsonObject } from '../types.ts';

/** The `error` object of ARM. */
export interface ArmErrorBody {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly JsonObject[];
  readonly additionalInfo?: readonly JsonObject[];
}

/** Thrown by handlers and hooks; becomes ARM's error envelope `{ error: { code, message } }`. */
export class ArmError extends Error {
  readonly status: number;
  readonly body: ArmErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: ArmErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(`${status} ${body.code}: ${body.message}`);
    this.name = 'ArmError';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Shorthand for the common error with code and message only. */
export function armError(status: number, code: string, message: string): ArmError {
  return new ArmError(status, { code, message });
}

export function errorReply(error: ArmError): ArmReply {
  return { status: error.status, headers: error.headers, body: { error: errorJson(error.body) } };
}

/** The error object as JSON. */
export function errorJson(body: ArmErrorBody): JsonObject {
  return { ...body };
}

/** What was thrown, as ARM's error; a defect of the simulator is a 500 that tells it. */
export function asArmError(error: unknown): ArmError {
  if (error instanceof ArmError) return error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return armError(500, 'SimulatorFault', `The Azure simulator has a defect: ${text}`);
}
