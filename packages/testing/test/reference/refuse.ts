import { UnsupportedFeatureError, type CallOptions, type Capabilities } from '@sdk/core';

/** The texts of a prompt. */
export function textsOf({ messages }: CallOptions): string[] {
  return messages.flatMap(({ content }) =>
    typeof content === 'string' ? [content] : content.flatMap((part) => (part.type === 'text' && part.text ? [part.text] : [])),
  );
}

/** @throws UnsupportedFeatureError when a model that cannot is asked to. */
export function refuse(can: Capabilities, { messages, tools, toolChoice, responseFormat }: CallOptions): void {
  const files = messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.flatMap((part) => (part.type === 'file' ? [part.mediaType] : [])),
  );
  const refused: [boolean, string][] = [
    [can.vision === false && files.some((type) => type.startsWith('image/')), 'images'],
    [can.audio === false && files.some((type) => type.startsWith('audio/')), 'audio'],
    [can.files === false && files.some((type) => type.startsWith('application/')), 'documents'],
    [can.tools === false && tools !== undefined, 'tools'],
    [can.toolChoice === false && toolChoice !== undefined && toolChoice !== 'auto', 'a tool choice'],
    [can.json === false && responseFormat?.type === 'json', 'JSON'],
    [can.prefill === false && messages.at(-1)?.role === 'assistant', 'a prefix'],
  ];
  for (const [is, what] of refused) if (is) throw new UnsupportedFeatureError(`This model does not take ${what}.`);
}
