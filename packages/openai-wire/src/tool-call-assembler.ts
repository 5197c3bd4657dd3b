import type { PartWriter } from '@sdk/http';
import type { WireFunction, WireToolCall } from './wire.ts';

/** Puts the fragments of tool calls together, as dirty as they come. */
export interface ToolCallAssembler {
  add(fragment: WireToolCall): void;
  /** The answer ended: calls that still lack their id get one. */
  end(): void;
}

interface Call {
  /** The vendor's index; `undefined` where it sends none. */
  wireIndex: number | undefined;
  id: string;
  name: string;
  /** Place of the part in the content. */
  place: number;
  /** Arguments that came before the call could be announced. */
  held: string;
  /** All arguments so far, kept only where their end must be guessed. */
  seen: string;
  started: boolean;
}

/**
 * Which call a fragment belongs to: the last one of its `index`, unless another id begins a new one there; without an
 * index, by `id`; without either, the last call, unless a name comes when that one is complete.
 *
 * A call is announced when its name and its id are known, which may be later than its first arguments. Ids that are
 * missing, or taken by another call, are made up.
 *
 * @param firstPlace Where in the content the first call stands.
 * @param makeId Gives an id to the n-th call.
 */
export function createToolCallAssembler(
  writer: PartWriter,
  firstPlace: number,
  makeId: (n: number) => string,
): ToolCallAssembler {
  const calls: Call[] = [];

  function find(fragment: WireToolCall, name: string | undefined): Call | undefined {
    const id = fragment.id || undefined;
    if (typeof fragment.index === 'number') {
      const known = calls.findLast((call) => call.wireIndex === fragment.index);
      return known && id && known.id && known.id !== id ? undefined : known;
    }
    if (id) return calls.find((call) => call.id === id) ?? calls.findLast((call) => call.id === '' && !name);
    const last = calls.at(-1);
    return last && name && last.name && isComplete(last) ? undefined : last;
  }

  function open(fragment: WireToolCall): Call {
    const call: Call = {
      wireIndex: fragment.index ?? undefined,
      id: '',
      name: '',
      place: firstPlace + calls.length,
      held: '',
      seen: '',
      started: false,
    };
    calls.push(call);
    return call;
  }

  function start(call: Call): void {
    call.started = true;
    writer.toolCall(call.place, call.id, call.name);
    writer.toolArguments(call.place, call.held);
    call.held = '';
  }

  return {
    add(fragment) {
      const { name, arguments: args } = fragment.function ?? ({});
      const call = find(fragment, name || undefined) ?? open(fragment);
      if (fragment.id && call.id === '') call.id = uniqueId(fragment.id, call);
      if (name && call.name === '') call.name = name;
      const text = argumentText(args, call);
      if (call.wireIndex === undefined) call.seen += text;
      if (call.started) writer.toolArguments(call.place, text);
      else call.held += text;
      if (!call.started && call.id && call.name) start(call);
    },
    end() {
      for (const [n, call] of calls.entries()) {
        if (call.started) continue;
        call.id ||= makeId(n);
        start(call);
      }
    },
  };

  function uniqueId(id: string, owner: Call): string {
    const taken = calls.some((call) => call !== owner && call.id === id);
    return taken ? makeId(calls.indexOf(owner)) : id;
  }
}

/** Arguments as JSON text, also where the vendor writes the object itself. */
function argumentText(args: WireFunction['arguments'], call: Call): string {
  if (typeof args === 'string') return args;
  if (args === null || args === undefined) return '';
  return call.held === '' && call.seen === '' ? JSON.stringify(args) : '';
}

function isComplete(call: Call): boolean {
  if (!call.seen.trimEnd().endsWith('}')) return false;
  try {
    JSON.parse(call.seen);
    return true;
  } catch {
    return false;
  }
}
