// A compiled app for the tests of local/host/main.ts.
const { app } = require('@azure/functions');
const df = require('durable-functions');

if (process.env.GREETING === undefined) throw new Error('Settings: GREETING is missing.');

df.app.activity('greet', { handler: (name) => `${process.env.GREETING} ${name}` });
df.app.orchestration('greetSlowly', function* (context) {
  const first = yield context.df.callActivity('greet', 'first');
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 30_000));
  return [first, yield context.df.callActivity('greet', 'second')];
});
app.http('start', {
  route: 'greetings/{id}',
  methods: ['POST'],
  authLevel: 'function',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    await client.startNew('greetSlowly', { instanceId: request.params.id, input: {} });
    return client.createCheckStatusResponse(request, request.params.id);
  },
});
app.timer('never', { schedule: '0 0 0 1 1 *', handler: () => undefined });
