export { quote } from '../../shell/quote.ts';
