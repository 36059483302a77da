// Those who watch an application: a Prometheus that scrapes each second, and a browser with the page open.
import { once } from 'node:events';
import { get } from 'node:http';

let stream;
let scraping;

const orders = {
  visit: async (url) => {
    stream = get(`${url}/cache-memory/events`).on('error', () => {});
    const [answer] = await once(stream, 'response');
    answer.on('error', () => {}).resume();
    const scrape = async () => (await fetch(`${url}/metrics`)).text();
    scraping = setInterval(scrape, 1_000);
  },
  leave: () => {
    clearInterval(scraping);
    stream.destroy();
  },
};

process.on('message', async ({ order, url }) => {
  await orders[order](url);
  process.send(order);
});
