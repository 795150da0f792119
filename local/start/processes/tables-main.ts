import { createRequire } from 'node:module';

/** Azurite's table service, with the arguments of its own command line, for `npm start`. */
const longestWayOutMs = 800;

// Its own way out, which saves what is not yet on the disk, listens to SIGINT only.
process.on('SIGTERM', () => {
  process.emit('SIGINT', 'SIGINT');
  setTimeout(() => process.exit(0), longestWayOutMs);
});
createRequire(import.meta.url)('azurite/dist/src/table/main.js');
