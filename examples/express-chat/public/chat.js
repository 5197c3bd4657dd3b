import { readEvents } from './server-sent-events.js';

const [messages, form, prompt, send, stop] = ['messages', 'form', 'prompt', 'send', 'stop'].map((id) => document.getElementById(id));

/** What has been said, as it is sent with the next question. */
const history = [];
let controller;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const question = prompt.value;
  prompt.value = '';
  add('article', messages, question).dataset.role = 'user';
  history.push({ role: 'user', content: question });
  const article = add('article', messages, '');
  controller = new AbortController();
  send.disabled = true;
  stop.disabled = false;
  try {
    const answer = await ask(article, controller.signal);
    history.push({ role: 'assistant', content: answer });
  } catch (error) {
    history.pop(); // a question without an answer would be asked again
    if (error.name === 'AbortError') add('small', article, 'Stopped.');
    else add('article', messages, error.message).dataset.role = 'error';
  } finally {
    send.disabled = false;
    stop.disabled = true;
  }
});

stop.addEventListener('click', () => controller?.abort());

/** Shows the answer as it comes. Returns its text. */
async function ask(article, signal) {
  const response = await fetch('chat', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: history }),
    signal,
  });
  if (!response.ok) throw new Error(await problemOf(response));
  let text = '';
  let paragraph;
  for await (const { name, data } of readEvents(response.body)) {
    if (name === 'error') throw new Error(data.error.message);
    if (data.type === 'text-delta') {
      text += data.delta;
      paragraph ??= add('span', article, '');
      paragraph.append(data.delta); // a text node: whatever the model writes, it is never read as HTML
    } else if (data.type === 'part' && data.part.type === 'tool-call') note(`${data.part.toolName}(${JSON.stringify(data.part.arguments)})`);
    else if (data.type === 'part' && data.part.type === 'tool-result') note(`→ ${JSON.stringify(data.part.result)}`);
    else if (data.type === 'finish' && data.usage.outputTokens) note(`${data.usage.outputTokens} tokens`);
  }
  return text;

  function note(words) {
    add('small', article, words);
    paragraph = undefined;
  }
}

/** What went wrong before the answer began, and when to try again. */
async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  const wait = response.headers.get('retry-after');
  return `${body.error?.message ?? `The server answered ${response.status}.`}${wait ? ` Try again in ${wait} s.` : ''}`;
}

function add(tag, parent, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}
