import { isJSONObject, type JSONObject, type JSONValue } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';

/**
 * A conversation as Perplexity takes it: instructions first, then user and assistant by turns, without tools.
 *
 * Neighbours of one role become one message; calls and results of tools are told in words, unless the model knows tools.
 */
export function alternate(messages: readonly JSONObject[], context: EncodeContext, knowsTools: boolean): JSONValue[] {
  const instructions: JSONObject[] = [];
  const turns: JSONObject[] = [];
  const names = new Map<JSONValue, JSONValue>();
  for (const message of messages) {
    const turn = knowsTools ? message : withoutTools(message, names);
    if (turn['role'] === 'system' && turns.length > 0) adjusted(context, 'Instructions that stood later are sent first.');
    append(turn['role'] === 'system' ? instructions : turns, turn);
  }
  if (names.size > 0) adjusted(context, 'Calls and results of tools are sent as text.');
  return [...instructions, ...turns];
}

function adjusted(context: EncodeContext, what: string): void {
  context.warn({ kind: 'adjusted', option: 'messages', message: `${context.provider} takes the conversation in another form. ${what}` });
}

function append(turns: JSONObject[], turn: JSONObject): void {
  const last = turns.at(-1);
  if (last && last['role'] === turn['role'] && isSpeech(last) && isSpeech(turn)) last['content'] = joined(last['content'] ?? '', turn['content'] ?? '');
  else turns.push(turn);
}

function isSpeech({ role, tool_calls }: JSONObject): boolean {
  return role !== 'tool' && tool_calls === undefined;
}

function joined(one: JSONValue, other: JSONValue): JSONValue {
  if (typeof one === 'string' && typeof other === 'string') return `${one}\n\n${other}`;
  return [...partsOf(one), ...partsOf(other)];
}

function partsOf(content: JSONValue): JSONValue[] {
  return Array.isArray(content) ? content : [{ type: 'text', text: content }];
}

function withoutTools({ role, content, tool_calls: calls, tool_call_id: id }: JSONObject, names: Map<JSONValue, JSONValue>): JSONObject {
  if (role === 'tool') {
    return { role: 'user', content: `Result of the tool ${textOf(names.get(id ?? '') ?? id)}: ${textOf(content)}` };
  }
  if (!Array.isArray(calls)) return { role, content };
  const told = calls.filter(isJSONObject).map((call) => {
    const called = isJSONObject(call['function']) ? call['function'] : {};
    names.set(call['id'] ?? '', called['name'] ?? '');
    return `I call the tool ${textOf(called['name'])} with ${textOf(called['arguments'])}.`;
  });
  return { role, content: [textOf(content), ...told].filter((text) => text !== '').join('\n\n') };
}

function textOf(value: JSONValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
