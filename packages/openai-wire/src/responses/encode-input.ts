import type { FilePart, JSONObject, JSONValue, Message, SystemMessage, TextPart, UserMessage } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import type { ResponsesDialect } from './dialect.ts';
import { encodeAssistant } from './encode-assistant.ts';
import { encodeParts, takesBreakpoints, type Encoding } from './encode-parts.ts';
import { encodeToolResults } from './encode-tool-results.ts';
import { readOwnData } from './own-data.ts';

/** A conversation as items of `input`. One of our messages may become several or none. */
export function encodeInput(dialect: ResponsesDialect, messages: readonly Message[], context: EncodeContext): JSONObject[] {
  const encoding: Encoding = { dialect, wire: dialect.wire ?? 'openai-responses', context };
  /** The kinds of calls that want an answer of their own kind, by the call's id. */
  const calls = new Map<string, string>();
  return messages.flatMap((message): JSONObject[] => {
    switch (message.role) {
      case 'system':
        return [{ role: dialect.systemRole?.(context.modelId) ?? 'system', content: encodeContent(message, encoding) }];
      case 'user':
        return encodeUser(message, encoding);
      case 'assistant':
        return encodeAssistant(message, encoding, calls);
      case 'tool':
        return encodeToolResults(message, encoding, calls);
    }
  });
}

/** One string where that says the same. */
function encodeContent({ content, cache }: SystemMessage | UserMessage, encoding: Encoding): JSONValue {
  const given = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  const parts = given.filter((part): part is TextPart | FilePart => part.type === 'file' || (part.type === 'text' && part.text !== ''));
  const [first] = parts;
  const isCached = takesBreakpoints(encoding) && (cache ?? first?.cache);
  if (parts.length > 1 || first?.type === 'file' || (first && isCached)) return encodeParts(parts, encoding, cache);
  return first?.text ?? '';
}

/** Items of the vendor's own, e.g. the approval of a call, stand before the message that they were given in. */
function encodeUser(message: UserMessage, encoding: Encoding): JSONObject[] {
  const { content } = message;
  if (typeof content === 'string') return [{ role: 'user', content: encodeContent(message, encoding) }];
  const items = content.flatMap((part) => {
    const item = part.type === 'opaque' ? readOwnData(part, encoding.wire, encoding.context.modelId)?.item : undefined;
    return item ? [item] : [];
  });
  const isItemsOnly = items.length > 0 && content.every(({ type }) => type === 'opaque');
  return isItemsOnly ? items : [...items, { role: 'user', content: encodeContent(message, encoding) }];
}
