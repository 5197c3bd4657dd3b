import type { MarkedToken, Token, Tokens } from 'marked';
import type { ComponentChildren } from 'preact';
import { CodeBlock } from './code-block.tsx';
import { decodeEntities } from './decode-entities.ts';
import { memo } from './memo.ts';
import { readMarkdown } from './read-markdown.ts';

/**
 * Markdown as elements. There is no HTML on the way: a tag in the text is shown as text, a link leads to http, https or
 * mail only, and an image is a link, since what a model writes must not make the page fetch anything.
 */
export function Markdown({ text }: { text: string }) {
  const blocks = readMarkdown(text);
  const levels = levelsOf(blocks);
  return (
    <div class="markdown">
      {blocks.map((block, at) => (
        <Block key={at} token={block} raw={block.raw} level={levels[at] ?? 0} />
      ))}
    </div>
  );
}

/** Headings of the page that stand above those of an answer. */
const LEVELS_ABOVE = 2;

/** The levels of the headings, by their places: below those of the page, and none left out, as screen readers want it. */
function levelsOf(blocks: readonly Token[]): (number | undefined)[] {
  const depths = blocks.map((block) => (block.type === 'heading' ? (block as Tokens.Heading).depth : undefined));
  const least = Math.min(...depths.filter((depth) => depth !== undefined));
  let last = LEVELS_ABOVE;
  return depths.map((depth) => (depth === undefined ? undefined : (last = Math.min(depth - least + LEVELS_ABOVE + 1, last + 1, 6))));
}

/** While an answer is written only its last block changes; the others are not made again. */
const Block = memo(
  ({ token, level }: { token: Token; raw: string; level: number }) => (level > 0 ? <Heading tokens={(token as Tokens.Heading).tokens} level={level} /> : <>{render(token, 0, 0)}</>),
  (before, after) => before.raw === after.raw && before.level === after.level,
);

function Heading({ tokens, level }: { tokens: Token[] | undefined; level: number }) {
  const Tag = `h${level}` as 'h3';
  return <Tag>{renderAll(tokens, 0)}</Tag>;
}

/** Nobody nests deeper on purpose, and elements within elements without end would exhaust the stack. */
const MOST_LEVELS = 30;

/** @param depth Of the token that these stand in. */
function renderAll(tokens: readonly Token[] = [], depth: number): ComponentChildren {
  if (depth >= MOST_LEVELS) return tokens.map(({ raw }) => raw).join('');
  return tokens.map((token, key) => render(token, key, depth + 1));
}

function render(generic: Token, key: number, depth: number): ComponentChildren {
  const token = generic as MarkedToken;
  switch (token.type) {
    case 'paragraph':
      return <p key={key}>{renderAll(token.tokens, depth)}</p>;
    case 'heading':
      return <p key={key}><strong>{renderAll(token.tokens, depth)}</strong></p>; // inside a list or a quotation
    case 'code':
      return <CodeBlock key={key} code={token.text} language={token.lang?.match(/^\S+/)?.[0]} />;
    case 'blockquote':
      return <blockquote key={key}>{renderAll(token.tokens, depth)}</blockquote>;
    case 'list':
      return <List key={key} list={token} depth={depth} />;
    case 'table':
      return <Table key={key} table={token} depth={depth} />;
    case 'hr':
      return <hr key={key} />;
    case 'html':
      return token.block ? <p key={key}>{showTags(token.raw)}</p> : showTags(token.raw);
    case 'space':
    case 'def':
    case 'checkbox':
      return null;
    default:
      return renderInline(token, key, depth);
  }
}

function renderInline(token: MarkedToken, key: number, depth: number): ComponentChildren {
  switch (token.type) {
    case 'strong':
      return <strong key={key}>{renderAll(token.tokens, depth)}</strong>;
    case 'em':
      return <em key={key}>{renderAll(token.tokens, depth)}</em>;
    case 'del':
      return <del key={key}>{renderAll(token.tokens, depth)}</del>;
    case 'codespan':
      return <code key={key}>{token.text}</code>;
    case 'br':
      return <br key={key} />;
    case 'link':
      return <SafeLink key={key} href={token.href}>{renderAll(token.tokens, depth)}</SafeLink>;
    case 'image':
      return <SafeLink key={key} href={token.href}>{`Image: ${decodeEntities(token.text) || token.href}`}</SafeLink>;
    case 'text':
      return 'tokens' in token && token.tokens ? renderAll(token.tokens, depth) : decodeEntities(token.text);
    case 'escape':
      return token.text;
    default: // whatever a later version knows: as it was written
      return token.raw;
  }
}

/** Tags as they were written, but for line breaks: within a table there is no other way to have one. */
function showTags(html: string): ComponentChildren {
  const [first, ...others] = html.split(/<br\s*\/?>/i);
  return others.length === 0 ? first : [first, ...others.flatMap((text, at) => [<br key={at} />, text])];
}

function List({ list: { ordered, start, items }, depth }: { list: Tokens.List; depth: number }) {
  const children = items.map((item, at) => (
    <li key={at} class={item.task ? 'task' : undefined}>
      {item.task && <input type="checkbox" checked={item.checked} disabled aria-label={item.checked ? 'done' : 'not done'} />}
      {renderAll(item.tokens, depth)}
    </li>
  ));
  return ordered ? <ol start={typeof start === 'number' ? start : undefined}>{children}</ol> : <ul>{children}</ul>;
}

function Table({ table: { header, rows }, depth }: { table: Tokens.Table; depth: number }) {
  const cells = (row: Tokens.TableCell[], Tag: 'th' | 'td') =>
    row.map(({ tokens, align }, at) => (
      <Tag key={at} class={align ? `align-${align}` : undefined}>
        {renderAll(tokens, depth)}
      </Tag>
    ));
  return (
    <div class="table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>{cells(header, 'th')}</tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>{cells(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SAFE_PROTOCOLS = ['http:', 'https:', 'mailto:'];

/** The address of a link, if it may be followed. */
export function safeHref(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const { protocol, href: whole } = new URL(href);
  return SAFE_PROTOCOLS.includes(protocol) ? whole : undefined;
}

/** A link that opens elsewhere and tells nobody where from; plain text when its address may not be followed. */
export function SafeLink({ href, children }: { href: string; children: ComponentChildren }) {
  const safe = safeHref(href);
  if (safe === undefined) return <>{children}</>;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
