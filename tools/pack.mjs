// Packs every library as it is published: `dist/packages/NAME` and its archive beside it. `npm run pack`
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { packLibraries } from './pack-libraries.mjs';

for (const folder of (await packLibraries()).values()) {
  execFileSync('npm', ['pack', folder, '--ignore-scripts', '--pack-destination', dirname(folder)], {
    stdio: 'inherit',
  });
}
