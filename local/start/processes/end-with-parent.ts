/**
 * Preloaded into every process that `npm start` starts: when the parent is gone, also by kill -9, its channel closes
 * and the process ends itself as on SIGTERM, so that nothing is left behind.
 */
const ownWayOutMs = 2_000;

if (process.connected) {
  process.on('disconnect', () => {
    // A process without a handler of its own for SIGTERM is ended by it at once.
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), ownWayOutMs).unref();
  });
  process.channel?.unref();
}
