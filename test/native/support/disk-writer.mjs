// Writes and forgets snapshots for ever in the folder of the first argument, and says of each change when it is acknowledged.
import { diskPlace } from 'nestjs-cache-memory/disk';
import { contents } from './disk-contents.mjs';

const [folder, round] = process.argv.slice(2);
const tier = await diskPlace({ directory: folder }).open('r', { changed() {}, cleared() {} });

async function lane(number) {
  for (let version = Number(round) * 1_000_000; ; version++) {
    const key = `${number}-${version % 7}`;
    if (version % 5 === 4) {
      await tier.forget(key);
      process.stdout.write(`forgot ${key} ${version}\n`);
    } else {
      await tier.spill(key, { bytes: contents(key, version), tags: [], expiresAt: Infinity });
      process.stdout.write(`kept ${key} ${version}\n`);
    }
  }
}

await Promise.all(Array.from({ length: 6 }, (_, number) => lane(number)));
