// Takes the pictures of the live page that README and guides show: `npm run screenshots`. It needs a Chromium and a minute.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromiumPath, openBrowser } from '../test/native/support/open-browser.mjs';
import { startReferenceApp } from '../test/native/support/reference-app.mjs';
import { simulateLoad } from '../test/native/support/simulate.mjs';

const WATCHED_MS = Number(process.argv[2] ?? 60_000);
const LARGEST_BYTES = 150_000;
const SIZES = {
  desktop: { viewport: { width: 1200, height: 1290 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5 },
};

if (!chromiumPath) throw new Error('chromium is not installed (Debian: chromium); CHROMIUM_PATH names another one');
const app = await startReferenceApp({ CACHE_MEMORY_LIMIT: '64MB', CACHE_CHECK_INTERVAL: '5s' });
const load = simulateLoad(app.url, 100);
const browser = await openBrowser();
const pages = new Map();
for (const colorScheme of ['light', 'dark']) {
  for (const [name, size] of Object.entries(SIZES)) {
    const page = await browser.newPage({ ...size, colorScheme });
    await page.goto(`${app.url}/cache-memory-dashboard`);
    pages.set(`${name}-${colorScheme}`, page);
  }
}
await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
for (const [name, page] of pages) {
  const path = fileURLToPath(new URL(`images/page-${name}.png`, import.meta.url));
  await page.screenshot({ path });
  const { size } = statSync(path);
  console.log(`docs/images/page-${name}.png ${Math.round(size / 1_000)} kB`);
  if (size > LARGEST_BYTES) process.exitCode = 1;
}
await load.stop();
await browser.close();
await app.stop();
