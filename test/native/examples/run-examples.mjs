// Runs the examples that are named, each as a module of this process, and tells what they threw: `{ file: message }`. The last line is JSON.
import { pathToFileURL } from 'node:url';
import './guides.mjs';

const failures = {};
for (const file of process.argv.slice(2)) {
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    failures[file] = error.stack ?? String(error);
  }
}
console.log(`\n${JSON.stringify(failures)}`);
process.exit(); // what examples start, such as timers and connections, is theirs
