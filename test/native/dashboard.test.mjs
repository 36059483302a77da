// The live page in a real browser, against the reference application under load.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { evictionRates, hitRates } from '../../libs/cache-memory/page/rates.js';
import { chromiumPath, openBrowser } from './support/open-browser.mjs';
import { startReferenceApp } from './support/reference-app.mjs';
import { simulateLoad } from './support/simulate.mjs';

const PATIENCE_MS = 60_000;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const skip = chromiumPath || process.env.CI ? false : 'chromium is not installed (Debian: chromium)';

const numberIn = async (locator) => Number((await locator.textContent()).replaceAll(',', ''));

/** Waits until a number on the page satisfies. */
async function until(locator, isReached, what) {
  const end = Date.now() + PATIENCE_MS;
  for (let number = await numberIn(locator); !isReached(number); number = await numberIn(locator)) {
    assert.ok(Date.now() < end, `${what}: it stayed at ${number}`);
    await locator.page().waitForTimeout(100);
  }
}

describe('what the page draws of two statuses', () => {
  const status = (takenAt, gets, evicted, resets = 0) => {
    const removals = { size: evicted, expired: 0, collected: 0, pressure: 0 };
    const models = { region: 'models', resets, gets, hits: gets / 2, removals };
    return { takenAt, regions: { models }, total: models };
  };
  const drawn = (now, before) => [hitRates(now, before).get('models'), evictionRates(now, before).get('size')];

  it('is what was counted between them', () => {
    assert.deepEqual(drawn(status(0, 40, 8), undefined), [0.5, 0]);
    assert.deepEqual(drawn(status(2_000, 60, 18), status(0, 40, 8)), [0.5, 5]);
    assert.deepEqual(drawn(status(2_000, 40, 8), status(0, 40, 8)), [null, 0]);
  });

  it('is never negative: not after a reset, nor after the application has started anew', () => {
    assert.deepEqual(drawn(status(2_000, 10, 4, 1), status(0, 40, 8)), [0.5, 2]);
    assert.deepEqual(drawn(status(2_000, 10, 4), status(0, 40, 8)), [0.5, 2]);
    assert.deepEqual(drawn(status(2_000, 50, 4), status(0, 40, 8)), [0.5, 0]);
  });
});

describe('the live page in Chromium', { skip }, () => {
  let app;
  let load;
  let browser;

  before(async () => {
    app = await startReferenceApp();
    browser = await openBrowser();
    load = simulateLoad(app.url);
  });

  after(async () => {
    await load?.stop();
    await browser?.close();
    await app?.stop();
  });

  /** Opens the page; answers it with everything that it should not have said or asked. */
  async function open(settings = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const complaints = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(app.url).origin) complaints.push(`foreign: ${request.url()}`);
    });
    await page.addInitScript(() =>
      addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
      ),
    );
    await page.goto(`${app.url}/cache-memory-dashboard`);
    await page.locator('tr[data-region=simulations] [data-cell=entries]').waitFor();
    return { page, complaints, close: () => context.close() };
  }

  const cell = (page, region, name) => page.locator(`tr[data-region=${region}] [data-cell=${name}]`);
  const lookUps = (page) => page.locator('#totals div', { hasText: 'Look-ups' }).locator('dd');

  it('shows numbers that move, asks no other host, and has nothing to complain of', async () => {
    const { page, complaints, close } = await open();
    const before = await numberIn(lookUps(page));
    await until(lookUps(page), (number) => number > before, 'look-ups');
    assert.ok((await cell(page, 'simulations', 'hits').textContent()).includes('%'));
    assert.match(await page.locator('#level').textContent(), /^(normal|warning|eviction|critical)$/);
    assert.match(await page.locator('#memory-text').textContent(), /caches hold .* of the .* that they may/);
    assert.equal(await page.locator('.u-over').count(), 3, 'three charts are drawn');
    await page.locator('#entries tr').first().waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  it('evicts a region through its button, asks before, and shows that it is empty', async () => {
    const { page, complaints, close } = await open();
    await until(cell(page, 'simulations', 'entries'), (number) => number > 0, 'entries of simulations');
    await load.stop();
    const evict = page.getByRole('button', { name: 'Evict what may be evicted from simulations' });
    await evict.click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.ok((await numberIn(cell(page, 'simulations', 'entries'))) > 0, 'cancelling changes nothing');
    await evict.click();
    await page.locator('#agreed').click();
    await page
      .getByRole('alert')
      .filter({ hasText: /entries were evicted from simulations/ })
      .waitFor();
    await until(cell(page, 'simulations', 'entries'), (number) => number === 0, 'entries of simulations');
    assert.deepEqual(complaints, []);
    load = simulateLoad(app.url);
    await close();
  });

  it('does the same by the keyboard alone', async () => {
    const { page, close } = await open();
    await until(cell(page, 'simulations', 'entries'), (number) => number > 0, 'entries of simulations');
    await load.stop();
    const focused = () =>
      page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.id);
    for (let presses = 0; (await focused()) !== 'Clear simulations'; presses++) {
      assert.ok(presses < 60, 'the button is reached by the tabulator');
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.locator('#confirmation[open]').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await focused(), 'Clear simulations', 'the focus comes back');
    await page.keyboard.press('Enter');
    await page.locator('#confirmation[open]').waitFor();
    while ((await focused()) !== 'agreed') await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(cell(page, 'simulations', 'entries'), (number) => number === 0, 'entries of simulations');
    load = simulateLoad(app.url);
    await close();
  });

  it('hears the answer to the question that it asks now, however late the one before is closed', async () => {
    const { page, close } = await open();
    await until(cell(page, 'simulations', 'entries'), (number) => number > 0, 'entries of simulations');
    await load.stop();
    const clear = page.getByRole('button', { name: 'Clear simulations' });
    await clear.click();
    await clear.evaluate((button) => {
      document.getElementById('confirmation').close(); // its event comes after this job
      button.click();
    });
    await page.locator('#agreed').click();
    await until(cell(page, 'simulations', 'entries'), (number) => number === 0, 'entries of simulations');
    load = simulateLoad(app.url);
    await close();
  });

  it('tries again where a proxy refuses the stream, as while the application starts anew', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.route('**/events', (route) => route.fulfill({ status: 502 }), { times: 2 });
    await page.goto(`${app.url}/cache-memory-dashboard`);
    await page.locator('#connection', { hasText: 'Connection refused; trying again' }).waitFor();
    await page.locator('tr[data-region=simulations] [data-cell=entries]').waitFor();
    assert.equal(await page.locator('#connection').textContent(), '');
    await context.close();
  });

  it('shows the entries that were asked for last, whatever is answered last', async () => {
    const { page, close } = await open();
    await page.locator('#entries tr').first().waitFor();
    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    await page.route('**/simulations/entries?**', (route) => held.then(() => route.continue()));
    const late = page.waitForResponse(/simulations\/entries/);
    await page.locator('#entries-region').selectOption('simulations');
    await page.locator('#entries-region').selectOption('drugs');
    const drug = page.locator('#entries .key', { hasText: 'theophylline' });
    await drug.waitFor();
    answer();
    await (await late).finished();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    assert.equal(await drug.count(), 1);
    await close();
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [
      { width: 1280, height: 900 },
      { width: 390, height: 844 },
    ]) {
      it(`is accessible: axe finds nothing serious in ${colorScheme} at ${viewport.width} pixels`, async () => {
        const { page, close } = await open({ colorScheme, viewport });
        await page.locator('#entries tr').first().waitFor();
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => (await globalThis.axe.run()).violations);
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`),
          [],
        );
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} pixels wider than its window`);
        await close();
      });
    }
  }
});
