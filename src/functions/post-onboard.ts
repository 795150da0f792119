import * as df from 'durable-functions';
import { z } from 'zod';
import { requestOnboard } from '../operator/request-onboard.ts';
import type { AppContext } from './app-context.ts';
import { addRoute } from './http/add-route.ts';
import { durableInstances } from './http/durable-instances.ts';
import { guardWrite, keyHolder } from './http/guard-write.ts';
import { problem } from './http/problem.ts';
import { readBody } from './http/read-body.ts';

const bodySchema = z.strictObject({
  resourceId: z.string().min(1).max(2_048),
  why: z.string().min(1).max(500).default('asked for by an operator'),
});

/** An operator asks for one machine: it is adopted, starts over, and is looked at. */
export function registerPostOnboard({ ports, hintStart, ticker }: AppContext): void {
  addRoute('onboardMachineByHand', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'machines/onboard',
    takesBody: true,
    extraInputs: [df.input.durableClient()],
    handler: async (request, context) => {
      const refused = guardWrite(ports.settings);
      if (refused !== undefined) return refused;
      const body = await readBody(request, bodySchema);
      if (!body.ok) return body.response;
      const outcome = await requestOnboard(ports, { ...body.value, by: keyHolder });
      switch (outcome.kind) {
        case 'notAMachine':
          return problem(422, 'NotAMachine', 'resourceId is not the ARM id of a virtual machine or an Arc machine.');
        case 'outOfScope':
          return problem(422, 'OutOfScope', 'fleet.json does not cover this machine: add its scope there first.');
        case 'excluded':
          return problem(409, 'Excluded', `fleet.json excludes this machine: ${outcome.why}`);
        case 'requested': {
          const client = durableInstances(context);
          await hintStart(client, outcome.machine.key);
          await ticker.tickIfLate(client);
          const location = new URL(`/api/machines/${outcome.machine.key}`, request.url).toString();
          const { armed, frozen } = outcome;
          const { key, resourceId, name } = outcome.machine;
          const jsonBody = { key, name, resourceId, armed, frozen };
          return { status: 202, headers: { location, 'retry-after': '15' }, jsonBody };
        }
      }
    },
  });
}
