/** What reading and recording an article have to know alike about the characters and lines it comes in. */
export { JUNK_LINES } from './data/junk-lines.js';
export { isJunkLine } from './junk-line.js';
export { type Mend, mendEncoding, misreadCharacters, withMends } from './misread-encoding.js';
