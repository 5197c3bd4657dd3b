/** What stands before and behind the text in events that differ in nothing else: of most chunks, only the text is new. */
export interface TextTemplate {
  before: string;
  after: string;
}

/** Cannot stand in a template by chance: ids and names of models hold no control characters. */
const PLACE = '\u0000';
const WRITTEN_PLACE = JSON.stringify(PLACE);

/** Makes a template. @param write Writes the event with the text that it is given. */
export function createTextTemplate(write: (text: string) => string): TextTemplate | undefined {
  const [before, after, ...more] = write(PLACE).split(WRITTEN_PLACE);
  return before === undefined || after === undefined || more.length > 0 ? undefined : { before, after };
}
