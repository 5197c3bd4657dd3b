/** A page of the small web that this example has. */
interface Page {
  url: string;
  title: string;
  text: string;
}

const PAGES: readonly Page[] = [
  {
    url: 'https://rivers.example/danube',
    title: 'The Danube',
    text: 'The Danube is 2,850 km long and flows through ten countries, more than any other river. It rises in the Black Forest and ends in the Black Sea.',
  },
  { url: 'https://rivers.example/rhine', title: 'The Rhine', text: 'The Rhine is 1,230 km long. It rises in the Alps and ends in the North Sea.' },
  { url: 'https://capitals.example/danube', title: 'Capitals on the Danube', text: 'Four capitals lie on the Danube: Vienna, Bratislava, Budapest and Belgrade.' },
];

/** Pages that hold a word of the query, the best first, as titles and addresses. */
export function search(query: string): { title: string; url: string }[] {
  const words = query.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  const score = ({ title, text }: Page) => words.filter((word) => `${title} ${text}`.toLowerCase().includes(word)).length;
  const found = PAGES.filter((page) => score(page) > 0);
  return found.toSorted((a, b) => score(b) - score(a)).map(({ title, url }) => ({ title, url }));
}

/** The text of a page. @throws Error when there is none at this address */
export function visit(url: string): string {
  const page = PAGES.find((each) => each.url === url);
  if (!page) throw new Error(`There is no page at ${url}.`);
  return page.text;
}
