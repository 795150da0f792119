import { z } from 'zod';
import { ArmError, armError } from '../core/request/arm-error.ts';
import type { ArmReply, ArmRequest, HttpMethod, JsonValue, Route } from '../core/types.ts';
import type { LocalAzure } from '../local-azure.ts';

type ControlAnswer = (azure: LocalAzure, request: ArmRequest) => ArmReply | Promise<ArmReply>;
export type ControlRoute = (method: HttpMethod, path: string, answer: ControlAnswer) => Route;

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Makes routes below `/_sim/`. They have no authentication and answer only when addressed by a loopback name, which
 * keeps pages in a browser from reaching them by another name. A bad body is a 400 that lists what is wrong.
 */
export function controlRouteFor(azureOf: () => LocalAzure): ControlRoute {
  return (method, path, answer) => ({
    method,
    path: `/_sim/${path}`,
    operation: `simulator/${path}`,
    source: 'ours: what steers the simulator beside ARM',
    access: 'open',
    handle: async (request) => {
      if (!loopback.includes(request.url.hostname)) {
        throw armError(
          403,
          'LoopbackOnly',
          `/_sim answers only to ${loopback.join(', ')}, not to ${request.url.hostname}.`,
        );
      }
      try {
        return await answer(azureOf(), request);
      } catch (error) {
        throw error instanceof ArmError ? error : armError(400, 'BadControlRequest', messageOf(error));
      }
    },
  });
}

/** A plain copy of what the simulator keeps, as JSON. */
export function toJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value));
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
