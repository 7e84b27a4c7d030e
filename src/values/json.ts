export { formatJson } from './json-format.ts';
export { parseJson } from './json-parse.ts';
