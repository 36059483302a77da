import { ask } from './endpoints.js';

const dialog = document.getElementById('confirmation');
const message = document.getElementById('message');
let fading;

/** Says something for a few seconds. */
export function say(text) {
  message.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => (message.textContent = ''), 6_000);
}

/** Answers the question that is asked now. */
let answer;
dialog.addEventListener('close', () => {
  if (dialog.open) return; // a question before was closed, and this event of it comes only now
  answer?.(dialog.returnValue === 'yes');
  answer = undefined;
});

/** Whether the reader agrees. */
export function confirm(question, consequence) {
  answer?.(false);
  document.getElementById('question').textContent = question;
  document.getElementById('agreed').textContent = consequence;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => (answer = resolve));
}

/** A button that does something at an endpoint; with a question it asks first. */
export function actionButton({ text, name = text, question, run, done }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.setAttribute('aria-label', name);
  button.addEventListener('click', async () => {
    if (question && !(await confirm(question, text))) return;
    try {
      say(done(await run()));
    } catch (error) {
      say(`Refused: ${error.message}`);
    }
  });
  return button;
}

/** The buttons that concern all regions, as far as they are allowed. */
export function memoryActions({ writes, collection }) {
  if (!writes) return [];
  const buttons = [
    actionButton({
      text: 'Check memory',
      run: () => ask('memory/check', 'POST'),
      done: ({ level }) => `Memory was checked: ${level}.`,
    }),
    actionButton({
      text: 'Evict a quarter',
      question: 'Evict a quarter of what may be evicted, from all regions?',
      run: () => ask('memory/evict', 'POST', { fraction: 0.25 }),
      done: ({ entries }) => `${entries} entries were evicted.`,
    }),
    actionButton({
      text: 'Reset statistics',
      question: 'Let all regions count anew? What they hold stays.',
      run: () => ask('memory/reset', 'POST'),
      done: () => 'The regions count anew.',
    }),
  ];
  if (collection) {
    buttons.push(
      actionButton({
        text: 'Collect garbage',
        question: 'Collect garbage now? The process stands still meanwhile.',
        run: () => ask('gc', 'POST'),
        done: ({ tookMs }) => `Garbage was collected in ${Math.round(tookMs)} ms.`,
      }),
    );
  }
  return buttons;
}

/** The buttons of one region. */
export function regionActions(region) {
  const path = encodeURIComponent(region);
  return [
    actionButton({
      text: 'Evict',
      name: `Evict what may be evicted from ${region}`,
      question: `Evict everything that may be evicted from ${region}? Protected entries stay.`,
      run: () => ask('memory/evict', 'POST', { region }),
      done: ({ entries }) => `${entries} entries were evicted from ${region}.`,
    }),
    actionButton({
      text: 'Clear',
      name: `Clear ${region}`,
      question: `Remove every entry of ${region}, protected ones too?`,
      run: () => ask(path, 'DELETE'),
      done: ({ removed }) => `${removed} entries were removed from ${region}.`,
    }),
  ];
}
