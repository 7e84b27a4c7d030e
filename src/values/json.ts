export { formatJson, type JsonFormat } from './json-format.ts';
export { parseJson } from './json-parse.ts';
