import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Markdown, safeHref } from '../../src/page/markdown.tsx';

const render = (text: string) => renderToString(h(Markdown, { text }));

test.each([
  ['# Title', '<h3>Title</h3>'],
  ['- # a', '<li><p><strong>a</strong></p></li>'],
  ['a **b** *c* ~~d~~ `e`', '<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code></p>'],
  ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
  ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
  ['> a', '<blockquote><p>a</p></blockquote>'],
  ['a  \nb', '<p>a<br/>b</p>'],
  ['---', '<hr/>'],
  ['1 \\* 2', '<p>1 * 2</p>'],
  ['a & b < c', '<p>a &amp; b &lt; c</p>'],
  ['5&nbsp;km &mdash; &#8364;3, R&amp;D, a &#x26;lt; b', '<p>5\u00a0km — €3, R&amp;D, a &amp;lt; b</p>'],
  ['&constructor; &#0; &#xD800; &#9999999; &;', '<p>&amp;constructor; \ufffd \ufffd \ufffd &amp;;</p>'],
  ['`&lt;`', '<code>&amp;lt;</code>'],
  ['a<br>b<BR />c', '<p>a<br/>b<br/>c</p>'],
  ['| a |\n|---|\n| b<br>&lt;c |', '<td>b<br/>&lt;c</td>'],
  ['<br>\n<i>a', '<p><br/>\n&lt;i>a</p>'],
  ['[a](https://b.example/c)', '<a href="https://b.example/c" target="_blank" rel="noopener noreferrer nofollow">a</a>'],
])('%j is %s', (text, html) => {
  expect(render(text)).toContain(html);
});

test.each([
  ['#### a\n\n##### b\n\n#### c', ['h3', 'h4', 'h3']],
  ['# a\n\n#### b\n\n## c', ['h3', 'h4', 'h4']],
  ['# a\n\n## b\n\n### c\n\n#### d\n\n##### e', ['h3', 'h4', 'h5', 'h6', 'h6']],
])('the headings of %j leave no level out', (text, levels) => {
  expect([...render(text).matchAll(/<(h\d)>/g)].map(([, level]) => level)).toEqual(levels);
});

test('a table keeps its alignment', () => {
  expect(render('| a | b |\n|---|--:|\n| 1 | 2 |')).toContain('<th>a</th><th class="align-right">b</th>');
});

test('a list of tasks shows what is done', () => {
  expect(render('- [x] a\n- [ ] b').match(/<input[^>]* checked/g)).toHaveLength(1);
});

test.each([
  ['quotations', '>'.repeat(1500)],
  ['more than can be read', '>'.repeat(20_000)],
  ['lists', '- '.repeat(2000)],
  ['emphasis', '*a **b '.repeat(500)],
])('%s within each other without end are shown as text, all of it', (_name, marks) => {
  const html = render(`${marks} text`);
  expect(html.match(/<(blockquote|ul|strong|em)>/g)?.length ?? 0).toBeLessThan(600);
  expect(html).toContain('text');
  const deepest = [...html.matchAll(/<(\/?)(?:blockquote|ul)>/g)].reduce((now, [, end]) => ({ depth: now.depth + (end ? -1 : 1), most: Math.max(now.most, now.depth) }), { depth: 0, most: 0 });
  expect(deepest.most).toBeLessThan(40);
});

test('code has colours where its language is known, and is plain where it is not', () => {
  expect(render('```ts\nconst a = 1;\n```')).toContain('<span class="hljs-keyword">const</span>');
  expect(render('```nonsense\nconst a = 1;\n```')).toContain('<code>const a = 1;</code>');
  expect(render('```js\nlet a;')).toContain('<span class="hljs-keyword">let</span>');
});

const ATTACKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a <b onclick="alert(1)">b</b>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java&#x0A;script:alert(1))',
  '[a](data:text/html,<script>alert(1)</script>)',
  '[a](vbscript:x)',
  '[a]( \u0001javascript:alert(1))',
  '<javascript:alert(1)>',
  '![a](javascript:alert(1))',
  '![a](https://evil.example/pixel.png)',
  '![a" onerror="alert(1)](x)',
  '[a](https://b.example/" onmouseover="alert(1))',
  '[ref]: javascript:alert(1)\n\n[ref]',
  '```"><script>alert(1)</script>\na\n```',
  '```html\n<script>alert(1)</script>\n```',
  '`<script>alert(1)</script>`',
  '| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |',
  '# <img src=x onerror=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
];

const KNOWN = 'div|p|h[3-6]|strong|em|del|code|pre|span|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|a|br|hr|input|figure|figcaption|button';

test.each(ATTACKS)('%j makes no element, attribute or address of its own', (text) => {
  const tags = render(text).match(/<[a-zA-Z][^>]*>/g) ?? [];
  for (const tag of tags) {
    expect(tag).toMatch(new RegExp(`^<(${KNOWN})[\\s/>]`));
    const bare = tag.replaceAll(/"[^"]*"/g, '""');
    expect(bare).not.toMatch(/\s(on\w+|src|srcdoc|style)=/i);
    const [, href] = /href="([^"]*)"/.exec(tag) ?? [];
    if (href !== undefined) expect(href).toMatch(/^(https?|mailto):/);
  }
});

test('what looks like HTML is shown as it was written', () => {
  expect(render('a <b>c</b>')).toContain('a &lt;b>c&lt;/b>');
  expect(render('<div>block</div>')).toContain('&lt;div>block&lt;/div>');
});

test.each([
  ['https://a.example/b', 'https://a.example/b'],
  ['mailto:a@b.example', 'mailto:a@b.example'],
  ['javascript:alert(1)', undefined],
  ['/relative', undefined],
  ['file:///etc/passwd', undefined],
  ['blob:https://a.example/b', undefined],
])('the address %s may be followed as %s', (href, safe) => {
  expect(safeHref(href)).toBe(safe);
});
