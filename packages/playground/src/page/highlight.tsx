import { common, createLowlight } from 'lowlight';
import type { ComponentChildren } from 'preact';

const lowlight = createLowlight(common);

/** Longer code is shown plain: colouring it again at every delta would cost more than it gives. In characters. */
const MOST_COLOURED = 20_000;

/** Code in colours, as elements with classes. The language is a name or an alias; an unknown one leaves the code plain. */
export function highlight(code: string, language: string | undefined): ComponentChildren {
  if (!language || code.length > MOST_COLOURED || !lowlight.registered(language)) return code;
  return lowlight.highlight(language, code).children.map(toElement);
}

type Node = ReturnType<typeof lowlight.highlight>['children'][number];

function toElement(node: Node, key: number): ComponentChildren {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  const { className } = node.properties;
  return (
    <span key={key} class={Array.isArray(className) ? className.join(' ') : ''}>
      {node.children.map((child, at) => toElement(child, at))}
    </span>
  );
}
